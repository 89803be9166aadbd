import { api, ask } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import type { BulkVerb, Deed, Outcome, Story } from '$lib/api/wire';
import { session } from '$lib/session/session.svelte';
import { stories } from './service';

type Seen = Pick<Story, 'id' | 'last'>;

/**
 * Takes a step upon what was seen; publishing makes a publication, every other verb moves the story.
 * A step that was taken already, because only its answer was lost, is not taken twice.
 *
 * @throws {Failure}
 */
export async function act({ id, last }: Seen, deed: Deed, note = ''): Promise<Story> {
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
}

/**
 * Takes one decision on many stories, each upon what was seen; answers for each.
 *
 * @throws {Failure} when nothing was decided at all.
 */
export async function decide(verb: BulkVerb, list: readonly Seen[], note = ''): Promise<Outcome[]> {
	const seen = list.map(({ id, last }) => ({ id, seen: last.id }));
	return (await ask(api.POST('/api/v1/decisions', { body: { verb, note, stories: seen } }))).items ?? [];
}
