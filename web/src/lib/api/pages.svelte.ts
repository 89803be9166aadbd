import { Failure } from './failure';

/** What a list answers: some of its items, and where the next ones begin; empty = there are no more. */
export type Answer<Item> = { items: Item[] | null; next: string };

/** A list that comes a page at a time. Who fills it says how it is asked for. */
export abstract class Pages<Item> {
	#items = $state.raw<Item[]>([]);
	#loaded = $state(false);
	#loading = $state(false);
	#failure = $state<Failure | null>(null);
	#next = $state('');
	/** Counts what was asked, so that an answer that comes late is not taken for the newest. */
	#asked = 0;

	/** Asks for what comes after a place, from the beginning for an empty one. */
	protected abstract ask(after: string): Promise<Answer<Item>>;

	get items(): Item[] {
		return this.#items;
	}

	protected set items(items: Item[]) {
		this.#items = items;
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

	/** Whether there are more than have been loaded. */
	get more(): boolean {
		return this.#next !== '';
	}

	/** Asks anew from the beginning. */
	protected begin(): Promise<void> {
		return this.#page('', []);
	}

	async grow(): Promise<void> {
		if (this.more && !this.#loading) await this.#page(this.#next, this.#items);
	}

	async #page(after: string, before: Item[]): Promise<void> {
		const mine = ++this.#asked;
		this.#loading = true;
		try {
			const { items, next } = await this.ask(after);
			if (mine !== this.#asked) return;
			this.#items = [...before, ...(items ?? [])];
			this.#next = next;
			this.#failure = null;
		} catch (error) {
			if (mine === this.#asked) this.#failure = Failure.of(error);
		}
		if (mine !== this.#asked) return;
		this.#loaded = true;
		this.#loading = false;
	}
}
