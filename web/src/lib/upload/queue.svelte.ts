import { Failure } from '$lib/api/failure';
import { backoff } from './backoff';
import { passing, type Carrier, type Trip } from './carrier';
import { fingerprint, type Entry, type Ledger } from './ledger';
import { Pace } from './pace';

/**
 * waiting: its turn comes; sending; paused: by the person; retrying: the next try is set;
 * offline: until the device has a link again; asking: the browser lost the file, it must be chosen
 * again; done: every byte is with the server; failed: trying again would not help.
 */
export type UploadState =
	'waiting' | 'sending' | 'paused' | 'retrying' | 'offline' | 'asking' | 'done' | 'failed';

/** One file on its way to one story. */
export class Parcel {
	state = $state<UploadState>('waiting');
	/** Bytes gone out; after a break, what the server has. */
	sent = $state(0);
	/** Seconds left, null while nobody can know. */
	left = $state<number | null>(null);
	failure = $state<Failure | null>(null);
	clip = $state('');
	/** Milliseconds since 1970 of the next try. */
	nextTry = $state(0);

	file: File | null = null;
	url = '';
	tries = 0;
	trip: Trip | null = null;
	timer: ReturnType<typeof setTimeout> | undefined;
	readonly pace = new Pace();

	constructor(
		readonly key: string,
		readonly story: string,
		readonly name: string,
		readonly size: number,
		readonly modified: number,
	) {}

	get share(): number {
		return this.size > 0 ? this.sent / this.size : this.state === 'done' ? 1 : 0;
	}

	/** Whether leaving the page now would interrupt it. */
	get moving(): boolean {
		return this.state === 'sending' || this.state === 'waiting' || this.state === 'retrying';
	}
}

type Surroundings = {
	carrier: Carrier;
	ledger: Ledger;
	/** How many files go out at once. */
	lanes?: number;
	online?: () => boolean;
	now?: () => number;
};

/**
 * Everything that is on its way from this browser. It outlives the pages, so moving about the app
 * stops nothing. The file with the least left goes first: one giant must not starve the rest.
 */
export class UploadQueue {
	#parcels = $state.raw<readonly Parcel[]>([]);
	#carrier: Carrier;
	#ledger: Ledger;
	#lanes: number;
	#online: () => boolean;
	#now: () => number;

	constructor({ carrier, ledger, lanes = 2, online = () => navigator.onLine, now = Date.now }: Surroundings) {
		this.#carrier = carrier;
		this.#ledger = ledger;
		this.#lanes = lanes;
		this.#online = online;
		this.#now = now;
	}

	get all(): readonly Parcel[] {
		return this.#parcels;
	}

	get busy(): boolean {
		return this.all.some((parcel) => parcel.moving);
	}

	/** The parcels of one story; what an earlier visit left unfinished is among them. */
	of(story: string): Parcel[] {
		return this.all.filter((parcel) => parcel.story === story);
	}

	/** Takes up what an earlier visit left unfinished: it asks for the file, as browsers do not keep it. */
	recall(story: string): void {
		for (const entry of this.#ledger.of(story)) {
			if (this.#find(entry.key)) continue;
			const parcel = asking(entry);
			this.#parcels = [...this.#parcels, parcel];
			void offset(entry.url).then((bytes) => {
				if (bytes !== null && parcel.state === 'asking') parcel.sent = bytes;
			});
		}
	}

	/** Puts files into the queue. A file that was begun before goes on where it was. */
	add(story: string, files: Iterable<File>): void {
		for (const file of files) {
			const key = fingerprint(story, file);
			const known = this.#find(key);
			if (known && known.state !== 'asking' && known.state !== 'failed') continue;
			const entry = this.#ledger.find(key);
			const parcel = known ?? new Parcel(key, story, file.name, file.size, file.lastModified);
			parcel.file = file;
			parcel.url = entry?.url ?? '';
			parcel.clip = entry?.clip ?? parcel.clip;
			parcel.sent = entry?.sent ?? 0;
			parcel.tries = 0;
			parcel.failure = null;
			parcel.state = 'waiting';
			if (!known) this.#parcels = [...this.#parcels, parcel];
		}
		this.#next();
	}

	async pause(parcel: Parcel): Promise<void> {
		if (!parcel.moving && parcel.state !== 'offline') return;
		this.#rest(parcel, 'paused');
		await this.#halt(parcel);
		this.#next();
	}

	resume(parcel: Parcel): void {
		if (!parcel.file) {
			parcel.state = 'asking';
			return;
		}
		if (parcel.state === 'sending' || parcel.state === 'done') return;
		clearTimeout(parcel.timer);
		parcel.tries = 0;
		parcel.failure = null;
		parcel.state = 'waiting';
		this.#next();
	}

	/** Throws an upload away, here and on the server. */
	async discard(parcel: Parcel): Promise<void> {
		this.#rest(parcel, 'paused');
		this.#drop(parcel);
		this.#ledger.remove(parcel.key);
		const trip = parcel.trip;
		parcel.trip = null;
		if (trip) await trip.drop().catch(() => undefined);
		else if (parcel.url && parcel.state !== 'done') await forget(parcel.url);
		this.#next();
	}

	/** Takes a finished parcel off the list. */
	clear(parcel: Parcel): void {
		if (parcel.state === 'done' || parcel.state === 'failed') this.#drop(parcel);
	}

	/** The device has a link again: whatever waited for it goes on at once. */
	online(): void {
		for (const parcel of this.all) {
			if (parcel.state !== 'offline' && parcel.state !== 'retrying') continue;
			clearTimeout(parcel.timer);
			parcel.state = 'waiting';
		}
		this.#next();
	}

	/** The device lost its link: say so now, not after a timeout. */
	offline(): void {
		for (const parcel of this.all) {
			if (parcel.state === 'retrying' || parcel.state === 'waiting') this.#rest(parcel, 'offline');
		}
	}

	#find(key: string): Parcel | undefined {
		return this.#parcels.find((parcel) => parcel.key === key);
	}

