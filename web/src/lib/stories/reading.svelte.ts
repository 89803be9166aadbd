import { Failure } from '$lib/api/failure';
import type { Clip, Step, Story } from '$lib/api/wire';
import { live, tellsMore, type News } from '$lib/live/live.svelte';
import { stories } from './service';

/** One story as a page shows it, kept true while it is looked at. */
export class Reading {
	#story = $state.raw<Story | null>(null);
	#trail = $state.raw<Step[]>([]);
	#failure = $state<Failure | null>(null);
	#soon: ReturnType<typeof setTimeout> | undefined;

	constructor(readonly id: string) {}

	get story(): Story | null {
		return this.#story;
	}

	get trail(): Step[] {
		return this.#trail;
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
		} catch (error) {
			// What is on the page stays there: an old state is better than none while the link is away.
			if (!this.#story) this.#failure = Failure.of(error);
		}
	}

	/** Returns its undo. */
	listen(): () => void {
		const undo = live.listen((news) => this.#hear(news));
		return () => {
			undo();
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
