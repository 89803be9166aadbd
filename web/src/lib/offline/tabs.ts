/** What the tabs of this browser tell each other. */
export type TabNews =
	/** The cards that wait were changed. */
	| { kind: 'cards' }
	/** The rules for sending were changed. */
	| { kind: 'rules' }
	/** Somebody signed in or out. */
	| { kind: 'who' };

/** The line between the tabs of this browser. Where there is none, each tab is told when it is looked at. */
class Tabs {
	#channel: BroadcastChannel | null = null;
	#listeners = new Set<(news: TabNews) => void>();

	/** Calls `hear` with what other tabs tell. Returns its undo. */
	listen(hear: (news: TabNews) => void): () => void {
		this.#listeners.add(hear);
		this.#open();
		return () => this.#listeners.delete(hear);
	}

	tell(news: TabNews): void {
		this.#open()?.postMessage(news);
	}

	/** Tells the other tabs and this one. */
	tellAll(news: TabNews): void {
		this.tell(news);
		for (const hear of this.#listeners) hear(news);
	}

	#open(): BroadcastChannel | null {
		if (this.#channel || typeof BroadcastChannel === 'undefined') return this.#channel;
		this.#channel = new BroadcastChannel('fieldstory');
		this.#channel.onmessage = (event: MessageEvent<TabNews>) => {
			for (const hear of this.#listeners) hear(event.data);
		};
		return this.#channel;
	}
}

export const tabs = new Tabs();
