import { api, ask } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import type { Clip, Deed, FilmedInput, Pillar, Place, Publication, Risk, Step, Story } from '$lib/api/wire';
import { session } from '$lib/session/session.svelte';
import type { Card } from '$lib/outbox/kept';

export type { Card };

export type Weighing = { risk: Risk; removed: Pillar[]; do_not_publish: boolean };

/** Everything a page lets people do to stories. All of it throws a Failure when it did not happen. */
export const stories = {
	find: (id: string): Promise<Story> => ask(api.GET('/api/v1/stories/{id}', { params: { path: { id } } })),

	trail: async (id: string): Promise<Step[]> =>
		(await ask(api.GET('/api/v1/stories/{id}/trail', { params: { path: { id } } }))).items ?? [],

	change: (id: string, card: Partial<Card & Weighing>): Promise<Story> =>
		ask(api.PATCH('/api/v1/stories/{id}', { params: { path: { id } }, body: card })),

	/**
	 * Takes a step upon what was seen; publishing makes a publication, every other verb moves the story.
	 * A step that was taken already, because only its answer was lost, is not taken twice.
	 */
	async act({ id, last }: Pick<Story, 'id' | 'last'>, deed: Deed, note = ''): Promise<Story> {
		const body = { note, seen: last.id };
		try {
			if (deed !== 'publish') {
				const params = { path: { id, verb: deed } };
				return await ask(api.POST('/api/v1/stories/{id}/{verb}', { params, body }));
			}
			await ask(api.POST('/api/v1/stories/{id}/publications', { params: { path: { id } }, body }));
		} catch (error) {
			const { code, step } = Failure.of(error);
			if (code !== 'moved' || step?.verb !== deed || step.by?.id !== session.me?.id) throw error;
		}
		return stories.find(id);
	},

	clip: (id: string): Promise<Clip> => ask(api.GET('/api/v1/clips/{id}', { params: { path: { id } } })),

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
