import type { Clip, ClipState, Stage } from '$lib/api/wire';
import { backoff } from '$lib/upload/backoff';

export type StoryNews = { kind: 'story'; id: string; stage: Stage; stands_at: string | null };
export type ClipNews = {
	kind: 'clip';
	id: string;
	story: string;
	state: ClipState;
	progress: number;
	left_seconds: number | null;
	watchable: boolean;
	offset: number;
	size: number;
	/** How many of poster and sprites there are. */
	pictures: number;
};
/** Somebody wrote an internal note about a story. */
export type NoteNews = { kind: 'internal_note'; story: string };

/** Whether the news of a clip brings more than progress: a poster, facts, a receipt, something to watch. */
export function tellsMore(news: ClipNews, clip: Clip): boolean {
	const pictures = (clip.poster ? 1 : 0) + (clip.sprites ? 1 : 0);
	return clip.state !== news.state || clip.watchable !== news.watchable || news.pictures > pictures;
}

/** `notice` says that what one was told, or has read, is another by now. `again` comes after a gap in the line: whatever happened meanwhile was not told, so look anew. */
export type News = StoryNews | ClipNews | NoteNews | { kind: 'notice' } | { kind: 'again' };

/**
 * The line on which the server tells what moves. It opens with the first listener, closes after the
 * last, and is opened anew with growing pauses whenever it breaks.
 */
class Live {
	#connected = $state(false);
	#listeners = new Set<(news: News) => void>();
	#source: EventSource | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#tries = 0;
	#broken = false;

	get connected(): boolean {
		return this.#connected;
	}

	/** Calls `tell` with everything that moves. Returns its undo. */
	listen(tell: (news: News) => void): () => void {
		this.#listeners.add(tell);
		if (!this.#source && !this.#timer) this.#open();
		return () => {
			this.#listeners.delete(tell);
			if (this.#listeners.size === 0) this.#close();
		};
	}

	#open(): void {
		const source = new EventSource('/api/v1/events');
		this.#source = source;
		source.addEventListener('open', () => {
			this.#connected = true;
			this.#tries = 0;
			if (this.#broken) this.#tell({ kind: 'again' });
			this.#broken = false;
		});
		source.addEventListener('story', (event) => this.#read('story', event));
		source.addEventListener('clip', (event) => this.#read('clip', event));
		source.addEventListener('internal_note', (event) => this.#read('internal_note', event));
		source.addEventListener('notice', () => this.#tell({ kind: 'notice' }));
		source.addEventListener('reload', () => this.#tell({ kind: 'again' }));
		source.addEventListener('error', () => {
			// The browser gives up for good on some answers, so the trying is ours.
			source.close();
			this.#source = null;
			this.#connected = false;
			this.#broken = true;
			if (this.#listeners.size === 0) return;
			this.#timer = setTimeout(() => {
				this.#timer = undefined;
				this.#open();
			}, backoff(this.#tries++));
		});
	}

	#read(kind: 'story' | 'clip' | 'internal_note', event: Event): void {
		try {
			this.#tell({ ...JSON.parse((event as MessageEvent<string>).data), kind });
		} catch {
			// A line that cannot be read tells nothing; the next one may.
		}
	}

	#tell(news: News): void {
		for (const tell of this.#listeners) tell(news);
	}

	#close(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#source?.close();
		this.#source = null;
		this.#connected = false;
		this.#broken = false;
	}
}

export const live = new Live();
