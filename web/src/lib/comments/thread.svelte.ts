import { api, ask } from '$lib/api/client';
import { Pages, type Answer } from '$lib/api/pages.svelte';
import type { Mention, Written } from '$lib/api/wire';
import { live } from '$lib/live/live.svelte';

/** Comments are for everybody who sees the story, notes for those who decide on it. */
export type Kind = 'comments' | 'notes';

export type Words = { text: string; clip?: string; seconds?: number; mentions: string[] };

/** What people wrote about one story, the first first. */
export class Thread extends Pages<Written> {
	#mayWrite = $state(false);
	#soon: ReturnType<typeof setTimeout> | undefined;

	constructor(
		readonly story: string,
		readonly kind: Kind,
	) {
		super();
	}

	get mayWrite(): boolean {
		return this.#mayWrite;
	}

	async load(): Promise<void> {
		await this.begin();
	}

	/** Returns its undo. */
	listen(): () => void {
		const undo = live.listen((news) => {
			const mine =
				this.kind === 'notes'
					? news.kind === 'internal_note' && news.story === this.story
					: news.kind === 'story' && news.id === this.story;
			if (!mine && news.kind !== 'again') return;
			clearTimeout(this.#soon);
			this.#soon = setTimeout(() => void this.#fresh(), 250);
		});
		return () => {
			undo();
			clearTimeout(this.#soon);
		};
	}

	/** @throws {Failure} when nothing was saved. */
	async write(body: Words): Promise<void> {
		const params = { path: { id: this.story } };
		this.#take([
			this.kind === 'notes'
				? await ask(api.POST('/api/v1/stories/{id}/internal-notes', { params, body }))
				: await ask(api.POST('/api/v1/stories/{id}/comments', { params, body })),
		]);
	}

	/**
	 * Who may read it and has these words in their name; fifty at most.
	 * @throws {Failure}
	 */
	async readers(words: string): Promise<Mention[]> {
		const params = { path: { id: this.story }, query: { q: words } };
		const { items } =
			this.kind === 'notes'
				? await ask(api.GET('/api/v1/stories/{id}/internal-notes/readers', { params }))
				: await ask(api.GET('/api/v1/stories/{id}/comments/readers', { params }));
		return items ?? [];
	}

	protected async ask(after: string): Promise<Answer<Written>> {
		const params = { path: { id: this.story }, query: { cursor: after } };
		if (this.kind === 'notes') {
			const notes = await ask(api.GET('/api/v1/stories/{id}/internal-notes', { params }));
			this.#mayWrite = true;
			return { items: notes.items, next: notes.next_cursor };
		}
		const comments = await ask(api.GET('/api/v1/stories/{id}/comments', { params }));
		this.#mayWrite = comments.may_write;
		return { items: comments.items, next: comments.next_cursor };
	}

	/** What was written is never changed, so only what is new is asked for. */
	async #fresh(): Promise<void> {
		if (this.loading || this.more) return;
		if (this.failure || this.items.length === 0) return this.load();
		try {
			this.#take((await this.ask(this.items.at(-1)!.id)).items ?? []);
		} catch {
			// What is listed stays true; the next news looks again.
		}
	}

	#take(more: Written[]): void {
		const known = new Set(this.items.map(({ id }) => id));
		this.items = [...this.items, ...more.filter(({ id }) => !known.has(id))].sort((a, b) =>
			a.id < b.id ? -1 : 1,
		);
	}
}
