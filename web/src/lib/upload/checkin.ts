import { Failure } from '$lib/api/failure';
import type { UploadState } from './ledger';
import type { Parcel } from './parcel.svelte';
import type { Surroundings } from './surroundings';
import type { Chosen } from './wire';

/** Up to this size a file need not be known before it is sent: it is through before that is worth it. */
const small = 32_000_000;
/** How long such a file waits for its sum all the same, in milliseconds. */
const grace = 1200;
/** Up to this size a file is copied rather than asked for by a way back that needs a yes. */
const copied = 256_000_000;
/** What the check-in asks of the one who sends. */
export type Sending = {
	parcels: () => readonly Parcel[];
	running: () => boolean;
	online: () => boolean;
	set: (parcel: Parcel, state: UploadState) => void;
	save: (parcel: Parcel) => void;
	/** Something is to be shown; `now` when it is more than progress. */
	tell: (now: boolean) => void;
	halt: (parcel: Parcel) => Promise<void>;
	drop: (parcel: Parcel) => void;
	confirm: (parcel: Parcel) => Promise<void>;
	/** Sends what may go now. */
	next: () => void;
};

/**
 * What comes before a file is sent: it is found again as the browser kept it, looked through once for its
 * mark and its sum, copied where there is room, and compared with what the server has.
 */
export class CheckIn {
	#looks: Parcel[] = [];
	#looking = false;
	readonly #files = new Map<string, Chosen>();

	constructor(
		private readonly around: Surroundings,
		private readonly sender: Sending,
	) {}

	/** Nothing more is looked through. */
	end(): void {
		this.#looks = [];
	}

	/** Remembers what was chosen for a parcel. */
	choose(key: string, chosen: Chosen): void {
		this.#files.set(key, chosen);
	}

	/** A parcel is through: its file is not needed any more. */
	release(key: string): void {
		this.#files.delete(key);
	}

	/** A parcel is off the list. */
	leave(parcel: Parcel): void {
		this.#looks = this.#looks.filter((other) => other !== parcel);
		this.#files.delete(parcel.key);
	}

	/** Finds the file of a parcel again, as the browser kept it. */
	async ready(parcel: Parcel): Promise<void> {
		const chosen = this.#files.get(parcel.key);
		if (!parcel.file && chosen) {
			parcel.file = chosen.file;
			parcel.handle = chosen.handle ?? parcel.handle;
		}
		if (!parcel.file && parcel.kept === 'copy')
			parcel.file = await this.around.attic.copyOf(parcel.member, parcel.key, parcel.size);
		if (!parcel.file && parcel.handle) {
			const file = await back(parcel.handle);
			if (file === 'ask') return this.sender.set(parcel, 'allowing');
			// The file that lies there now may be another.
			if (file && file.size === parcel.size && file.lastModified === parcel.modified) parcel.file = file;
		}
		if (!this.sender.running()) return;
		if (!parcel.file) return this.ask(parcel);
		if (parcel.mark && parcel.sha256) {
			this.sender.set(parcel, 'waiting');
			this.sender.next();
		} else {
			this.look(parcel);
		}
	}

	/** Asks the person for the file, and the server how far it is: a break comes without a last report. */
	ask(parcel: Parcel): void {
		parcel.kept = '';
		parcel.file = null;
		this.sender.set(parcel, 'asking');
		if (!parcel.url) return;
		void this.around.desk.offset(parcel.url).then((bytes) => {
			if (bytes === null || parcel.state !== 'asking') return;
			parcel.sent = bytes;
			this.sender.tell(true);
		});
	}

	/** What was chosen is not the file that was begun. */
	other(parcel: Parcel): void {
		this.#files.delete(parcel.key);
		parcel.reading?.abort();
		parcel.failure = new Failure('other_file', 'file', '');
		this.ask(parcel);
	}

	/** Puts a parcel in the line of those to be looked through: one at a time, the smallest first. */
	look(parcel: Parcel): void {
		if (parcel.size === 0) {
			parcel.failure = new Failure('file_empty', 'file', '');
			return this.sender.set(parcel, 'failed');
		}
		this.sender.set(parcel, 'reading');
		this.#looks = [...this.#looks.filter((other) => other !== parcel), parcel];
		if (!this.#looking) void this.#lookOn();
	}

	async #lookOn(): Promise<void> {
		this.#looking = true;
		try {
			for (;;) {
				// Several are mostly chosen at once; all of them are to be in the line first.
				await null;
				this.#looks.sort((a, b) => a.size - b.size);
				const parcel = this.#looks.shift();
				if (!parcel) return;
				await this.#lookInto(parcel);
			}
		} finally {
			this.#looking = false;
		}
	}

