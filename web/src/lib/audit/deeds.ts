import { m } from '$lib/paraglide/messages';

/** Words for everything that the log tells of, by the server's word for it. */
export const deeds: Record<string, () => string> = {
	'story.step': m.deed_story_step,
	'person.added': m.deed_person_added,
	'person.linked': m.deed_person_linked,
	'person.unlinked': m.deed_person_unlinked,
	'person.changed': m.deed_person_changed,
	'person.withdrew': m.deed_person_withdrew,
	'consent_file.seen': m.deed_consent_file_seen,
	'consent_file.added': m.deed_consent_file_added,
	'withdrawal_link.made': m.deed_withdrawal_link_made,
	'wording.added': m.deed_wording_added,
	'wording.retired': m.deed_wording_retired,
	'policy.changed': m.deed_policy_changed,
	'place.added': m.deed_place_added,
	'place.marked': m.deed_place_marked,
	'clip.clock': m.deed_clip_clock,
	'clip.downloaded': m.deed_clip_downloaded,
	'audit.exported': m.deed_audit_exported,
	'office.added': m.deed_office_added,
	'office.changed': m.deed_office_changed,
	'office.moved': m.deed_office_moved,
	'office.closed': m.deed_office_closed,
	'office.reopened': m.deed_office_reopened,
	'member.invited': m.deed_member_invited,
	'member.grants': m.deed_member_grants,
	'member.suspended': m.deed_member_suspended,
	'member.restored': m.deed_member_restored,
	'member.link': m.deed_member_link,
	'member.joined': m.deed_member_joined,
	'member.tied': m.deed_member_tied,
	'member.untied': m.deed_member_untied,
	'member.groups': m.deed_member_groups,
	'group_role.added': m.deed_group_role_added,
	'group_role.removed': m.deed_group_role_removed,
	'recovery.made': m.deed_recovery_made,
	'recovery.used': m.deed_recovery_used,
	'token.revoked': m.deed_token_revoked,
	'token.made': m.deed_token_made,
	'sign_in.ended': m.deed_sign_in_ended,
	'member.password': m.deed_member_password,
	'webhook.added': m.deed_webhook_added,
	'webhook.stopped': m.deed_webhook_stopped,
	'webhook.started': m.deed_webhook_started,
	'webhook.removed': m.deed_webhook_removed,
	'webhook.replayed': m.deed_webhook_replayed,
};

/** A deed in words; the server's own word where this version has none. */
export function deedName(what: string): string {
	return deeds[what]?.() ?? what;
}
