import type { Story } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';
import { openPublication } from './service';

/** What became of a story, as one would tell its author. */
export function fate(story: Story): string {
	const office = story.stands_at_name || story.office_name;
	if (openPublication(story)) return m.fate_published();
	switch (story.stage) {
		case 'draft':
			return m.fate_draft();
		case 'waiting':
			return m.fate_waiting({ office });
		case 'returned':
			return m.fate_returned({ office });
		case 'kept':
			return m.fate_kept({ office });
		case 'declined':
			return m.fate_declined({ office });
		case 'cleared':
			return m.fate_cleared({ office });
		case 'withdrawn':
			return m.fate_withdrawn();
		default:
			return '';
	}
}
