import { api, ask } from '$lib/api/client';
import { Pages, type Answer } from '$lib/api/pages.svelte';
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
export class AuditLog extends Pages<Entry> {
	#sought: Sought = { what: '', from: '', until: '' };

	async load(sought = this.#sought): Promise<void> {
		this.#sought = sought;
		await this.begin();
	}

	protected async ask(after: string): Promise<Answer<Entry>> {
		const asked = { ...query(this.#sought), limit: page, ...(after ? { before: Number(after) } : {}) };
		const { items } = await ask(api.GET('/api/v1/audit', { params: { query: asked } }));
		const last = items?.at(-1);
		return { items, next: last && items?.length === page ? String(last.number) : '' };
	}
}
