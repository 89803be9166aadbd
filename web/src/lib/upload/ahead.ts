import { Failure } from '$lib/api/failure';
import { backoff } from './backoff';
import { passing, type Trip } from './carrier';
import type { Parcel } from './parcel.svelte';
import { isWorth, look, noPreview, previewKey, slow, type Preview } from './preview';
import type { Surroundings } from './surroundings';
import { pause } from './throttle';

/** What is asked of whoever sends the films themselves. */
export type Line = {
	parcels(): readonly Parcel[];
	/** Opens the upload of a film, whose clip the copy belongs to. */
	open(parcel: Parcel): Promise<boolean>;
	/** Lets all films stand still, or go on. */
	aside(still: boolean): void;
	/** Writes down and shows what has become of one. */
	changed(parcel: Parcel): void;
	/** Shows progress. */
	moved(): void;
};

/** How often a copy is tried without a byte of progress before the films go on without it. */
const attempts = 8;

/**
 * Sends small copies before the films: it looks at the link, makes one copy after another while the films go
 * on, and has them stand still while one goes. Whatever goes wrong here stops no film.
 */
export class Ahead {
	#run: AbortController | null = null;
	#last: Promise<void> = Promise.resolve();
	#work: { parcel: Parcel; stop: AbortController } | null = null;
	/** Called when the device has a link again. */
	#back: (() => void) | null = null;

	constructor(
		private readonly around: Surroundings,
		private readonly line: Line,
	) {}

	/** Takes up what an earlier visit left. */
	begin(): void {
		for (const parcel of this.line.parcels()) {
			if (parcel.preview.state === 'making') this.#set(parcel, noPreview);
			if (parcel.preview.state === 'going') this.#set(parcel, { ...parcel.preview, state: 'made' });
		}
	}

	/** Stops; what is made is kept and goes on with the next look. */
	end(): void {
		this.#run?.abort();
		this.#run = null;
	}

