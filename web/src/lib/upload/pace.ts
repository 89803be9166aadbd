/**
 * Measures how fast bytes go out and says how long the rest will take, or nothing while it cannot know.
 * It looks at the last twenty seconds: long enough to ride out a bad link's breathing, short enough to
 * notice that the road has become better or worse.
 */
export class Pace {
	#samples: { at: number; sent: number }[] = [];

	constructor(
		private readonly window = 20_000,
		private readonly least = 3_000,
	) {}

	/** Takes note of `sent` bytes in total at the time `at`, in milliseconds. */
	note(sent: number, at: number): void {
		const last = this.#samples.at(-1);
		// An offset that went back (another try) would read as negative speed.
		if (last && sent < last.sent) this.#samples = [];
		this.#samples.push({ at, sent });
		while (this.#samples.length > 2 && at - this.#samples[0]!.at > this.window) this.#samples.shift();
	}

	/** Forgets what it saw: after a pause the old speed says nothing. */
	forget(): void {
		this.#samples = [];
	}

	/** Bytes per second, null until there are a few seconds to judge by. */
	rate(): number | null {
		const first = this.#samples[0];
		const last = this.#samples.at(-1);
		if (!first || !last || last.at - first.at < this.least || last.sent === first.sent) return null;
		return ((last.sent - first.sent) * 1000) / (last.at - first.at);
	}

	/** Seconds until `size` bytes are sent, null while unknown. */
	left(size: number): number | null {
		const rate = this.rate();
		const last = this.#samples.at(-1);
		if (rate === null || !last) return null;
		return Math.max(0, size - last.sent) / rate;
	}
}