	#drop(parcel: Parcel): void {
		this.#parcels = this.#parcels.filter((other) => other !== parcel);
	}

	#next(): void {
		const free = this.#lanes - this.all.filter((parcel) => parcel.state === 'sending').length;
		if (free <= 0) return;
		const ready = this.all
			.filter((parcel) => parcel.state === 'waiting')
			.sort((a, b) => a.size - a.sent - (b.size - b.sent));
		for (const parcel of ready.slice(0, free)) void this.#send(parcel);
	}

	async #send(parcel: Parcel): Promise<void> {
		if (!parcel.file) {
			parcel.state = 'asking';
			return;
		}
		parcel.state = 'sending';
		parcel.failure = null;
		parcel.pace.forget();
		parcel.left = null;
		// A report of a trip that has been halted comes too late to count.
		const current = () => parcel.state === 'sending';
		try {
			const trip = await this.#carrier(
				{ file: parcel.file, story: parcel.story, url: parcel.url },
				{
					opened: (url, clip) => {
						parcel.url = url;
						parcel.clip = clip || parcel.clip;
						this.#ledger.put({
							key: parcel.key,
							member: '',
							story: parcel.story,
							name: parcel.name,
							size: parcel.size,
							modified: parcel.modified,
							url,
							clip: parcel.clip,
							sent: parcel.sent,
							since: this.#now(),
						});
					},
					sent: (bytes) => {
						if (!current()) return;
						parcel.sent = bytes;
						parcel.pace.note(bytes, this.#now());
						parcel.left = parcel.pace.left(parcel.size);
					},
					kept: (bytes) => {
						parcel.tries = 0;
						this.#ledger.sent(parcel.key, bytes);
					},
					done: () => {
						parcel.trip = null;
						parcel.sent = parcel.size;
						parcel.left = null;
						parcel.state = 'done';
						this.#ledger.remove(parcel.key);
						this.#next();
					},
					failed: (failure) => {
						if (current()) this.#failed(parcel, failure);
					},
				},
			);
			parcel.trip = trip;
			// Paused or discarded while the carrier was being loaded.
			if (parcel.state !== 'sending') await this.#halt(parcel);
		} catch (error) {
			if (current()) this.#failed(parcel, Failure.of(error));
		}
	}

	#failed(parcel: Parcel, failure: Failure): void {
		parcel.trip = null;
		parcel.left = null;
		const gone = parcel.url !== '' && (failure.status === 404 || failure.status === 410);
		if (gone) {
			// The server let the upload go; only the beginning is left to do.
			parcel.url = '';
			parcel.sent = 0;
			this.#ledger.remove(parcel.key);
		}
		if (!gone && !passing(failure)) {
			parcel.failure = failure;
			parcel.state = 'failed';
			if (failure.status !== 401) this.#ledger.remove(parcel.key);
		} else if (!this.#online()) {
			parcel.failure = Failure.offline();
			parcel.state = 'offline';
		} else {
			const pause = gone ? 0 : backoff(parcel.tries);
			parcel.tries++;
			parcel.failure = gone ? null : failure;
			parcel.nextTry = this.#now() + pause;
			parcel.state = 'retrying';
			parcel.timer = setTimeout(() => {
				if (parcel.state !== 'retrying') return;
				parcel.state = 'waiting';
				this.#next();
			}, pause);
		}
		this.#next();
	}

	#rest(parcel: Parcel, state: UploadState): void {
		clearTimeout(parcel.timer);
		parcel.left = null;
		parcel.state = state;
	}

	async #halt(parcel: Parcel): Promise<void> {
		const trip = parcel.trip;
		parcel.trip = null;
		await trip?.halt().catch(() => undefined);
	}
}

function asking(entry: Entry): Parcel {
	const parcel = new Parcel(entry.key, entry.story, entry.name, entry.size, entry.modified);
	parcel.url = entry.url;
	parcel.clip = entry.clip;
	parcel.sent = entry.sent;
	parcel.state = 'asking';
	return parcel;
}

/** How many bytes the server has of an upload; null when it cannot say. A break comes without a last report. */
async function offset(url: string): Promise<number | null> {
	const answer = await fetch(url, { method: 'HEAD', headers: { 'Tus-Resumable': '1.0.0' } }).catch(
		() => null,
	);
	const said = answer?.ok ? answer.headers.get('Upload-Offset') : null;
	return said === null ? null : Number(said);
}

/** Asks the server to throw an unfinished upload away; if it cannot be reached, it expires there by itself. */
async function forget(url: string): Promise<void> {
	await fetch(url, { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } }).catch(() => undefined);
}
