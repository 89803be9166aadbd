import { api, ask } from '$lib/api/client';
import type { Clip, FilmedInput, Pillar, Place, Publication, Risk, Step, Story } from '$lib/api/wire';
import type { Card } from '$lib/outbox/kept';

export type { Card };

export type Weighing = { risk: Risk; removed: Pillar[]; do_not_publish: boolean; restricted: boolean };

/** Everything a page lets people do to stories. All of it throws a Failure when it did not happen. */
export const stories = {
	find: (id: string): Promise<Story> => ask(api.GET('/api/v1/stories/{id}', { params: { path: { id } } })),

	trail: async (id: string): Promise<Step[]> =>
		(await ask(api.GET('/api/v1/stories/{id}/trail', { params: { path: { id } } }))).items ?? [],

	change: (id: string, card: Partial<Card & Weighing>): Promise<Story> =>
		ask(api.PATCH('/api/v1/stories/{id}', { params: { path: { id } }, body: card })),

	clip: (id: string): Promise<Clip> => ask(api.GET('/api/v1/clips/{id}', { params: { path: { id } } })),

	/** Stops the preparation of a clip, or starts it again. */
	prepare: (id: string, act: 'cancel' | 'start'): Promise<Clip> =>
		act === 'cancel'
			? ask(api.POST('/api/v1/clips/{id}/cancel', { params: { path: { id } } }))
			: ask(api.POST('/api/v1/clips/{id}/start', { params: { path: { id } } })),

	/** Puts right when clips of one camera were filmed: twice moves them twice. */
	correctClock: (id: string, clip: string, which: 'clip' | 'story' | 'everywhere', seconds: number) =>
		ask(api.POST('/api/v1/stories/{id}/clock', { params: { path: { id } }, body: { clip, which, seconds } })),

	/** Puts a person filmed on record, or replaces the record there is. */
	savePerson: (story: string, person: FilmedInput, id = ''): Promise<Story> =>
		id
			? ask(
					api.PUT('/api/v1/stories/{id}/people/{person}', {
						params: { path: { id: story, person: id } },
						body: person,
					}),
				)
			: ask(api.POST('/api/v1/stories/{id}/people', { params: { path: { id: story } }, body: person })),

	/** Puts somebody into the story who is on record already. */
	linkPerson: (story: string, person: string): Promise<Story> =>
		ask(
			api.POST('/api/v1/stories/{id}/people', {
				params: { path: { id: story } },
				body: { person } as FilmedInput,
			}),
		),

	/** Takes somebody out of the story; of somebody who said no it has to be said how. */
	removePerson: (story: string, id: string, reason = ''): Promise<Story> =>
		ask(
			api.DELETE('/api/v1/stories/{id}/people/{person}', {
				params: { path: { id: story, person: id }, query: { reason } },
			}),
		),

	addPlace: (story: string, publication: string, name: string): Promise<Story> =>
		ask(
			api.POST('/api/v1/stories/{id}/publications/{publication}/places', {
				params: { path: { id: story, publication } },
				body: { name },
			}),
		),

	markPlace: (
		story: string,
		publication: string,
		place: string,
		state: Place['state'],
		note: string,
	): Promise<Story> =>
		ask(
			api.PATCH('/api/v1/stories/{id}/publications/{publication}/places/{place}', {
				params: { path: { id: story, publication, place } },
				body: { state, note },
			}),
		),
};

/** The publication that is open now, null when the public sees nothing. */
export function openPublication(story: Story): Publication | null {
	return story.publications?.find((publication) => !publication.closed_at) ?? null;
}

/** The day to show for a story: when it was filmed, else when it happened, else when it was written down. */
export function dated(story: Story): string {
	if (story.captured_at && !story.captured_at.startsWith('0001-')) return story.captured_at;
	return story.happened_on || story.created_at;
}
