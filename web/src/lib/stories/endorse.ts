import { api, ask } from '$lib/api/client';
import type { Story } from '$lib/api/wire';

// Apart from what else is done to stories, for pages of the field never need it.

/** Stands behind a story in the name of another office, or names one of theirs that is the same. */
export const endorse = (
	id: string,
	word: { note: string; office?: string; story?: string },
): Promise<Story> =>
	ask(api.POST('/api/v1/stories/{id}/endorsements', { params: { path: { id } }, body: word }));

/** Takes one's own word back. */
export const unendorse = (id: string, endorsement: string): Promise<Story> =>
	ask(
		api.DELETE('/api/v1/stories/{id}/endorsements/{endorsement}', { params: { path: { id, endorsement } } }),
	);
