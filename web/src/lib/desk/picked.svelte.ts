import type { BulkVerb, Story } from '$lib/api/wire';

/** As many as one decision takes. */
export const most = 200;

/** The verbs that a selection offers, in the order of their buttons. */
export const bulkVerbs: readonly BulkVerb[] = ['raise', 'pull', 'keep', 'return', 'decline'];

/** The stories that are picked out of a list, to decide on together. */
export class Picked {
	#ids = $state.raw<ReadonlySet<string>>(new Set());
	#last = '';

	get size(): number {
		return this.#ids.size;
	}

	has(id: string): boolean {
		return this.#ids.has(id);
	}

	/** Picks a story or puts it back; with `range` everything between it and the one before. */
	toggle(id: string, list: readonly Story[], range = false): void {
		const ids = new Set(this.#ids);
		const from = list.findIndex((story) => story.id === this.#last);
		const to = list.findIndex((story) => story.id === id);
		if (range && from >= 0 && to >= 0) {
			for (const story of list.slice(Math.min(from, to), Math.max(from, to) + 1)) ids.add(story.id);
		} else if (!ids.delete(id)) {
			ids.add(id);
		}
		this.#last = id;
		this.#ids = new Set([...ids].slice(0, most));
	}

	all(list: readonly Story[]): void {
		this.#ids = new Set(list.slice(0, most).map((story) => story.id));
	}

	drop(ids: Iterable<string>): void {
		const left = new Set(this.#ids);
		for (const id of ids) left.delete(id);
		this.#ids = left;
	}

	none(): void {
		this.#ids = new Set();
	}

	/** Those of the list that are picked. */
	of(list: readonly Story[]): Story[] {
		return list.filter((story) => this.#ids.has(story.id));
	}
}

/** Which of the stories a verb could be used on now. */
export function able(list: readonly Story[], verb: BulkVerb): Story[] {
	return list.filter((story) => story.may?.includes(verb));
}
