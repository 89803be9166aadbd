import { api, ask } from '$lib/api/client';
import { Pages, type Answer } from '$lib/api/pages.svelte';
import type { Notice } from '$lib/api/wire';
import { live } from '$lib/live/live.svelte';

/** What one was told, the newest first, a page at a time. */
export class Notices extends Pages<Notice> {
	#unread = $state(0);
	#soon: ReturnType<typeof setTimeout> | undefined;

	/** In all, also of those that are not loaded. */
	get unread(): number {
		return this.#unread;
	}

	/** Returns its undo. */
	listen(): () => void {
		const undo = live.listen((news) => {
			if (news.kind !== 'notice' && news.kind !== 'again') return;
			clearTimeout(this.#soon);
			this.#soon = setTimeout(() => void this.#fresh(), 250);
		});
		return () => {
			undo();
			clearTimeout(this.#soon);
		};
	}

	async load(): Promise<void> {
		await this.begin();
	}

	/**
	 * Marks one as read, or, without one, all that are listed and whatever is older. What comes in
	 * meanwhile stays new.
	 * @throws {Failure}
	 */
	async read(one?: Notice): Promise<void> {
		const newest = this.items[0];
		if (!newest) return;
		await ask(api.POST('/api/v1/notices/read', { body: one ? { ids: [one.id] } : { up_to: newest.id } }));
		this.items = this.items.map((other) =>
			!one || other.id === one.id ? { ...other, unread: false } : other,
		);
		this.#unread = one ? Math.max(0, this.#unread - (one.unread ? 1 : 0)) : 0;
	}

	protected async ask(after: string): Promise<Answer<Notice>> {
		const query = { cursor: after, limit: 50 };
		const { items, unread, next_cursor } = await ask(api.GET('/api/v1/notices', { params: { query } }));
		this.#unread = unread;
		return { items, next: next_cursor };
	}

	/** Puts the newest before what is there already, so that nobody who reads far down is thrown back up. */
	async #fresh(): Promise<void> {
		if (this.loading) return;
		try {
			const { items, unread } = await ask(api.GET('/api/v1/notices', { params: { query: { limit: 50 } } }));
			const first = items ?? [];
			const known = new Set(first.map(({ id }) => id));
			if (this.items.length > 0 && !this.items.some(({ id }) => known.has(id))) return await this.load();
			this.items = [...first, ...this.items.filter(({ id }) => !known.has(id))];
			this.#unread = unread;
		} catch {
			// What is listed stays true; the next news looks again.
		}
	}
}
