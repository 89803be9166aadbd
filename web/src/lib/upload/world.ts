/** What tests of the queue stand in: a browser with tabs, a server that takes files, and a clock that is theirs. */
import { Failure } from '$lib/api/failure';
import { Lap } from '$lib/store/drawer';
import type { Carrier, Load, Reports } from './carrier';
import type { Found, Stored, Sum } from './ledger';
import type { Stand } from './lead';
import type { Maker } from './maker';
import { UploadQueue } from './queue.svelte';
import type { Reader } from './reader';
import { Unreadable } from './reader';
import { usual, type Connection, type Rules } from './rules';
import type { Desk } from './surroundings';
import type { Message, Wire } from './wire';

export type Sent = { load: Load; reports: Reports; halted: boolean; dropped: boolean; tab: number };

/** A file whose content is said in a word, and whose size is whatever is said. */
export function film(name: string, size: number, content = name, modified = 1): File {
	const file = new File([content], name, { lastModified: modified });
	return Object.defineProperty(file, 'size', { value: size });
}

/** Files that can no longer be read. */
const pulled = new WeakSet<Blob>();

export function pullOut(file: File): void {
	pulled.add(file);
	Object.defineProperty(file, 'slice', {
		value: () => ({ arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) }),
	});
}

export class World {
	readonly entries = new Lap<Stored>((entry) => entry.key);
	readonly sums = new Lap<Sum>((sum) => sum.clip);
	readonly copies = new Map<string, File>();
	readonly trips: Sent[] = [];
	readonly asked: string[] = [];
	readonly known = new Map<string, Found>();
	readonly receipts = new Map<string, string>();
	readonly stories = new Map<string, string>();
	/** Bytes that the server has stored, by clip. */
	readonly arrived = new Map<string, number>();
	/** Films of which a copy was asked for, and what is made of each: nothing, unless it is said. */
	readonly asksFor: string[] = [];
	copy: (film: File) => Promise<Blob | null> = async () => null;
	/** Whether this browser can encode pictures. */
	encodes = true;
	rules: Rules = { ...usual };
	connection: Connection | undefined;
	up = true;
	room = true;
	spent = 0;
	/** Lets the reading of whole files stand still until it is called. */
	readOn: (() => void) | null = null;
	#reads: Promise<void> = Promise.resolve();
	#lines: { hear: (message: Message) => void; tab: number }[] = [];
	#waiting: { tab: number; changed: (leading: boolean) => void }[] = [];
	#leader: { tab: number; changed: (leading: boolean) => void } | null = null;
	#tabs = 0;
	readonly asleep = new Set<number>();

	/** Reading takes until `readOn` is called. */
	holdReading(): void {
		this.#reads = new Promise((done) => (this.readOn = done));
	}

	/** A tab of the browser. `close` is what the browser does to one that is shut or dies. */
	tab(member = 'amina') {
		const tab = this.#tabs++;
		const queue = new UploadQueue(
			{
				carrier: this.#carrier(tab),
				reader: this.#reader,
				attic: {
					roomFor: async () => this.room,
					copyOf: async (_member, key) => this.copies.get(key) ?? null,
					keep: async (_member, key, bytes) => {
						if (this.room) this.copies.set(key, bytes as File);
					},
					dropCopy: async (_member, key) => void this.copies.delete(key),
					sweep: async (_member, needed) => {
						for (const key of this.copies.keys()) if (!needed.has(key)) this.copies.delete(key);
					},
				},
				desk: this.#desk,
				maker: this.maker,
				entries: this.entries,
				sums: this.sums,
				storyOf: async (card) => this.stories.get(card) ?? '',
				rules: () => this.rules,
				throttle: { slice: () => Infinity, wait: async () => {} },
				connection: () => this.connection,
				spend: (bytes) => (this.spent += bytes),
				online: () => this.up,
				now: () => Date.now(),
			},
			this.#stand(tab),
			this.#wire(tab),
		);
		const end = queue.attend(member);
		return { queue, tab, close: end, trips: () => this.trips.filter((trip) => trip.tab === tab) };
	}

	#carrier(tab: number): Carrier {
		return async (load, reports) => {
			const trip: Sent = { load, reports, halted: false, dropped: false, tab };
			this.trips.push(trip);
			return {
				halt: async () => void (trip.halted = true),
				drop: async () => void (trip.dropped = true),
			};
		};
	}

	readonly maker: Maker = {
		can: async () => this.encodes,
		make: (film, signal) => {
			this.asksFor.push((film as File).name);
			return new Promise((made, stopped) => {
				signal.addEventListener('abort', () => stopped(signal.reason), { once: true });
				void this.copy(film as File).then(made, stopped);
			});
		},
	};

	readonly #reader: Reader = {
		async mark(file) {
			if (pulled.has(file)) throw new Unreadable();
			return `mark of ${await (file as File).text()}`;
		},
		read: async (file, { copy, signal, progress }) => {
			await this.#reads;
			signal.throwIfAborted();
			if (pulled.has(file)) throw new Unreadable();
			progress(1);
			const { name, size, lastModified } = file as File;
			const text = await (file as File).text();
			if (copy) this.copies.set(copy.key, film(name, size, text, lastModified));
			return { sha256: `sum of ${text}`, kept: copy !== null };
		},
	};

	readonly #desk: Desk = {
		find: async (sha256, not) => {
			if (!this.up) throw Failure.offline();
			const found = this.known.get(sha256);
			return found && found.clip !== not ? found : null;
		},
		receipt: async (clip) => {
			if (!this.up) throw Failure.offline();
			const sha256 = this.receipts.get(clip);
			return sha256 ? { sha256 } : null;
		},
		arrived: async (clip) => {
			if (!this.up) throw Failure.offline();
			return this.arrived.get(clip) ?? 0;
		},
		offset: async (url) => {
			this.asked.push(`HEAD ${url}`);
			return 77;
		},
		forget: async (url) => void this.asked.push(`DELETE ${url}`),
		signedOut: () => void this.asked.push('who'),
	};

	#wire(tab: number): Wire {
		return {
			post: (message) => {
				for (const line of [...this.#lines]) {
					if (line.tab === tab || this.asleep.has(line.tab)) continue;
					queueMicrotask(() => line.hear(message));
				}
			},
			listen: (hear) => {
				const line = { hear, tab };
				this.#lines.push(line);
				return () => (this.#lines = this.#lines.filter((other) => other !== line));
			},
		};
	}

	#stand(tab: number): Stand {
		return (changed) => {
			const me = { tab, changed };
			const next = () => {
				this.#leader = this.#waiting.shift() ?? null;
				this.#leader?.changed(true);
			};
			this.#waiting.push(me);
			if (!this.#leader) queueMicrotask(() => this.#leader ?? next());
			return {
				seize: () => {
					const was = this.#leader;
					this.#waiting = this.#waiting.filter((other) => other !== me);
					this.#leader = me;
					if (was) {
						this.#waiting.push(was);
						was.changed(false);
					}
					changed(true);
				},
				close: () => {
					this.#waiting = this.#waiting.filter((other) => other !== me);
					if (this.#leader !== me) return;
					changed(false);
					next();
				},
			};
		};
	}
}