	async #lookInto(parcel: Parcel): Promise<void> {
		const file = parcel.file;
		if (!file) return;
		const stop = new AbortController();
		parcel.reading = stop;
		try {
			const mark = await this.around.reader.mark(file);
			if (stop.signal.aborted) return;
			if (parcel.mark && parcel.mark !== mark) return this.other(parcel);
			if (!parcel.mark && this.#isTwin(parcel, mark)) return;
			parcel.mark = mark;
			this.sender.save(parcel);
			// What is begun goes on at once; what is small is not held up for long.
			const early = parcel.url !== '' ? 0 : parcel.size <= small ? grace : Infinity;
			if (early !== Infinity) setTimeout(() => this.#looked(parcel), early);
			const whole = await this.#readWhole(parcel, file, stop.signal);
			if (stop.signal.aborted) return;
			if (parcel.sha256 && parcel.sha256 !== whole) {
				await this.sender.halt(parcel);
				return this.other(parcel);
			}
			parcel.sha256 = whole;
			this.sender.save(parcel);
			await this.#compare(parcel);
			this.#looked(parcel);
		} catch {
			if (stop.signal.aborted || parcel.state === 'done') return;
			if (!parcel.mark || !(await readable(file))) return this.lost(parcel);
			// It can be read but not summed up here: then the receipt alone has to do.
			this.#looked(parcel);
		} finally {
			if (parcel.reading === stop) parcel.reading = null;
			// A small file can be through before it is summed up.
			if (parcel.state === 'done' && !stop.signal.aborted) void this.sender.confirm(parcel);
		}
	}

	#looked(parcel: Parcel): void {
		if (parcel.state !== 'reading') return;
		this.sender.set(parcel, 'waiting');
		this.sender.next();
	}

	async #readWhole(parcel: Parcel, file: Blob, signal: AbortSignal): Promise<string> {
		const { attic, reader } = this.around;
		const keep = parcel.kept === '' && (parcel.size <= copied || !parcel.handle);
		const room = keep && (await attic.roomFor(parcel.member, parcel.size));
		const { sha256, kept } = await reader.read(file, {
			copy: room ? { member: parcel.member, key: parcel.key } : null,
			progress: (read) => {
				parcel.read = read;
				this.sender.tell(false);
			},
			signal,
		});
		if (kept) parcel.kept = 'copy';
		else if (parcel.handle && parcel.kept === '') parcel.kept = 'handle';
		return sha256;
	}

	/** Whether a new parcel is the file that another one asks for; it then goes on there. */
	#isTwin(parcel: Parcel, mark: string): boolean {
		const twin = this.sender
			.parcels()
			.find(
				(other) =>
					other !== parcel &&
					other.story === parcel.story &&
					other.mark === mark &&
					['asking', 'allowing'].includes(other.state),
			);
		if (!twin || !parcel.file) return false;
		twin.file = parcel.file;
		twin.handle = parcel.handle ?? twin.handle;
		twin.failure = null;
		this.sender.drop(parcel);
		this.look(twin);
		return true;
	}

	/** Asks whether the server has the file already; if so the person is asked what to do. */
	async #compare(parcel: Parcel): Promise<void> {
		if (parcel.again || !this.sender.online()) return;
		// Where it is not begun yet, the server says so when it is.
		if (!parcel.url && parcel.state !== 'sending') return;
		const found = await this.around.desk.find(parcel.sha256, parcel.clip).catch(() => null);
		if (!found || !['reading', 'waiting', 'sending', 'held', 'retrying'].includes(parcel.state)) return;
		// Nearly through: ending it is less than asking.
		if (parcel.share > 0.9) return;
		clearTimeout(parcel.timer);
		parcel.found = found;
		this.sender.set(parcel, 'here');
		await this.sender.halt(parcel);
		this.sender.next();
	}

	/** The file cannot be read any more: its copy serves, where there is one. */
	async lost(parcel: Parcel): Promise<void> {
		const copy =
			parcel.kept === 'copy' ? await this.around.attic.copyOf(parcel.member, parcel.key, parcel.size) : null;
		if (copy && copy !== parcel.file) {
			parcel.file = copy;
			this.sender.set(parcel, 'waiting');
			return this.sender.next();
		}
		parcel.failure = new Failure('file_unreadable', 'file', '');
		this.#files.delete(parcel.key);
		this.ask(parcel);
		this.sender.next();
	}
}

/** The file behind a handle: null when it is gone, 'ask' when the browser wants a yes first. */
async function back(handle: FileSystemFileHandle): Promise<File | 'ask' | null> {
	const asked = handle as unknown as { queryPermission?(how: { mode: 'read' }): Promise<PermissionState> };
	try {
		if ((await asked.queryPermission?.({ mode: 'read' })) === 'prompt') return 'ask';
		return await handle.getFile();
	} catch {
		return null;
	}
}

/** Whether a file can still be read: a card may have been pulled out. */
export async function readable(file: Blob): Promise<boolean> {
	try {
		await file.slice(0, 1).arrayBuffer();
		return true;
	} catch {
		return false;
	}
}
