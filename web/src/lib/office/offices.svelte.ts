import { api, ask } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import type { Closing, Move, Office, OfficesImport } from '$lib/api/wire';

/** What somebody may do at an office. */
export type Act = 'see' | 'contribute' | 'curate' | 'publish' | 'administer';

/** An office with those below it, as a tree is drawn. */
export type Branch = { office: Office; depth: number; below: Branch[] };

/** How many are read before anybody asks for more: as many as one can look through. */
const atOnce = 500;

/** How many a search shows; whoever does not find theirs writes more of its name. */
const found = 20;

/** The offices the person can see: all of them, or of a large organisation the highest and what was asked for. */
class Offices {
	#items = $state.raw<Office[]>([]);
	#whole = $state(true);
	#loaded = $state(false);
	#failure = $state<Failure | null>(null);
	/** Below these all have been asked for. */
	#opened = new Set<string>();
	/** Found by searching, or by id: for their names. */
	#met = $state.raw<ReadonlyMap<string, Office>>(new Map());

	get items(): Office[] {
		return this.#items;
	}

	/** Whether these are all that there are. */
	get whole(): boolean {
		return this.#whole;
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

	/** Of those that are here the open ones where the person may do the thing, for example `contribute`. */
	where(action: Act): Branch[] {
		return this.tree.filter(({ office }) => !office.closed && office.may?.includes(action));
	}

	/** Headquarters, where the person administers it, and with it everything. */
	get headquarters(): Office | undefined {
		return this.#items.find((office) => !office.parent && office.may?.includes('administer'));
	}

	find(id: string): Office | undefined {
		return this.#items.find((office) => office.id === id) ?? this.#met.get(id);
	}

	async load(): Promise<void> {
		try {
			// Closed ones too: they have names to be read, and can be opened again.
			const query = { limit: atOnce, closed: true };
			const { items, next_cursor } = await ask(api.GET('/api/v1/offices', { params: { query } }));
			const more = await Promise.all([...this.#opened].map((parent) => this.#below(parent)));
			this.#items = merged(items ?? [], more.flat());
			this.#whole = !next_cursor;
			this.#failure = null;
		} catch (error) {
			this.#failure = Failure.of(error);
		}
		this.#loaded = true;
	}

	/** Reads all that stand directly below one. @throws {Failure} */
	async open(parent: string): Promise<void> {
		const more = await this.#below(parent);
		this.#opened.add(parent);
		this.#items = merged(this.#items, more);
	}

	/** Forgets which were opened: the next page reads no more than it needs. */
	shut(): void {
		this.#opened.clear();
	}

	async #below(parent: string): Promise<Office[]> {
		const all: Office[] = [];
		let cursor = '';
		do {
			const query = { parent, cursor, limit: 1000, closed: true };
			const page = await ask(api.GET('/api/v1/offices', { params: { query } }));
			all.push(...(page.items ?? []));
			cursor = page.next_cursor;
		} while (cursor);
		return all;
	}

	/** Those with such words in their names; `may` leaves those open ones where the person may do it. @throws {Failure} */
	async search(words: string, may: '' | Act = ''): Promise<{ items: Office[]; more: boolean }> {
		const query = { q: words, may, limit: found, closed: !may };
		const { items, next_cursor } = await ask(api.GET('/api/v1/offices', { params: { query } }));
		this.#meet(items ?? []);
		return { items: items ?? [], more: Boolean(next_cursor) };
	}

	/** Learns the names of offices that are not here yet. What cannot be asked stays nameless. */
	async know(ids: Iterable<string>): Promise<void> {
		const id = [...new Set(ids)].filter((one) => one && !this.find(one)).slice(0, 100);
		if (id.length === 0) return;
		try {
			const { items } = await ask(
				api.GET('/api/v1/offices', {
					params: { query: { id, closed: true } },
					querySerializer: { array: { style: 'form', explode: false } },
				}),
			);
			// Where none can be seen nothing is learnt, or whoever asks for what is known would ask for ever.
			if (items?.length) this.#meet(items);
		} catch (error) {
			Failure.of(error);
		}
	}

	#meet(some: readonly Office[]) {
		this.#met = new Map([...this.#met, ...some.map((office) => [office.id, office] as const)]);
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

function merged(some: readonly Office[], more: readonly Office[]): Office[] {
	const all = new Map([...some, ...more].map((office) => [office.id, office]));
	return [...all.values()];
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
