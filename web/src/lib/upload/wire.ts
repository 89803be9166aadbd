import type { Entry } from './ledger';

/** What can be asked of one file. */
export type Deed = 'pause' | 'resume' | 'discard' | 'again' | 'skip' | 'hurry';

/** A file as it was chosen: itself, and where the browser has one, the way back to it. */
export type Chosen = { file: File; handle?: FileSystemFileHandle };

/** What the tab that sends and the tabs that look on tell each other. */
export type Message =
	/** From the sender: everything that is on its way, and how many bytes a second go out. */
	| { kind: 'state'; entries: Entry[] }
	/** From the sender: it has just taken over, and asks for files that others hold. */
	| { kind: 'led' }
	/** To the sender: what is there? */
	| { kind: 'hello' }
	| { kind: 'do'; deed: Deed; key: string }
	| { kind: 'add'; entries: Entry[]; files: [string, Chosen][] };

/** The line between the tabs. */
export type Wire = {
	post(message: Message): void;
	/** Returns its undo. */
	listen(hear: (message: Message) => void): () => void;
};

/** Null where the browser has no such line; each tab then sees only itself, and one of them sends. */
export function channel(name: string): Wire | null {
	if (typeof BroadcastChannel === 'undefined') return null;
	const line = new BroadcastChannel(name);
	const listeners = new Set<(message: Message) => void>();
	line.onmessage = (event: MessageEvent<Message>) => {
		for (const hear of listeners) hear(event.data);
	};
	return {
		post: (message) => line.postMessage(message),
		listen(hear) {
			listeners.add(hear);
			return () => listeners.delete(hear);
		},
	};
}
