import { api, ask } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import type { Entry } from '$lib/api/wire';

/** What of the log is looked for. Days are yyyy-mm-dd where the reader is; empty = any. */
export type Sought = { what: string; from: string; until: string };

const page = 100;

/** The question as the API takes it. */
export function query({ what, from, until }: Sought): Record<string, string> {
	const at = (day: string, days: number) => {
		const date = new Date(`${day}T00:00:00`);
		date.setDate(date.getDate() + days);
		return Number.isNaN(date.valueOf()) ? '' : date.toISOString();
	};
	const all = { what, from: at(from, 0), until: at(until, 1) };
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

/** The audit log, the newest first, a page at a time. */
export class AuditLog {
	#items = $state.raw<Entry[]>([]);
	#loaded = $state(false);
	#loading = $state(false);
	#more = $state(false);
	#failure = $state<Failure | null>(null);
	#sought: Sought = { what: '', from: '', until: '' };
	#asked = 0;

	get items(): Entry[] {
		return this.#items;
	}

	get loaded(): boolean {
		return this.#loaded;
	}

	get loading(): boolean {
		return this.#loading;
	}

	get more(): boolean {
		return this.#more;
	}

	get failure(): Failure | null {
		return this.#failure;
	}

	async load(sought = this.#sought): Promise<void> {
		this.#sought = sought;
		await this.#page(0, []);
	}

	async grow(): Promise<void> {
		const last = this.#items.at(-1);
		if (last && this.#more && !this.#loading) await this.#page(last.number, this.#items);
	}

	async #page(before: number, had: Entry[]): Promise<void> {
		const mine = ++this.#asked;
		this.#loading = true;
		try {
			const asked = { ...query(this.#sought), limit: page, ...(before ? { before } : {}) };
			const { items } = await ask(api.GET('/api/v1/audit', { params: { query: asked } }));
			if (mine !== this.#asked) return;
			this.#items = [...had, ...(items ?? [])];
			this.#more = (items ?? []).length === page;
			this.#failure = null;
		} catch (error) {
			if (mine === this.#asked) this.#failure = Failure.of(error);
		}
		if (mine !== this.#asked) return;
		this.#loaded = true;
		this.#loading = false;
	}
}
