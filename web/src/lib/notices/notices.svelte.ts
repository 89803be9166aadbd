import { api, ask } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import type { Notice } from '$lib/api/wire';
import { live } from '$lib/live/live.svelte';

/** What one was told, the newest first, a page at a time. */
export class Notices {
	#items = $state.raw<Notice[]>([]);
	#unread = $state(0);
	#loaded = $state(false);
	#loading = $state(false);
	#failure = $state<Failure | null>(null);
	#cursor = '';
	#more = $state(false);
	/** Counts what was asked, so that an answer that comes late is not taken for the newest. */
	#asked = 0;
	#soon: ReturnType<typeof setTimeout> | undefined;

	get items(): Notice[] {
		return this.#items;
	}

	/** In all, also of those that are not loaded. */
	get unread(): number {
		return this.#unread;
	}

	get loaded(): boolean {
		return this.#loaded;
	}

	get loading(): boolean {
		return this.#loading;
	}

	get failure(): Failure | null {
		return this.#failure;
	}

	get more(): boolean {
		return this.#more;
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
		await this.#page('', []);
	}

	async grow(): Promise<void> {
		if (this.#more && !this.#loading) await this.#page(this.#cursor, this.#items);
	}

	/**
	 * Marks one as read, or, without one, all that are listed and whatever is older. What comes in
	 * meanwhile stays new.
	 * @throws {Failure}
	 */
	async read(one?: Notice): Promise<void> {
		const newest = this.#items[0];
		if (!newest) return;
		await ask(api.POST('/api/v1/notices/read', { body: one ? { ids: [one.id] } : { up_to: newest.id } }));
		this.#items = this.#items.map((other) =>
			!one || other.id === one.id ? { ...other, unread: false } : other,
		);
		this.#unread = one ? Math.max(0, this.#unread - (one.unread ? 1 : 0)) : 0;
	}

	async #page(cursor: string, before: Notice[]): Promise<void> {
		const mine = ++this.#asked;
		this.#loading = true;
		try {
			const answer = await ask(api.GET('/api/v1/notices', { params: { query: { cursor, limit: 50 } } }));
			if (mine !== this.#asked) return;
			this.#items = [...before, ...(answer.items ?? [])];
			this.#unread = answer.unread;
			this.#cursor = answer.next_cursor;
			this.#more = answer.next_cursor !== '';
			this.#failure = null;
		} catch (error) {
			if (mine === this.#asked) this.#failure = Failure.of(error);
		}
		if (mine !== this.#asked) return;
		this.#loaded = true;
		this.#loading = false;
	}

	/** Puts the newest before what is there already, so that nobody who reads far down is thrown back up. */
	async #fresh(): Promise<void> {
		if (this.#loading) return;
		try {
			const { items, unread } = await ask(api.GET('/api/v1/notices', { params: { query: { limit: 50 } } }));
			const first = items ?? [];
			const known = new Set(first.map(({ id }) => id));
			if (this.#items.length > 0 && !this.#items.some(({ id }) => known.has(id))) return await this.load();
			this.#items = [...first, ...this.#items.filter(({ id }) => !known.has(id))];
			this.#unread = unread;
		} catch {
			// What is listed stays true; the next news looks again.
		}
	}
}
