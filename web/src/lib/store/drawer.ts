/** A place for records of one kind. A change is one step that no other tab can come between. */
export type Drawer<T> = {
	all(): Promise<T[]>;
	get(key: string): Promise<T | undefined>;
	put(record: T): Promise<void>;
	drop(key: string): Promise<void>;
	/** Reads, lets `change` decide, and writes; null drops the record. Gives what is there afterwards. */
	change(key: string, change: (was: T | undefined) => T | null | undefined): Promise<T | undefined>;
};

/** A drawer that lasts as long as the page: where a browser keeps nothing, and for tests. */
export class Lap<T> implements Drawer<T> {
	#records = new Map<string, T>();

	constructor(private readonly keyOf: (record: T) => string) {}

	async all(): Promise<T[]> {
		return [...this.#records.values()].map((record) => ({ ...record }));
	}

	async get(key: string): Promise<T | undefined> {
		const record = this.#records.get(key);
		return record && { ...record };
	}

	async put(record: T): Promise<void> {
		this.#records.set(this.keyOf(record), { ...record });
	}

	async drop(key: string): Promise<void> {
		this.#records.delete(key);
	}

	async change(key: string, change: (was: T | undefined) => T | null | undefined): Promise<T | undefined> {
		const found = this.#records.get(key);
		const was = found && { ...found };
		const now = change(was);
		if (now === null) this.#records.delete(key);
		else if (now !== undefined) this.#records.set(key, { ...now });
		return now === undefined ? was : (now ?? undefined);
	}
}
