import { api, ask } from '$lib/api/client';
import { live } from '$lib/live/live.svelte';
import { link } from '$lib/offline/link.svelte';

/** How many notices one has not read: what the bell shows, kept true by the line of live changes. */
class Unread {
	#count = $state(0);
	#soon: ReturnType<typeof setTimeout> | undefined;

	get count(): number {
		return this.#count;
	}

	/** Returns its undo. */
	attend(): () => void {
		void this.look();
		const undo = live.listen((news) => {
			if (news.kind === 'notice' || news.kind === 'again') this.#again();
		});
		const back = link.onBack(() => void this.look());
		return () => {
			undo();
			back();
			clearTimeout(this.#soon);
			this.#count = 0;
		};
	}

	async look(): Promise<void> {
		try {
			this.#count = (await ask(api.GET('/api/v1/notices', { params: { query: { limit: 1 } } }))).unread;
		} catch {
			// The bell is no place to say that the link is away; it is true again when it is back.
		}
	}

	/** Many decisions at once are one look. */
	#again(): void {
		clearTimeout(this.#soon);
		this.#soon = setTimeout(() => void this.look(), 250);
	}
}

export const unread = new Unread();
