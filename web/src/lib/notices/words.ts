import type { Notice } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';

type Told = { who: string; office: string };

/** A sentence for everything that people are told of, by the server's word for it. */
export const happenings: Record<string, (told: Told) => string> = {
	'story.submitted': m.notice_story_submitted,
	'story.raised': m.notice_story_raised,
	'story.pulled': m.notice_story_pulled,
	'story.returned': m.notice_story_returned,
	'story.kept': m.notice_story_kept,
	'story.declined': m.notice_story_declined,
	'story.cleared': m.notice_story_cleared,
	'story.published': m.notice_story_published,
	'story.withdrawn': m.notice_story_withdrawn,
	'story.undone': m.notice_story_undone,
	'story.overdue': ({ office }) => m.notice_story_overdue({ office }),
	'story.risen': ({ office }) => m.notice_story_rose({ office }),
	'story.moved': m.notice_story_moved,
	'story.trashed': ({ who }) => m.notice_story_trashed({ who }),
	'story.retired': () => m.notice_story_retired(),
	'story.restored': ({ who }) => m.notice_story_restored({ who }),
	'clip.trashed': ({ who }) => m.notice_clip_trashed({ who }),
	'clip.restored': ({ who }) => m.notice_clip_restored({ who }),
	'story.endorsed': ({ who }) => m.notice_story_endorsed({ who }),
	'story.also_raised': ({ who }) => m.notice_story_also({ who }),
	'comment.written': ({ who }) => m.notice_comment_written({ who }),
	'comment.mentioned': ({ who }) => m.notice_comment_mentioned({ who }),
	'note.mentioned': ({ who }) => m.notice_note_mentioned({ who }),
	'consent.recalled': () => m.notice_consent_recalled(),
	'consent.retracted': () => m.notice_consent_retracted(),
	'consent.lapsed': () => m.notice_consent_lapsed(),
	'consent.omitted': () => m.notice_consent_omitted(),
	'account.code_used': () => m.notice_code_used(),
	'account.invited': ({ who, office }) => m.notice_account_invited({ who, office }),
	'office.week': () => m.notice_office_week(),
	'consent.ending': () => m.notice_consent_ending(),
};

/** What happened, as a sentence. */
export function told(notice: Notice): string {
	const say = happenings[notice.what];
	return say ? say({ who: notice.by?.name || m.notice_somebody(), office: notice.to }) : m.notice_other();
}

/** Where a story is read of which something is told: what lies in the trash is read there. */
export function readAt(notice: Notice): string {
	const thrown = notice.what === 'story.trashed' || notice.what === 'story.retired';
	return thrown || !notice.story ? '/trash' : `/stories/${notice.story.id}`;
}
