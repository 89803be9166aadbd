import { api, ask } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import type { Stage, Story } from '$lib/api/wire';
import { link } from '$lib/offline/link.svelte';
import { live, tellsMore, type News } from '$lib/live/live.svelte';

import type { Shelved } from './shelved';

export type Sieve = {
	office?: string;
	stands_at?: string;
	stage?: Stage | '';
	q?: string;
	mine?: boolean;
};

/** A list of stories that grows page by page and moves by itself. */
export class Shelf {
	#items = $state.raw<Story[]>([]);
	#cursor = $state('');
	#loading = $state(false);
	#loaded = $state(false);
	#failure = $state<Failure | null>(null);
	#asOf = $state<number | null>(null);
	#sieve: Sieve = {};
	#page: number;
	#round = 0;
	#again: ReturnType<typeof setTimeout> | undefined;

	constructor(page = 30) {
		this.#page = page;
	}

	get items(): Story[] {
		return this.#items;
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

	/** Keeps the list true while it is looked at. Returns its undo. */
	listen(): () => void {
		const undo = live.listen((news) => this.#hear(news));
		const back = link.onBack(() => void this.#newest());
		return () => {
			undo();
			back();
			clearTimeout(this.#again);
		};
	}

	async #load(onwards: boolean): Promise<void> {
		const round = ++this.#round;
		this.#loading = true;
		this.#failure = null;
		try {
			const answer = await ask(
				api.GET('/api/v1/stories', {
					params: {
						query: {
							...clean(this.#sieve),
							limit: this.#page,
							...(onwards ? { cursor: this.#cursor } : {}),
						},
					},
				}),
			);
			if (round !== this.#round) return;
			const fresh = answer.items ?? [];
			const known = new Set(onwards ? this.#items.map((story) => story.id) : []);
			this.#items = onwards ? [...this.#items, ...fresh.filter((story) => !known.has(story.id))] : fresh;
			this.#cursor = answer.next_cursor ?? '';
			this.#loaded = true;
			this.#asOf = null;
			this.#keep(fresh);
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
			if (!held || !clip) return this.#soon();
			if (tellsMore(news, clip)) void this.#refresh(news.story);
			const moved = { ...clip, ...news, story: clip.story };
			const clips = held.clips?.map((other) => (other.id === clip.id ? moved : other)) ?? [];
			this.#replace({ ...held, clips });
		} else if (news.kind === 'story' && this.#items.some((story) => story.id === news.id)) {
			void this.#refresh(news.id);
		} else {
			this.#soon();
		}
	}

	#replace(story: Story): void {
		this.#items = this.#items.map((other) => (other.id === story.id ? story : other));
	}

	async #refresh(id: string): Promise<void> {
		try {
			const story = await ask(api.GET('/api/v1/stories/{id}', { params: { path: { id } } }));
			if (this.#fits(story)) this.#replace(story);
			else this.#items = this.#items.filter((other) => other.id !== id);
		} catch (error) {
			if (Failure.of(error).status === 404) this.#items = this.#items.filter((other) => other.id !== id);
		}
	}

	#fits(story: Story): boolean {
		const { stands_at, stage } = this.#sieve;
		return (!stands_at || story.stands_at === stands_at) && (!stage || story.stage === stage);
	}

	/** Something new may belong here: looks once, a moment later, at the newest page. */
	#soon(): void {
		clearTimeout(this.#again);
		this.#again = setTimeout(() => void this.#newest(), 400);
	}

	async #newest(): Promise<void> {
		try {
			const answer = await ask(
				api.GET('/api/v1/stories', { params: { query: { ...clean(this.#sieve), limit: this.#page } } }),
			);
			const fresh = answer.items ?? [];
			const ids = new Set(fresh.map((story) => story.id));
			const short = this.#items.length <= this.#page;
			this.#items = short ? fresh : [...fresh, ...this.#items.filter((story) => !ids.has(story.id))];
			if (short) this.#cursor = answer.next_cursor ?? '';
			this.#loaded = true;
			this.#failure = null;
			this.#asOf = null;
			this.#keep(fresh);
		} catch {
			// The list stays as it is; the next news tries again.
		}
	}
}

function clean(sieve: Sieve): Sieve {
	return Object.fromEntries(Object.entries(sieve).filter(([, value]) => value !== '' && value !== undefined));
}
