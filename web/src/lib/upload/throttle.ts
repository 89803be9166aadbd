import type { Pacer } from './carrier';

/** The least and the most that goes in one request while there is a cap, in bytes. */
const least = 16_384;
const most = 8 << 20;

/**
 * Holds all uploads of this browser together to so many bytes a second. A browser cannot send a body
 * slowly, so it goes in slices of two seconds' worth with pauses between them: larger slices fill the line
 * in bursts that somebody on a call would hear, smaller ones cost more requests than bytes.
 */
export class Throttle implements Pacer {
	/** When the bytes let through so far will have been paid for, in milliseconds. */
	#due = 0;

	constructor(
		/** Bytes a second, 0 = as fast as it goes. */
		private readonly cap: () => number,
		private readonly now: () => number = Date.now,
	) {}

	slice(): number {
		const cap = this.cap();
		return cap > 0 ? Math.min(most, Math.max(least, Math.round(2 * cap))) : Infinity;
	}

	async wait(bytes: number, signal: AbortSignal): Promise<void> {
		const cap = this.cap();
		if (cap <= 0) return;
		const now = this.now();
		const begins = Math.max(now, this.#due);
		this.#due = begins + (bytes * 1000) / cap;
		if (begins > now) await pause(begins - now, signal);
	}
}

/** Waits; rejects with the signal's reason when that was given up. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
	return new Promise((done, failed) => {
		const gone = () => {
			clearTimeout(timer);
			failed(signal.reason);
		};
		const timer = setTimeout(() => {
			signal.removeEventListener('abort', gone);
			done();
		}, milliseconds);
		if (signal.aborted) gone();
		else signal.addEventListener('abort', gone, { once: true });
	});
}
