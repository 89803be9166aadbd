/** What is kept of an upload in this browser, so that it goes on after a reload or a flat battery. */
export type Entry = {
	/** Fingerprint of file and story: the same file chosen again gives the same key. */
	key: string;
	member: string;
	story: string;
	name: string;
	/** Bytes. */
	size: number;
	/** Milliseconds since 1970, as the file system says. */
	modified: number;
	/** Where the server takes the rest. */
	url: string;
	/** The clip the upload became, "" when the server did not say. */
	clip: string;
	/** Bytes the server had when last heard. */
	sent: number;
	/** Milliseconds since 1970. */
	since: number;
};

/** What a file of this phone is, to be compared with the receipt of the clip that it became. */
export type Sum = { clip: string; member: string; sha256: string; bytes: number };

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const shelfKey = 'fieldstory:uploads';
/** The server lets unfinished uploads go after a while; older entries lead nowhere. */
const lifetime = 30 * 24 * 3600 * 1000;

/** The same file for the same story, as far as a browser can tell without reading all of it. */
export function fingerprint(
	story: string,
	file: { name: string; size: number; lastModified: number },
): string {
	return `${story}/${file.name}/${file.size}/${file.lastModified}`;
}

/** The list of unfinished uploads in this browser. Storage that is forbidden or full is no error: the list is then short-lived. */
export class Ledger {
	#entries: Entry[];

	constructor(
		private readonly shelf: Shelf | null,
		now = Date.now(),
	) {
		this.#entries = this.#read().filter((entry) => now - entry.since < lifetime);
	}

	of(story: string): Entry[] {
		return this.#entries.filter((entry) => entry.story === story);
	}

	find(key: string): Entry | undefined {
		return this.#entries.find((entry) => entry.key === key);
	}

	put(entry: Entry): void {
		this.#entries = [...this.#entries.filter((other) => other.key !== entry.key), entry];
		this.#write();
	}

	sent(key: string, sent: number): void {
		const entry = this.find(key);
		if (!entry) return;
		entry.sent = sent;
		this.#write();
	}

	remove(key: string): void {
		this.#entries = this.#entries.filter((entry) => entry.key !== key);
		this.#write();
	}

	#read(): Entry[] {
		try {
			const value: unknown = JSON.parse(this.shelf?.getItem(shelfKey) ?? '[]');
			return Array.isArray(value) ? (value as Entry[]).filter((entry) => typeof entry?.key === 'string') : [];
		} catch {
			return [];
		}
	}

	#write(): void {
		try {
			if (this.#entries.length === 0) this.shelf?.removeItem(shelfKey);
			else this.shelf?.setItem(shelfKey, JSON.stringify(this.#entries));
		} catch {
			// A full or forbidden storage costs the resume after a reload, not the upload.
		}
	}
}

export function browserShelf(): Shelf | null {
	try {
		return localStorage;
	} catch {
		return null;
	}
}
