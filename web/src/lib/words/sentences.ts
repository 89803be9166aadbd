import type { Step } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';
import { moment } from './format';

/** Sentences for problems that a person meets only after doing something: fetched once the page is up. */
export const sentences: Record<string, () => string> = {
	note_missing: m.problem_note_missing,
	note_long: m.problem_note_long,
	at_top: m.problem_at_top,
	not_watchable: m.problem_not_watchable,
	stage: m.problem_stage,
	moved: m.problem_moved,
	undo_other: m.problem_undo_other,
	undo_never: m.problem_undo_never,
	undo_late: m.problem_undo_late,
	undo_closed: m.problem_undo_closed,
	office_closed: m.problem_office_closed,
	title: m.problem_title,
	text: m.problem_text,
	place: m.problem_place,
	language: m.problem_language,
	comment_text: m.problem_comment_text,
	comment_clip: m.problem_comment_clip,
	comment_moment: m.problem_comment_moment,
	endorsed: m.problem_endorsed,
	also_office: m.problem_also_office,
	also_stage: m.problem_also_stage,
	also_known: m.problem_also_known,
	comment_mentions: m.problem_comment_mentions,
	webhook_url: m.problem_webhook_url,
	webhook_events: m.problem_webhook_events,
	mail_mode: m.problem_mail_mode,
	mail_hour: m.problem_mail_hour,
	happened_on: m.problem_happened_on,
	email: m.problem_email,
	password: m.problem_password,
	password_weak: m.problem_password_weak,
	old_password: m.problem_old_password,
	in_person: m.problem_in_person,
	token_reach: m.problem_token_reach,
	reach: m.problem_reach,
	lifetime: m.problem_lifetime,
	scratch_small: m.problem_scratch_small,
	import_large: m.problem_import_large,
	import_form: m.problem_import_form,
	import_columns: m.problem_import_columns,
	import_twice: m.problem_import_twice,
	import_above: m.problem_import_above,
	name: m.problem_name,
	office_name: m.problem_office_name,
	office_level: m.problem_office_level,
	timezone: m.problem_timezone,
	last_admin: m.problem_last_admin,
	suspend_self: m.problem_suspend_self,
	suspended: m.problem_suspended,
	above_closed: m.problem_above_closed,
	move_root: m.problem_move_root,
	move_inside: m.problem_move_inside,
	move_same: m.problem_move_same,
	move_changed: m.problem_move_changed,
	too_deep: m.problem_too_deep,
	close_root: m.problem_close_root,
	close_waiting: m.problem_close_waiting,
	review_limit: m.problem_review_limit,
	days_off: m.problem_days_off,
	holidays: m.problem_holidays,
	paused_until: m.problem_paused_until,
	office_languages: m.problem_office_languages,
	link: m.problem_link,
	passkey_place: m.problem_passkey_place,
	passkeys_many: m.problem_passkeys_many,
	sign_in_again: m.problem_sign_in_again,
	single_unverified: m.problem_single_unverified,
	single_suspended: m.problem_single_suspended,
	single_other: m.problem_single_other,
	single_state: m.problem_single_state,
	single_refused: m.problem_single_refused,
	single_away: m.problem_single_away,
	group_name: m.problem_group_name,
	do_not_publish: m.problem_do_not_publish,
	original_restricted: m.problem_original_restricted,
	restricted_lift: m.problem_restricted_lift,
	restricted_risk: m.problem_restricted_risk,
	risk: m.problem_risk,
	consent_refused: m.problem_consent_refused,
	consent_withdrawn: m.problem_consent_withdrawn,
	consent_unknown: m.problem_consent_unknown,
	consent_internal: m.problem_consent_internal,
	consent_guardian: m.problem_consent_guardian,
	consent_expired: m.problem_consent_expired,
	person_name: m.problem_person_name,
	consent_form: m.problem_consent_form,
	consent_use: m.problem_consent_use,
	consent_expires: m.problem_consent_expires,
	consent_social: m.problem_consent_social,
	consent_file: m.problem_consent_file,
	crowd_children: m.problem_crowd_children,
	crowd_risk: m.problem_crowd_risk,
	person_mode: m.problem_person_mode,
	consent_who: m.problem_consent_who,
	consent_reach: m.problem_consent_reach,
	consent_given_on: m.problem_consent_given_on,
	reason_missing: m.problem_reason_missing,
	wording: m.problem_wording,
	wording_name: m.problem_wording_name,
	wording_text: m.problem_wording_text,
	wording_there: m.problem_wording_there,
	wording_version: m.problem_wording_version,
	place_name: m.problem_place_name,
	place_note: m.problem_place_note,
	not_evidence: m.problem_not_evidence,
	consent_months: m.problem_consent_months,
	trash_days: m.problem_trash_days,
	retention: m.problem_retention,
	trash_cleared: m.problem_trash_cleared,
	trash_removing: m.problem_trash_removing,
	trash_cleared_since: m.problem_trash_cleared_since,
	still_made: m.problem_still_made,
	preview_only: m.problem_preview_only,
	file_empty: m.problem_file_empty,
	file_large: m.problem_file_large,
	already_here: m.problem_already_here,
	quota: m.problem_quota,
	uploads_open: m.problem_uploads_open,
	upload_expired: m.problem_upload_expired,
	sha256_differs: m.problem_sha256_differs,
	stored_differs: m.problem_stored_differs,
	parts_lost: m.problem_parts_lost,
	work_lost: m.problem_work_lost,
	store_away: m.problem_store_away,
	not_video: m.problem_not_video,
	no_video: m.problem_no_video,
	picture: m.problem_picture,
	playlist: m.problem_playlist,
	unreadable: m.problem_unreadable,
	damaged: m.problem_damaged,
	conversion_failed: m.problem_conversion_failed,
	index_missing: m.problem_index_missing,
	codec_unknown: m.problem_codec_unknown,
	encrypted: m.problem_encrypted,
	too_large: m.problem_too_large,
	too_long: m.problem_too_long,
	too_heavy: m.problem_too_heavy,
	too_many_streams: m.problem_too_many_streams,
	frame_rate: m.problem_frame_rate,
	empty_file: m.problem_file_empty,
	request: m.problem_request,
	clock_shift: m.problem_clock_shift,
	clock_future: m.problem_clock_future,
	clock_unknown: m.problem_clock_unknown,
	serial_missing: m.problem_serial_missing,
	receiving: m.problem_receiving,
	not_ready: m.problem_not_ready,
	canceled: m.problem_canceled,
	database_away: m.problem_database_away,
	office_closed_meanwhile: m.problem_office_closed_meanwhile,
	upload_moved: m.problem_upload_moved,
	store_full: m.problem_store_full,
	store_denied: m.problem_store_denied,
	store_refused: m.problem_store_refused,
	still_arriving: m.problem_still_arriving,
	nothing_to_stop: m.problem_nothing_to_stop,
	nothing_to_start: m.problem_nothing_to_start,
	proxy_late: m.problem_proxy_late,
	proxy_here: m.problem_proxy_here,
	proxy_large: m.problem_proxy_large,
	quota_negative: m.problem_quota_negative,
	size_known: m.problem_size_known,
	size_small: m.problem_size_small,
	piece_unfinished: m.problem_piece_unfinished,
	parts_doubted: m.problem_parts_doubted,
	still_joining: m.problem_still_joining,
	scratch_full: m.problem_scratch_full,
	original_incomplete: m.problem_original_incomplete,
};

/** Who did what to a story and when, as one sentence. `me` is who reads it. */
export function told(step: Step, me: string): string {
	const when = moment(step.at);
	if (step.by && step.by.id === me) return m.did_self({ when });
	const who = step.by?.name ?? '';
	const office = step.to_name;
	switch (step.verb) {
		case 'submit':
			return m.did_submit({ who, office, when });
		case 'raise':
			return m.did_raise({ who, office, when });
		case 'pull':
			return m.did_pull({ who, office, when });
		case 'return':
			return m.did_return({ who, when });
		case 'keep':
			return m.did_keep({ who, office, when });
		case 'decline':
			return m.did_decline({ who, office, when });
		case 'clear':
			return m.did_clear({ who, when });
		case 'publish':
			return m.did_publish({ who, when });
		case 'withdraw':
			return m.did_withdraw({ who, when });
		case 'undo':
			return m.did_undo({ who, when });
		case 'rise':
			return m.did_rise({ office, when });
		default:
			return '';
	}
}
