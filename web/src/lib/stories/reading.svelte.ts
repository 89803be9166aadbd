import { Failure } from '$lib/api/failure';
import type { Clip, Step, Story } from '$lib/api/wire';
import { link } from '$lib/offline/link.svelte';
import { live, tellsMore, type News } from '$lib/live/live.svelte';
import { stories } from './service';

/** One story as a page shows it, kept true while it is looked at. */
export class Reading {
	#story = $state.raw<Story | null>(null);
	#trail = $state.raw<Step[]>([]);
	#failure = $state<Failure | null>(null);
	#asOf = $state<number | null>(null);
	#soon: ReturnType<typeof setTimeout> | undefined;

	constructor(readonly id: string) {}

	get story(): Story | null {
		return this.#story;
	}

	get trail(): Step[] {
		return this.#trail;
	}

	/** Without a link: when the server told what is shown, in milliseconds since 1970. Null when it is as it is. */
	get asOf(): number | null {
		return this.#asOf;
	}

	get failure(): Failure | null {
		return this.#failure;
	}

	async load(): Promise<void> {
		try {
			const [story, trail] = await Promise.all([stories.find(this.id), stories.trail(this.id)]);
			this.#story = story;
			this.#trail = trail;
			this.#failure = null;
			this.#asOf = null;
			void import('./own').then(({ keepOwn }) => keepOwn([story]));
		} catch (error) {
			const failure = Failure.of(error);
			if (failure.status === 404) {
				// It is gone, or out of reach: nothing of it may stay on the page.
				void import('./own').then(({ loseOwn }) => loseOwn(this.id));
				this.#story = null;
			}
			// What is on the page stays there: an old state is better than none while the link is away.
			if (this.#story) return;
			const own = failure.fault === 'link' ? await (await import('./own')).ownStory(this.id) : undefined;
			if (!own) {
				this.#failure = failure;
				return;
			}
			this.#story = own.story;
			this.#asOf = own.at;
		}
	}

	/** Returns its undo. */
	listen(): () => void {
		const undo = live.listen((news) => this.#hear(news));
		const back = link.onBack(() => void this.load());
		return () => {
			undo();
			back();
			clearTimeout(this.#soon);
		};
	}

	#hear(news: News): void {
		if (news.kind === 'clip' && news.story === this.id) {
			const clip = this.#story?.clips?.find((other) => other.id === news.id);
			if (!clip || tellsMore(news, clip)) this.#again();
			if (clip) this.#put({ ...clip, ...news, story: clip.story });
		} else if (news.kind === 'again' || (news.kind === 'story' && news.id === this.id)) {
			this.#again();
		}
	}

	#put(clip: Clip): void {
		if (!this.#story) return;
		const clips = this.#story.clips?.map((other) => (other.id === clip.id ? clip : other)) ?? [];
		this.#story = { ...this.#story, clips };
	}

	/** Several things change together; one look afterwards is enough. */
	#again(): void {
		clearTimeout(this.#soon);
		this.#soon = setTimeout(() => void this.load(), 250);
	}
}
