import { Failure } from '$lib/api/failure';
import { isLocal } from '$lib/outbox/kept';
import { Ahead } from './ahead';
import { backoff } from './backoff';
import { passing } from './carrier';
import { CheckIn, readable } from './checkin';
import { choose } from './lanes';
import type { Entry, Stored, UploadState } from './ledger';
import type { Parcel } from './parcel.svelte';
import { noPreview, previewKey } from './preview';
import { permits } from './rules';
import type { Surroundings } from './surroundings';
import type { Chosen, Deed } from './wire';

/** Where nothing may go ahead of a file. */
const resting: UploadState[] = ['paused', 'held', 'failed', 'here', 'done', 'asking', 'allowing'];
/** The longest time a timer can be set for. */
const far = 2 ** 31 - 1;

/**
 * Sends what is on its way from this browser; it runs in one of its tabs. It decides which file goes when,
 * what to do when one fails, and writes down how far each is.
 */
export class Sender {
	#running = false;
	#clock: ReturnType<typeof setTimeout> | undefined;
	/** Something small goes first; the films stand still. */
	#aside = false;
	readonly #ahead: Ahead;
	readonly #checkIn: CheckIn;
	/** Who waits for an upload to be open, or for it to have failed. */
	readonly #opening = new Map<Parcel, () => void>();
	readonly #trips = new WeakMap<Parcel, object>();

