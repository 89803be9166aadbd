/**
 * Whether there is a way to the server. The device's own word is only half of it: a phone with one bar
 * says it is online. What requests met counts as well.
 */
class Link {
	#device = $state(true);
	#server = $state(true);
	#back = new Set<() => void>();

	get up(): boolean {
		return this.#device && this.#server;
	}

	/** Calls `tell` when there is a way again. Returns its undo. */
	onBack(tell: () => void): () => void {
		this.#back.add(tell);
		return () => this.#back.delete(tell);
	}

	/** A request was answered. */
	answered(): void {
		if (!this.#server) this.#set(this.#device, true);
	}

	/** A request was not answered. */
	silent(): void {
		this.#set(this.#device, false);
	}

	/** Follows the device, and knocks at the server while it is silent. Returns its undo. */
	attend(): () => void {
		let tries = 0;
		let timer: ReturnType<typeof setTimeout> | undefined;
		const knock = () => {
			clearTimeout(timer);
			timer = setTimeout(
				() => {
					if (document.hidden || this.up) return knock();
					void this.#ask().then((there) => {
						tries = there ? 0 : Math.min(tries + 1, 4);
						knock();
					});
				},
				// 2 s, 4 s … 32 s: cheap enough for a phone, soon enough for a person.
				2000 * 2 ** tries,
			);
		};
		const device = () => {
			tries = 0;
			this.#set(navigator.onLine, navigator.onLine ? this.#server : false);
			if (navigator.onLine) void this.#ask();
			knock();
		};
		this.#set(navigator.onLine, navigator.onLine);
		addEventListener('online', device);
		addEventListener('offline', device);
		knock();
		return () => {
			clearTimeout(timer);
			removeEventListener('online', device);
			removeEventListener('offline', device);
		};
	}

	async #ask(): Promise<boolean> {
		try {
			const answer = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(10_000) });
			if (!answer.ok) throw new Error(answer.statusText);
			this.#set(navigator.onLine, true);
			return true;
		} catch {
			this.silent();
			return false;
		}
	}

	#set(device: boolean, server: boolean): void {
		const was = this.up;
		this.#device = device;
		this.#server = server;
		if (!was && this.up) for (const tell of this.#back) tell();
	}
}

export const link = new Link();
