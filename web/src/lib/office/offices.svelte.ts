import { api, ask } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import type { Closing, Move, Office, OfficesImport } from '$lib/api/wire';

/** An office with those below it, as a tree is drawn. */
export type Branch = { office: Office; depth: number; below: Branch[] };

/** The offices the person can see. */
class Offices {
	#items = $state.raw<Office[]>([]);
	#loaded = $state(false);
	#failure = $state<Failure | null>(null);

	get items(): Office[] {
		return this.#items;
	}

	get loaded(): boolean {
		return this.#loaded;
	}

	get failure(): Failure | null {
		return this.#failure;
	}

	/** The tree, flat, parents before children, with depths: what lists and selects show. */
	get tree(): Branch[] {
		return flatten(grow(this.#items));
	}

	/** Open offices where the person may do the thing, for example `contribute`. */
	where(action: string): Branch[] {
		return this.tree.filter(({ office }) => !office.closed && office.may?.includes(action));
	}

	/** Headquarters, where the person administers it, and with it everything. */
	get headquarters(): Office | undefined {
		return this.#items.find((office) => !office.parent && office.may?.includes('administer'));
	}

	find(id: string): Office | undefined {
		return this.#items.find((office) => office.id === id);
	}

	async load(): Promise<void> {
		try {
			const all: Office[] = [];
			let cursor = '';
			do {
				// Closed ones too: they have names to be read, and can be opened again.
				const query = { cursor, limit: 1000, closed: true };
				const page = await ask(api.GET('/api/v1/offices', { params: { query } }));
				all.push(...(page.items ?? []));
				cursor = page.next_cursor;
			} while (cursor);
			this.#items = all;
			this.#failure = null;
		} catch (error) {
			this.#failure = Failure.of(error);
		}
		this.#loaded = true;
	}

	/** @throws {Failure} */
	async add(office: { name: string; level: string; parent: string }): Promise<void> {
		await ask(api.POST('/api/v1/offices', { body: office }));
		await this.load();
	}

	/** What moving an office would change, and for whom. @throws {Failure} */
	lookMove(id: string, parent: string): Promise<Move> {
		return ask(api.GET('/api/v1/offices/{id}/move', { params: { path: { id }, query: { parent } } }));
	}

	/** Does what was looked at; `confirm` is from there. @throws {Failure} */
	async move(id: string, parent: string, confirm: string): Promise<void> {
		await ask(api.POST('/api/v1/offices/{id}/move', { params: { path: { id } }, body: { parent, confirm } }));
		await this.load();
	}

	/** What closing an office would end. @throws {Failure} */
	lookClose(id: string): Promise<Closing> {
		return ask(api.GET('/api/v1/offices/{id}/close', { params: { path: { id } } }));
	}

	/** `up` lets stories that wait there wait at the nearest open office above. @throws {Failure} */
	async close(id: string, up: boolean, note: string): Promise<void> {
		await ask(
			api.POST('/api/v1/offices/{id}/close', { params: { path: { id } }, body: { move_up: up, note } }),
		);
		await this.load();
	}

	/** @throws {Failure} */
	async reopen(id: string): Promise<void> {
		await ask(api.POST('/api/v1/offices/{id}/reopen', { params: { path: { id } } }));
		await this.load();
	}

	/** What a CSV file adds below an office; `apply` does it where no line is wrong. @throws {Failure} */
	async bring(id: string, csv: string, apply: boolean): Promise<OfficesImport> {
		const done = await ask(
			api.POST('/api/v1/offices/{id}/import', { params: { path: { id } }, body: { csv, apply } }),
		);
		if (done.applied) await this.load();
		return done;
	}

	/** @throws {Failure} */
	async change(id: string, what: { name?: string; level?: string; quota?: number }): Promise<void> {
		await ask(api.PATCH('/api/v1/offices/{id}', { params: { path: { id } }, body: what }));
		await this.load();
	}
}

/** Builds the tree. An office whose parent the person cannot see stands at the top of what they see. */
export function grow(offices: readonly Office[]): Branch[] {
	const ids = new Set(offices.map((office) => office.id));
	const children = new Map<string, Office[]>();
	for (const office of offices) {
		const parent = office.parent && ids.has(office.parent) ? office.parent : '';
		children.set(parent, [...(children.get(parent) ?? []), office]);
	}
	const branch = (office: Office, depth: number): Branch => ({
		office,
		depth,
		below: (children.get(office.id) ?? []).map((child) => branch(child, depth + 1)),
	});
	return (children.get('') ?? []).map((office) => branch(office, 0));
}

/** The ids of an office and of all that stand below it. */
export function below(offices: readonly Office[], id: string): Set<string> {
	const found = new Set([id]);
	let before = 0;
	while (found.size > before) {
		before = found.size;
		for (const office of offices) if (found.has(office.parent)) found.add(office.id);
	}
	return found;
}

export function flatten(branches: readonly Branch[]): Branch[] {
	return branches.flatMap((branch) => [branch, ...flatten(branch.below)]);
}

export const offices = new Offices();
