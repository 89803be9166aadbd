import { api, ask } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import type { Stage, Story } from '$lib/api/wire';
import { link } from '$lib/offline/link.svelte';
import { live, tellsMore, type News } from '$lib/live/live.svelte';
import { merged, type Order } from './order';
import type { Shelved } from './shelved';

export type Sieve = {
	office?: string;
	stands_at?: string;
	stage?: Stage | '';
	q?: string;
	mine?: boolean;
	overdue?: boolean;
	involved?: boolean;
	/** Instants: from the one on, before the other. */
	captured_from?: string;
	captured_until?: string;
	language?: string;
	order?: Order;
};

/** What the server answers for at once. */
const most = 200;

/**
 * A list of stories that grows page by page and is kept true while it is looked at.
 *
 * A `calm` one does not jump under its reader: what came in waits behind a number until it is asked for,
 * and what no longer belongs here stays where it was, marked as left, until the list is tidied.
 */
export class Shelf {
	#items = $state.raw<Story[]>([]);
	#left = $state.raw<ReadonlySet<string>>(new Set());
	#fresh = $state.raw<Story[]>([]);
	#cursor = $state('');
	#loading = $state(false);
	#loaded = $state(false);
	#failure = $state<Failure | null>(null);
	#asOf = $state<number | null>(null);
	#sieve: Sieve = {};
	#page: number;
	#calm: boolean;
	#round = 0;
	#news = new Set<string>();
	#again = false;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor({ page = 30, calm = false } = {}) {
		this.#page = page;
		this.#calm = calm;
	}

	get items(): Story[] {
		return this.#items;
	}

	/** The ids of those that no longer belong here. */
	get left(): ReadonlySet<string> {
		return this.#left;
	}

	/** How many came in that are not shown yet. */
	get fresh(): number {
		return this.#fresh.length;
	}

	get loading(): boolean {
		return this.#loading;
	}

	/** True once the first page of the present question is there. */
	get loaded(): boolean {
		return this.#loaded;
	}

	get failure(): Failure | null {
		return this.#failure;
	}

	/** Without a link: when the server told the newest of what is shown. Null when it is as it is. */
	get asOf(): number | null {
		return this.#asOf;
	}

	get more(): boolean {
		return this.#cursor !== '';
	}

	/** Asks a new question; what an older one still answers is dropped. */
	async ask(sieve: Sieve): Promise<void> {
		this.#sieve = sieve;
		this.#items = [];
		this.#fresh = [];
		this.#left = new Set();
		this.#cursor = '';
		this.#loaded = false;
		await this.#load(false);
	}

	async grow(): Promise<void> {
		if (this.#loading || !this.#cursor) return;
		await this.#load(true);
	}

	async retry(): Promise<void> {
		await this.#load(this.#items.length > 0 && this.#cursor !== '');
	}

	/** Shows what came in and takes away what has left. */
	tidy(): void {
		const kept = this.#items.filter((story) => !this.#left.has(story.id));
		this.#items = merged(kept, this.#fresh, this.#order);
		this.#fresh = [];
		this.#left = new Set();
	}

	/** Looks anew at stories that the reader has just done something to. */
	async look(ids: Iterable<string>): Promise<void> {
		await this.#refresh([...ids]);
	}

	/** Keeps the list true while it is looked at. Returns its undo. */
	listen(): () => void {
		const undo = live.listen((news) => this.#hear(news));
		const back = link.onBack(() => this.#catchUp());
		return () => {
			undo();
			back();
			clearTimeout(this.#timer);
			this.#timer = undefined;
		};
	}

	get #order(): Order {
		return this.#sieve.order ?? 'newest';
	}

	async #load(onwards: boolean): Promise<void> {
		const round = ++this.#round;
		this.#loading = true;
		this.#failure = null;
		try {
			const answer = await this.#query({
				...clean(this.#sieve),
				limit: this.#page,
				...(onwards ? { cursor: this.#cursor } : {}),
			});
			if (round !== this.#round) return;
			const found = answer.items ?? [];
			const known = new Set(onwards ? this.#items.map((story) => story.id) : []);
			this.#items = onwards ? [...this.#items, ...found.filter((story) => !known.has(story.id))] : found;
			this.#fresh = this.#fresh.filter((story) => !found.some(({ id }) => id === story.id));
			this.#cursor = answer.next_cursor ?? '';
			this.#loaded = true;
			this.#asOf = null;
			this.#keep(found);
		} catch (error) {
			const failure = Failure.of(error);
			const own = await this.#own(failure);
			if (round !== this.#round) return;
			this.#failure = failure;
			if (own.length === 0 || this.#items.length > 0) return;
			this.#items = own.map((kept) => kept.story);
			this.#asOf = Math.max(...own.map((kept) => kept.at));
			this.#loaded = true;
		} finally {
			if (round === this.#round) this.#loading = false;
		}
	}

	/** One's own stories are kept for the time without a link. */
	#keep(stories: Story[]): void {
		if (this.#sieve.mine) void import('./own').then(({ keepOwn }) => keepOwn(stories));
	}

	async #own(failure: Failure): Promise<Shelved[]> {
		if (!this.#sieve.mine || failure.fault !== 'link') return [];
		return (await import('./own')).ownStories();
	}

	#hear(news: News): void {
		if (news.kind === 'clip') {
			const held = this.#items.find((story) => story.id === news.story);
			const clip = held?.clips?.find((other) => other.id === news.id);
			if (!held) return; // what a clip does brings no story in or out
			if (!clip) return this.#soon(news.story);
			if (tellsMore(news, clip)) this.#soon(news.story);
			const moved = { ...clip, ...news, story: clip.story };
			const clips = held.clips?.map((other) => (other.id === clip.id ? moved : other)) ?? [];
			this.#replace({ ...held, clips });
		} else if (news.kind === 'story') {
			this.#soon(news.id);
		} else if (news.kind === 'again') {
			this.#again = true;
			this.#soon();
		}
	}

	/** The link is back: what was told meanwhile was not heard, and what is shown may be from before. */
	#catchUp(): void {
		if (!this.#loaded || this.#asOf !== null) return void this.#load(false);
		this.#again = true;
		this.#soon();
	}

	#replace(story: Story): void {
		this.#items = this.#items.map((other) => (other.id === story.id ? story : other));
	}

	/** News come in bursts, as when a colleague decides on forty stories: they are looked at together. */
	#soon(id?: string): void {
		if (id) this.#news.add(id);
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			const ids = this.#again ? this.#items.map((story) => story.id) : [...this.#news];
			const anew = this.#again;
			this.#again = false;
			this.#news.clear();
			void this.#refresh(ids, anew);
		}, 300);
	}

	/**
	 * Asks which of the stories belong here now, and what became of those that do not. After a gap in the
	 * line, `anew`, the first page is looked at as well, for it may hold some that nobody told of.
	 */
	async #refresh(ids: string[], anew = false): Promise<void> {
		const round = this.#round;
		if (!this.#loaded) return;
		const held = new Set(this.#items.map((story) => story.id));
		try {
			const now = new Map<string, Story>();
			const belongs = new Map<string, Story>();
			for (let from = 0; from < ids.length; from += most) {
				const some = ids.slice(from, from + most);
				const known = some.filter((id) => held.has(id));
				const [here, anywhere] = await Promise.all([
					this.#query({ ...clean(this.#sieve), ids: some, limit: most }),
					known.length > 0 ? this.#query({ ids: known, limit: most }) : { items: [] },
				]);
				for (const story of here.items ?? []) belongs.set(story.id, story);
				for (const story of anywhere.items ?? []) now.set(story.id, story);
			}
			if (anew || (!this.#calm && this.#items.length === 0)) {
				const first = await this.#query({ ...clean(this.#sieve), limit: this.#page });
				for (const story of first.items ?? []) belongs.set(story.id, story);
			}
			if (round !== this.#round) return;
			this.#failure = null;
			this.#keep([...belongs.values()]);
			this.#settle(new Set(ids), belongs, now);
		} catch {
			// The list stays as it is; the next news tries again.
		}
	}

	#settle(
		asked: ReadonlySet<string>,
		belongs: ReadonlyMap<string, Story>,
		now: ReadonlyMap<string, Story>,
	): void {
		const held = new Set(this.#items.map((story) => story.id));
		const left = new Set(this.#left);
		for (const id of asked) {
			if (belongs.has(id)) left.delete(id);
			else if (now.has(id)) left.add(id);
		}
		// What is nowhere lies in the trash, or out of reach: it goes at once, and is not waited for.
		const gone = (id: string) => asked.has(id) && !belongs.has(id) && !now.has(id);
		this.#items = this.#items
			.filter(({ id }) => !gone(id))
			.map((story) => belongs.get(story.id) ?? now.get(story.id) ?? story);
		this.#left = left;
		const fresh = [...belongs.values()].filter(({ id }) => !held.has(id) && this.#reaches(belongs.get(id)!));
		const known = this.#fresh.filter(({ id }) => !asked.has(id) && !belongs.has(id));
		this.#fresh = merged(known, fresh, this.#order);
		if (!this.#calm || this.#items.length === left.size) this.tidy();
	}

	/** Whether a story lies in the part of the list that is loaded, and not on a page further on. */
	#reaches(story: Story): boolean {
		const last = this.#items.at(-1);
		if (!this.#cursor || !last) return true;
		return merged([last], [story], this.#order).at(-1)?.id === last.id;
	}

	async #query(query: Record<string, unknown>) {
		return ask(api.GET('/api/v1/stories', { params: { query } }));
	}
}

function clean(sieve: Sieve): Sieve {
	return Object.fromEntries(Object.entries(sieve).filter(([, value]) => value !== '' && value !== undefined));
}
