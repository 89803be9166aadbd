import { api, ask } from '$lib/api/client';
import { Pages, type Answer } from '$lib/api/pages.svelte';
import type { Story, Thrown } from '$lib/api/wire';

/** What of a story goes: all of it, or one of its clips. */
export type What = { story: Pick<Story, 'id' | 'title' | 'last' | 'author'>; clip: string };

/**
 * Puts a story or a clip into the trash, upon what was seen.
 * @throws {Failure}
 */
export function put({ story, clip }: What, note: string): Promise<Thrown> {
	const body = { note, seen: story.last.id };
	return clip
		? ask(api.POST('/api/v1/clips/{id}/trash', { params: { path: { id: clip } }, body }))
		: ask(api.POST('/api/v1/stories/{id}/trash', { params: { path: { id: story.id } }, body }));
}

/**
 * Brings something back to where it stood.
 * @throws {Failure}
 */
export function bringBack(id: string): Promise<Story> {
	return ask(api.POST('/api/v1/trash/{id}/restore', { params: { path: { id } } }));
}

/** What the reader threw away or administers, the newest first. */
export class Trash extends Pages<Thrown> {
	async load(): Promise<void> {
		await this.begin();
	}

	/** @throws {Failure} */
	async restore(one: Thrown): Promise<void> {
		try {
			await bringBack(one.id);
		} finally {
			await this.begin(); // also where somebody else was quicker
		}
	}

	protected async ask(after: string): Promise<Answer<Thrown>> {
		const { items, next_cursor } = await ask(
			api.GET('/api/v1/trash', { params: { query: after ? { cursor: after } : {} } }),
		);
		return { items, next: next_cursor };
	}
}
