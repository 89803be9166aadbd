import { madeUp } from '$lib/store/db';
import { lifetime, print, type Entry } from './ledger';
import type { Lead, Stand } from './lead';
import { Parcel } from './parcel.svelte';
import { previewKey } from './preview';
import { Sender } from './sender';
import type { Surroundings } from './surroundings';
import type { Chosen, Deed, Message, Wire } from './wire';

/** How often progress is told to other tabs, in milliseconds. */
const beat = 300;
/** How long the tab that sends may be silent before this one takes over, in milliseconds. */
const silence = 4000;

/**
 * Everything that is on its way from this browser. It outlives the pages, so moving about the app stops
 * nothing. One of the browser's tabs sends; the others show what that one does and hand it what they are
 * given, so that no file ever goes out twice.
 */
export class UploadQueue {
	#parcels = $state.raw<readonly Parcel[]>([]);
	#leading = $state(false);
	#member = '';
	#sender: Sender;
	#lead: Lead | null = null;
	#told = 0;
	#soon: ReturnType<typeof setTimeout> | undefined;
	#heard = 0;
	/** Files that were chosen in this tab, for whichever tab sends. */
	#mine = new Map<string, Chosen>();

	constructor(
		private readonly around: Surroundings,
		private readonly stand: Stand,
		private readonly wire: Wire | null = null,
	) {
		this.#sender = new Sender(
			around,
			() => this.#parcels,
			(parcel) => this.#take(parcel),
			(now) => this.#tell(now),
		);
	}

	get all(): readonly Parcel[] {
		return this.#parcels;
	}

	/** Whether this tab sends; else another tab of this browser does. */
	get leading(): boolean {
		return this.#leading;
	}

	get busy(): boolean {
		return this.#parcels.some((parcel) => parcel.moving);
	}

	/** Whether something would have to be chosen again if this page went. */
	get fragile(): boolean {
		return this.#parcels.some((parcel) => parcel.fragile);
	}

	/** What is left to send of all that goes by itself: files, bytes and, where it can be told, seconds. */
	get ahead(): { files: number; bytes: number; seconds: number | null } {
		const moving = this.#parcels.filter((parcel) => parcel.moving);
		const bytes = moving.reduce((sum, parcel) => sum + parcel.size - parcel.sent, 0);
		const rate = moving.reduce((sum, { size, sent, left }) => sum + (left ? (size - sent) / left : 0), 0);
		return { files: moving.length, bytes, seconds: rate > 0 ? bytes / rate : null };
	}

	of(story: string): Parcel[] {
		return this.#parcels.filter((parcel) => parcel.story === story);
	}

	/** Takes up what a person has on its way. Returns its undo. */
	attend(member: string): () => void {
		this.#member = member;
		const undo: (() => void)[] = [];
		let ended = false;
		void this.#load().then(() => {
			if (ended) return;
			if (this.wire) undo.push(this.wire.listen((message) => this.#hear(message)));
			this.#lead = this.stand((leading) => this.#turn(leading));
			this.awake();
		});
		return () => {
			ended = true;
			for (const one of undo) one();
			clearTimeout(this.#soon);
			this.#lead?.close();
			this.#lead = null;
			this.#member = '';
			this.#parcels = [];
			this.#mine.clear();
		};
	}

	/** Puts files into the line. Gives how many were there already. */
	add(story: string, chosen: readonly Chosen[]): number {
		let already = 0;
		const fresh: Parcel[] = [];
		const files: [string, Chosen][] = [];
		for (const one of chosen) {
			const { file } = one;
			const known = this.#parcels.find(
				(parcel) =>
					print(parcel.story, { name: parcel.name, size: parcel.size, lastModified: parcel.modified }) ===
					print(story, file),
			);
			if (known && ['asking', 'allowing', 'failed'].includes(known.state)) {
				files.push([known.key, one]);
			} else if (known && known.state !== 'done') {
				already++;
			} else {
				const parcel = this.#parcel(story, one);
				fresh.push(parcel);
				files.push([parcel.key, one]);
			}
		}
		this.#parcels = [...this.#parcels, ...fresh];
		for (const [key, one] of files) this.#mine.set(key, one);
		void this.#bring(fresh, files);
		return already;
	}

	/** Hands a file to a parcel that asks for it. */
	offer(parcel: Parcel, chosen: Chosen): void {
		this.#mine.set(parcel.key, chosen);
		void this.#bring([], [[parcel.key, chosen]]);
	}

	/** Gets the browser's yes to take a file again. It has to be called when the person presses something. */
	async allow(parcel: Parcel): Promise<void> {
		const stored = parcel.handle ?? (await this.around.entries.get(parcel.key))?.handle;
		const handle = stored as
			| (FileSystemFileHandle & { requestPermission?(how: { mode: 'read' }): Promise<PermissionState> })
			| undefined;
		if ((await handle?.requestPermission?.({ mode: 'read' })) !== 'granted' || !handle) return;
		this.offer(parcel, { file: await handle.getFile(), handle });
	}

	do(deed: Deed, parcel: Parcel): void {
		if (this.#leading) this.#sender.do(deed, parcel);
		else this.wire?.post({ kind: 'do', deed, key: parcel.key });
	}

	/** The rules for sending, or what they ask of the link, were changed. */
	reconsider(): void {
		if (this.#leading) void this.#sender.reconsider();
	}

	/** Cards may have become stories. */
	resettle(): void {
		if (this.#leading) void this.#sender.resettle();
	}

	online(): void {
		if (this.#leading) this.#sender.online();
	}

	offline(): void {
		if (this.#leading) this.#sender.offline();
	}

	/** This tab is looked at: if the one that sends does not answer, the browser has put it to sleep. */
	awake(): void {
		if (this.#leading || !this.wire) return;
		const asked = (this.around.now ?? Date.now)();
		this.wire.post({ kind: 'hello' });
		setTimeout(() => {
			if (!this.#leading && this.#lead && this.#heard < asked) this.#lead.seize();
		}, silence);
	}

	#parcel(story: string, { file, handle }: Chosen): Parcel {
		const now = (this.around.now ?? Date.now)();
		const parcel = new Parcel(
			madeUp(),
			this.#member,
			file.name,
			file.type,
			file.size,
			file.lastModified,
			now,
		);
		parcel.story = story;
		parcel.handle = handle ?? null;
		return parcel;
	}

	/** Writes new parcels down, then gives the files to the tab that sends. */
	async #bring(fresh: readonly Parcel[], files: [string, Chosen][]): Promise<void> {
		for (const parcel of fresh) {
			const entry = parcel.stored();
			// Where the browser keeps nothing, the upload lasts as long as the page.
			await this.around.entries.put(entry).catch(() => undefined);
		}
		if (this.#leading) {
			for (const [key, one] of files) this.#sender.offer(key, one);
			this.#tell(true);
		} else {
			this.#post({ kind: 'add', entries: fresh.map((parcel) => parcel.entry()), files });
		}
	}

	async #load(): Promise<void> {
		const { entries, now = Date.now } = this.around;
		const member = this.#member;
		const all = await entries.all().catch(() => []);
		const own = all.filter((entry) => entry.member === member);
		for (const old of own.filter((entry) => now() - entry.since > lifetime)) void entries.drop(old.key);
		if (member !== this.#member) return;
		for (const entry of own.filter((entry) => now() - entry.since <= lifetime)) {
			let parcel = this.#parcels.find((other) => other.key === entry.key);
			if (parcel) {
				// What the tab before wrote down last is newer than what it told.
				parcel.apply(entry);
			} else {
				parcel = Parcel.of(entry);
				this.#parcels = [...this.#parcels, parcel];
			}
			// The way back to a file is kept, not told from tab to tab.
			parcel.handle ??= entry.handle ?? null;
		}
	}

	#turn(leading: boolean): void {
		this.#leading = leading;
		if (!leading) {
			void this.#sender.end();
			return;
		}
		void this.#load().then(async () => {
			if (!this.#leading) return;
			for (const [key, one] of this.#mine) this.#sender.offer(key, one);
			await this.around.attic.sweep(
				this.#member,
				new Set(this.#parcels.flatMap(({ key }) => [key, previewKey(key)])),
			);
			this.#sender.begin();
			await this.#sender.resettle();
			this.wire?.post({ kind: 'led' });
			this.#tell(true);
		});
	}

	#hear(message: Message): void {
		switch (message.kind) {
			case 'state':
				this.#heard = (this.around.now ?? Date.now)();
				if (!this.#leading) this.#mirror(message.entries);
				break;
			case 'led': {
				const files = [...this.#mine].filter(([key]) => this.#parcels.some((parcel) => parcel.key === key));
				if (files.length > 0) this.#post({ kind: 'add', entries: [], files });
				break;
			}
			case 'hello':
				if (this.#leading) this.#tell(true);
				break;
			case 'do': {
				const parcel = this.#parcels.find((other) => other.key === message.key);
				if (this.#leading && parcel) this.#sender.do(message.deed, parcel);
				break;
			}
			case 'add':
				if (!this.#leading) break;
				for (const entry of message.entries) {
					if (entry.member !== this.#member) continue;
					if (!this.#parcels.some((parcel) => parcel.key === entry.key))
						this.#parcels = [...this.#parcels, Parcel.of(entry)];
				}
				for (const [key, one] of message.files) this.#sender.offer(key, one);
				break;
		}
	}

	/** Shows what the tab that sends told. */
	#mirror(entries: readonly Entry[]): void {
		const own = entries.filter((entry) => entry.member === this.#member);
		const now = (this.around.now ?? Date.now)();
		const told = own.map((entry) => {
			const parcel = this.#parcels.find((other) => other.key === entry.key);
			if (!parcel) return Parcel.of(entry);
			parcel.apply(entry);
			return parcel;
		});
		// What was just chosen here may not have got there yet.
		const fresh = this.#parcels.filter(
			(parcel) => this.#mine.has(parcel.key) && !told.includes(parcel) && now - parcel.since < silence,
		);
		for (const key of this.#mine.keys())
			if (![...told, ...fresh].some((parcel) => parcel.key === key && parcel.state !== 'done'))
				this.#mine.delete(key);
		this.#parcels = [...told, ...fresh];
	}

	/** Tells other tabs what is shown: at once what happened, progress now and then. */
	#tell(now: boolean): void {
		if (!this.wire || !this.#leading) return;
		const at = (this.around.now ?? Date.now)();
		const wait = now ? 0 : beat - (at - this.#told);
		if (wait > 0) {
			this.#soon ??= setTimeout(() => this.#tell(true), wait);
			return;
		}
		clearTimeout(this.#soon);
		this.#soon = undefined;
		this.#told = at;
		this.#post({ kind: 'state', entries: this.#parcels.map((parcel) => parcel.entry()) });
	}

	#post(message: Message): void {
		try {
			this.wire?.post(message);
		} catch {
			// A handle or file that cannot be passed on: the other tab asks for the file itself.
			if (message.kind === 'add')
				this.wire?.post({ ...message, files: message.files.map(([key, { file }]) => [key, { file }]) });
		}
	}

	#take(parcel: Parcel): void {
		this.#mine.delete(parcel.key);
		this.#parcels = this.#parcels.filter((other) => other !== parcel);
	}
}