	constructor(
		private readonly around: Surroundings,
		private readonly parcels: () => readonly Parcel[],
		/** Takes a parcel off the list. */
		private readonly remove: (parcel: Parcel) => void,
		/** Something is to be shown; `now` when it is more than progress. */
		private readonly tell: (now: boolean) => void,
	) {
		this.#checkIn = new CheckIn(around, {
			parcels,
			tell,
			running: () => this.#running,
			online: () => this.#online(),
			set: (parcel, state) => this.#set(parcel, state),
			save: (parcel) => this.#save(parcel),
			halt: (parcel) => this.#halt(parcel),
			drop: (parcel) => this.#drop(parcel),
			confirm: (parcel) => this.#confirm(parcel),
			next: () => this.next(),
		});
		this.#ahead = new Ahead(around, {
			parcels,
			open: (parcel) => this.#open(parcel),
			aside: (still) => this.#standAside(still),
			changed: (parcel) => {
				this.#save(parcel);
				tell(true);
			},
			moved: () => tell(false),
		});
	}

	#now(): number {
		return (this.around.now ?? Date.now)();
	}

	#online(): boolean {
		return (this.around.online ?? (() => navigator.onLine))();
	}

	/** Takes up everything that is on the list. */
	begin(): void {
		this.#running = true;
		this.#ahead.begin();
		for (const parcel of this.parcels()) {
			if (parcel.state === 'done') void this.#confirm(parcel);
			else if (!['paused', 'failed', 'here'].includes(parcel.state)) void this.#checkIn.ready(parcel);
		}
		this.next();
	}

	/** Lets everything go: another tab sends from now on, or nobody is signed in. */
	async end(): Promise<void> {
		this.#running = false;
		this.#ahead.end();
		clearTimeout(this.#clock);
		this.#checkIn.end();
		const all = this.parcels().map((parcel) => {
			clearTimeout(parcel.timer);
			parcel.reading?.abort();
			parcel.left = null;
			return this.#halt(parcel);
		});
		await Promise.all(all);
	}

	/** Takes files for parcels of the list: for new ones, and for those that ask for theirs. */
	offer(key: string, chosen: Chosen): void {
		this.#checkIn.choose(key, chosen);
		const parcel = this.parcels().find((other) => other.key === key);
		if (!parcel || !this.#running || parcel.state === 'paused' || parcel.state === 'here') return;
		if (!parcel.file || ['asking', 'allowing', 'failed'].includes(parcel.state)) {
			if (chosen.file.size !== parcel.size) return this.#checkIn.other(parcel);
			parcel.file = chosen.file;
			parcel.handle = chosen.handle ?? parcel.handle;
			parcel.failure = null;
			parcel.tries = 0;
			this.#checkIn.look(parcel);
		}
	}

	do(deed: Deed, parcel: Parcel): void {
		const deeds: Record<Deed, () => void> = {
			pause: () => this.#pause(parcel),
			resume: () => this.#resume(parcel),
			discard: () => void this.#discard(parcel),
			skip: () => void this.#discard(parcel),
			again: () => {
				parcel.again = true;
				parcel.found = null;
				this.#resume(parcel);
			},
			hurry: () => {
				parcel.hurry = true;
				this.#resume(parcel);
			},
		};
		deeds[deed]();
		this.tell(true);
	}

	/** The device has a link again: whatever waited for it goes on at once. */
	online(): void {
		this.#ahead.online();
		for (const parcel of this.parcels()) {
			if (parcel.state === 'done') void this.#confirm(parcel);
			if (parcel.state !== 'offline' && parcel.state !== 'retrying') continue;
			clearTimeout(parcel.timer);
			this.#set(parcel, 'waiting');
		}
		this.next();
	}

	/** The device lost its link: say so now, not after a timeout. */
	offline(): void {
		for (const parcel of this.parcels()) {
			if (parcel.state !== 'retrying' && parcel.state !== 'waiting') continue;
			clearTimeout(parcel.timer);
			this.#set(parcel, 'offline');
		}
	}

	/** The rules for sending, or what they ask of the link, are others now: begin again by them. */
	async reconsider(): Promise<void> {
		this.#ahead.end();
		for (const parcel of this.parcels()) {
			if (parcel.state !== 'sending') continue;
			this.#set(parcel, 'waiting');
			await this.#halt(parcel);
		}
		this.next();
	}

	/** Cards of this browser may have become stories. */
	async resettle(): Promise<void> {
		for (const parcel of this.parcels()) {
			if (!isLocal(parcel.story)) continue;
			const story = await this.around.storyOf(parcel.story);
			if (!story) continue;
			parcel.story = story;
			this.#save(parcel);
			this.tell(true);
		}
		this.next();
	}

	/** Sends what may go now. */
	next(): void {
		if (!this.#running) return;
		const { rules, connection, lanes = 2 } = this.around;
		const { hold, until } = permits(rules(), this.#now(), connection?.());
		clearTimeout(this.#clock);
		if (until !== Infinity)
			this.#clock = setTimeout(() => this.next(), Math.min(far, Math.max(1000, until - this.#now())));
		for (const parcel of this.parcels()) {
			if (!['waiting', 'held', 'sending'].includes(parcel.state)) continue;
			const why = isLocal(parcel.story) ? 'card' : parcel.hurry ? '' : hold;
			const was = parcel.state;
			if (why && (was !== 'held' || parcel.hold !== why)) {
				parcel.hold = why;
				this.#set(parcel, 'held');
				if (was === 'sending') void this.#halt(parcel);
			} else if (!why && was === 'held') {
				parcel.hold = '';
				this.#set(parcel, 'waiting');
			}
		}
		const of = (state: UploadState) => this.parcels().filter((parcel) => parcel.state === state);
		const { start, halt } = choose(of('waiting'), of('sending'), this.#aside ? 0 : lanes);
		for (const parcel of halt) {
			this.#set(parcel, 'waiting');
			void this.#halt(parcel);
		}
		for (const parcel of start) void this.#send(parcel);
		this.#ahead.look();
	}

	/** Lets everything under way stand still, or go on: bytes that are with the server count. */
	#standAside(still: boolean): void {
		this.#aside = still;
		for (const parcel of still ? this.parcels() : []) {
			if (parcel.state !== 'sending') continue;
			this.#set(parcel, 'waiting');
			void this.#halt(parcel);
		}
		this.next();
	}

	/** Opens the upload of a parcel that waits, and sends nothing yet; says whether it is open. */
	async #open(parcel: Parcel): Promise<boolean> {
		if (!parcel.clip && parcel.state === 'waiting') {
			const open = new Promise<void>((opened) => this.#opening.set(parcel, opened));
			void this.#send(parcel, true);
			await open;
		}
		return parcel.clip !== '';
	}

	// --- sending ---

	async #send(parcel: Parcel, onlyOpen = false): Promise<void> {
		const { carrier, throttle, spend } = this.around;
		const file = parcel.file;
		if (!file) return this.#checkIn.ask(parcel);
		parcel.failure = null;
		parcel.pace.forget();
		parcel.left = null;
		this.#set(parcel, 'sending');
		// A report of a trip that has been halted comes too late to count.
		const trip = {};
		this.#trips.set(parcel, trip);
		const current = () => this.#trips.get(parcel) === trip && parcel.state === 'sending';
		try {
			const { name, type, story, url, sha256, again } = parcel;
			const load = { file, name, type, story, url, sha256, again, onlyOpen, throttle };
			const begun = await carrier(load, {
				opened: (url, clip) => {
					if (this.#trips.get(parcel) !== trip) return;
					parcel.url = url;
					parcel.clip = clip || parcel.clip;
					this.#save(parcel);
				},
				sent: (bytes, fresh) => {
					parcel.spent += fresh;
					spend?.(fresh);
					if (!current()) return;
					parcel.sent = bytes;
					parcel.pace.note(bytes, this.#now());
					parcel.left = parcel.pace.left(parcel.size);
					this.tell(false);
				},
				kept: () => {
					parcel.tries = 0;
					this.#save(parcel);
				},
				done: () => {
					if (!current()) return;
					if (!onlyOpen) return this.#done(parcel);
					void this.#halt(parcel);
					this.#set(parcel, 'waiting');
					this.next();
				},
				failed: (failure) => {
					if (current()) void this.#failed(parcel, failure);
				},
			});
			// Paused or discarded while the carrier was being loaded.
			if (!current()) await begun.halt().catch(() => undefined);
			else parcel.trip = begun;
		} catch (error) {
			if (current()) await this.#failed(parcel, Failure.of(error));
		}
	}

	#done(parcel: Parcel): void {
		parcel.trip = null;
		parcel.sent = parcel.size;
		parcel.left = null;
		this.#set(parcel, 'done');
		void this.#confirm(parcel);
		this.next();
	}

	/**
	 * Lets a sent file go once the server's receipt is for it. Until then it stays on the list of this
	 * browser: a receipt for something else means that it has to be sent again.
	 */
	async #confirm(parcel: Parcel): Promise<void> {
		if (parcel.reading) return; // It comes back when the sum is known.
		const { desk, attic, sums, entries } = this.around;
		const { clip, sha256, member, size, key } = parcel;
		if (clip && sha256) {
			await sums.put({ clip, member, sha256, bytes: size, at: this.#now() });
			const receipt = await desk.receipt(clip).catch(() => undefined);
			if (receipt === undefined) return; // Asked again with the next link.
			if (receipt && receipt.sha256 !== sha256) {
				parcel.url = '';
				parcel.sent = 0;
				parcel.failure = new Failure('sha256_differs', 'file', '');
				return this.#set(parcel, 'failed');
			}
		}
		this.#checkIn.release(key);
		parcel.file = null;
		await attic.dropCopy(member, key);
		await attic.dropCopy(member, previewKey(key));
		await entries.drop(key);
	}

	async #failed(parcel: Parcel, failure: Failure): Promise<void> {
		this.#opened(parcel);
		parcel.trip = null;
		parcel.left = null;
		if (failure.code === 'already_here') return this.#foundHere(parcel);
		if (failure.status === 401) {
			this.around.desk.signedOut();
			return this.#set(parcel, 'offline');
		}
		const gone = parcel.url !== '' && (failure.status === 404 || failure.status === 410);
		if (gone) return this.#gone(parcel);
		if (!passing(failure)) {
			// Another try begins anew: what the server said no to stays no.
			parcel.url = '';
			parcel.sent = 0;
			parcel.preview = noPreview;
			parcel.failure = failure;
			this.#set(parcel, 'failed');
		} else if (!this.#online()) {
			parcel.failure = Failure.offline();
			this.#set(parcel, 'offline');
		} else if (failure.status === 0 && parcel.file && !(await readable(parcel.file))) {
			return this.#checkIn.lost(parcel);
		} else {
			this.#retry(parcel, failure);
		}
		this.next();
	}

	#retry(parcel: Parcel, failure: Failure): void {
		parcel.failure = failure;
		this.#set(parcel, 'retrying');
		parcel.timer = setTimeout(() => {
			if (parcel.state !== 'retrying') return;
			this.#set(parcel, 'waiting');
			this.next();
		}, backoff(parcel.tries++));
	}

	/** The server has let an upload go: because it was through, or because it stood still for too long. */
	async #gone(parcel: Parcel): Promise<void> {
		const { desk } = this.around;
		const receipt = parcel.clip ? await desk.receipt(parcel.clip).catch(() => null) : null;
		if (receipt) return this.#done(parcel);
		parcel.url = '';
		parcel.clip = '';
		parcel.sent = 0;
		parcel.preview = noPreview;
		this.#set(parcel, 'waiting');
		this.next();
	}

	async #foundHere(parcel: Parcel): Promise<void> {
		const found = await this.around.desk.find(parcel.sha256, '').catch(() => null);
		if (parcel.state !== 'sending') return;
		parcel.found = found;
		if (!found) parcel.again = true; // Nobody is there who could be asked about it.
		this.#set(parcel, found ? 'here' : 'waiting');
		this.next();
	}

	// --- what the person does ---

	#pause(parcel: Parcel): void {
		if (!parcel.moving) return;
		clearTimeout(parcel.timer);
		parcel.reading?.abort();
		parcel.left = null;
		this.#set(parcel, 'paused');
		void this.#halt(parcel);
		this.next();
	}

	#resume(parcel: Parcel): void {
		if (['sending', 'done', 'asking'].includes(parcel.state)) return;
		clearTimeout(parcel.timer);
		parcel.tries = 0;
		parcel.failure = null;
		if (parcel.state === 'retrying' || parcel.state === 'offline' || parcel.state === 'held') {
			this.#set(parcel, 'waiting');
			this.next();
		} else {
			void this.#checkIn.ready(parcel);
		}
	}

	/** Throws an upload away, here and on the server. */
	async #discard(parcel: Parcel): Promise<void> {
		clearTimeout(parcel.timer);
		const trip = parcel.trip;
		parcel.trip = null;
		this.#trips.delete(parcel);
		const { url, state } = parcel;
		this.#drop(parcel);
		if (trip) await trip.drop().catch(() => undefined);
		else if (url && state !== 'done') await this.around.desk.forget(url);
		this.next();
	}

	// --- what is kept of it ---

	#drop(parcel: Parcel): void {
		parcel.reading?.abort();
		this.#ahead.leave(parcel);
		this.#opened(parcel);
		this.#checkIn.leave(parcel);
		this.remove(parcel);
		this.tell(true);
		void this.around.entries.drop(parcel.key);
		void this.around.attic.dropCopy(parcel.member, parcel.key);
		void this.around.attic.dropCopy(parcel.member, previewKey(parcel.key));
	}

	#set(parcel: Parcel, state: UploadState): void {
		parcel.state = state;
		if (resting.includes(state)) this.#ahead.leave(parcel);
		this.#save(parcel);
		this.tell(true);
	}

	/** Only what is there is written again: an entry that was taken away meanwhile stays away. */
	#save(parcel: Parcel): void {
		const { entries } = this.around;
		const entry = parcel.stored();
		void entries
			.change(parcel.key, (was) => (was ? entry : undefined))
			.catch(() => entries.change(parcel.key, (was) => (was ? withoutHandle(entry) : undefined)))
			// A full or forbidden storage costs the way back after a reload, not the upload.
			.catch(() => undefined);
	}

	#opened(parcel: Parcel): void {
		this.#opening.get(parcel)?.();
		this.#opening.delete(parcel);
	}

	async #halt(parcel: Parcel): Promise<void> {
		const trip = parcel.trip;
		parcel.trip = null;
		this.#trips.delete(parcel);
		this.#opened(parcel);
		await trip?.halt().catch(() => undefined);
	}
}

function withoutHandle({ handle: _, ...entry }: Stored): Entry {
	return entry;
}