	/** Sees whether there is something to do. It may be called however often. */
	look(): void {
		const { maker, rules } = this.around;
		if (this.#run || !maker || !rules().preview || this.#open().length === 0) return;
		const run = (this.#run = new AbortController());
		// One after the other: what was stopped may still have to put things right.
		this.#last = this.#last
			.then(() => this.#all(run.signal))
			.catch(() => undefined)
			.then(() => {
				if (this.#run === run) this.#run = null;
			});
	}

	/** A film needs no copy any more, or not now. */
	leave(parcel: Parcel): void {
		if (this.#work?.parcel === parcel) this.#work.stop.abort();
	}

	online(): void {
		this.#back?.();
	}

	/** Films that are on their way and have no copy yet. */
	#open(): Parcel[] {
		return this.line
			.parcels()
			.filter(
				({ state, preview }) =>
					['waiting', 'sending', 'retrying'].includes(state) && ['', 'made'].includes(preview.state),
			);
	}

	async #all(signal: AbortSignal): Promise<void> {
		if (!(await this.around.maker!.can())) return;
		while (!signal.aborted && this.#open().length > 0) {
			// What was made before a reload was found to be needed then.
			const made = this.#open().filter((parcel) => parcel.preview.state === 'made' && parcel.clip);
			for (const parcel of [...made, ...(await this.#tooLong(signal))]) await this.#one(parcel, signal);
			if (!signal.aborted && this.#open().length > 0) await pause(look, signal);
		}
	}

	/** Waits until it is known how long the films take, and gives those that should be seen earlier. */
	async #tooLong(signal: AbortSignal): Promise<Parcel[]> {
		const left = (parcel: Parcel) => parcel.size - parcel.sent;
		let speed = this.around.rules().cap;
		for (;;) {
			signal.throwIfAborted();
			const open = this.#open().filter((parcel) => parcel.preview.state === '');
			if (open.length === 0) return [];
			const found = speed > 0 ? slow(open, left, speed) : [];
			if (found.length > 0) return found;
			speed = await this.#measure(signal);
		}
	}

	/**
	 * Asks the server twice how much has arrived, for bytes a second; 0 while nobody can tell. What the network
	 * takes from us says little: systems and routers swallow megabytes before a thin link slows them.
	 */
	async #measure(signal: AbortSignal): Promise<number> {
		const now = this.around.now ?? Date.now;
		const sending = this.line.parcels().filter(({ state, clip }) => state === 'sending' && clip);
		const before = await this.#arrived(sending);
		const at = now();
		await pause(look, signal);
		const after = await this.#arrived(sending);
		if (!before || after === null || after < before) return 0;
		return Math.max(1, ((after - before) * 1000) / (now() - at));
	}

	async #arrived(parcels: readonly Parcel[]): Promise<number | null> {
		let sum = 0;
		for (const parcel of parcels) {
			const bytes =
				parcel.state === 'done' ? parcel.size : await this.around.desk.arrived(parcel.clip).catch(() => null);
			if (bytes === null) return null;
			sum += bytes;
		}
		return sum;
	}

	async #one(parcel: Parcel, run: AbortSignal): Promise<void> {
		if (run.aborted || !this.#open().includes(parcel)) return;
		const stop = new AbortController();
		const ended = () => stop.abort();
		run.addEventListener('abort', ended, { once: true });
		this.#work = { parcel, stop };
		try {
			const copy = await this.#prepare(parcel, stop.signal);
			if (copy && !stop.signal.aborted) await this.#deliver(parcel, copy, stop.signal);
		} catch {
			if (!stop.signal.aborted) this.#set(parcel, { ...noPreview, state: 'none' });
		} finally {
			run.removeEventListener('abort', ended);
			this.#work = null;
			const { state } = parcel.preview;
			if (state === 'making') this.#set(parcel, noPreview);
			if (state === 'going') this.#set(parcel, { ...parcel.preview, state: 'made' });
			if (state === 'there' || state === 'none')
				await this.around.attic.dropCopy(parcel.member, previewKey(parcel.key));
		}
	}

	/** The copy as it was made before, or a new one; null where there is none. */
	async #prepare(parcel: Parcel, signal: AbortSignal): Promise<Blob | null> {
		const { attic, maker } = this.around;
		const { member, key, preview } = parcel;
		if (preview.state === 'made') {
			const kept = await attic.copyOf(member, previewKey(key), preview.size);
			if (kept) return kept;
		}
		// It comes back with a later look where it cannot be opened now; the film itself says why.
		if (!parcel.file || !(await this.line.open(parcel)) || signal.aborted) return null;
		this.#set(parcel, { ...noPreview, state: 'making' });
		const copy = await maker!.make(parcel.file, signal);
		// What is left of the film may be through before its copy by now.
		if (!copy || !isWorth(copy.size, parcel.size) || copy.size > parcel.size - parcel.sent) {
			this.#set(parcel, { ...noPreview, state: 'none' });
			return null;
		}
		await attic.keep(member, previewKey(key), copy);
		this.#set(parcel, { ...noPreview, state: 'made', size: copy.size });
		return copy;
	}

	/** Brings a copy to the server while all films stand still: on from where it was, however often it breaks off. */
	async #deliver(parcel: Parcel, copy: Blob, signal: AbortSignal): Promise<void> {
		let tries = 0;
		let anew = true;
		this.#set(parcel, { ...parcel.preview, state: 'going' });
		this.line.aside(true);
		try {
			while (!signal.aborted) {
				const failure = await this.#trip(parcel, copy, signal, () => (tries = 0));
				if (signal.aborted) return;
				if (!failure || failure.code === 'proxy_here') {
					return this.#set(parcel, { ...parcel.preview, state: 'there', sent: copy.size });
				} else if (failure.status === 401) {
					return this.around.desk.signedOut();
				} else if (parcel.preview.url && anew && [404, 410].includes(failure.status)) {
					// The server let it go, because it stood still for too long or its film is through.
					anew = false;
					this.#set(parcel, { ...parcel.preview, url: '', sent: 0 });
				} else if (!passing(failure) || tries >= attempts) {
					return this.#set(parcel, { ...noPreview, state: 'none' });
				} else if (this.#online()) {
					await pause(backoff(tries++), signal);
				} else {
					await this.#link(signal);
				}
			}
		} finally {
			this.line.aside(false);
		}
	}

	/** One try; gives what went wrong. */
	#trip(parcel: Parcel, copy: Blob, signal: AbortSignal, progress: () => void): Promise<Failure | null> {
		const { carrier, throttle, spend } = this.around;
		const load = {
			file: copy,
			name: parcel.name.replace(/\.[^.]*$/, '') + '.mp4',
			type: 'video/mp4',
			story: parcel.story,
			url: parcel.preview.url,
			about: {},
			proxyFor: parcel.clip,
			throttle,
		};
		return new Promise((ended) => {
			let trip: Trip | null = null;
			const end = (failure: Failure | null) => {
				signal.removeEventListener('abort', halt);
				ended(failure);
			};
			const halt = () => {
				void trip?.halt().catch(() => undefined);
				end(null);
			};
			signal.addEventListener('abort', halt, { once: true });
			carrier(load, {
				opened: (url) => this.#set(parcel, { ...parcel.preview, url }),
				sent: (sent, fresh) => {
					parcel.spent += fresh;
					spend?.(fresh);
					parcel.preview = { ...parcel.preview, sent };
					this.line.moved();
				},
				kept: progress,
				done: () => end(null),
				failed: end,
			}).then(
				(begun) => {
					trip = begun;
					if (signal.aborted) halt();
				},
				(error) => end(Failure.of(error)),
			);
		});
	}

	#online(): boolean {
		return (this.around.online ?? (() => navigator.onLine))();
	}

	#link(signal: AbortSignal): Promise<void> {
		return new Promise((back) => {
			this.#back = back;
			signal.addEventListener('abort', () => back(), { once: true });
		});
	}

	#set(parcel: Parcel, preview: Preview): void {
		parcel.preview = preview;
		this.line.changed(parcel);
	}
}
