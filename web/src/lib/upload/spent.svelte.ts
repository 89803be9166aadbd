import { used } from '$lib/store/db';

/** How many bytes of footage left this browser this month: what a data plan will say, not what arrived. */
class Spent {
	#bytes = $state(0);
	#fresh = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	get month(): number {
		return this.#bytes;
	}

	async load(): Promise<void> {
		this.#bytes = (await used.get(month()).catch(() => undefined))?.bytes ?? 0;
	}

	add(bytes: number): void {
		if (bytes <= 0) return;
		this.#bytes += bytes;
		this.#fresh += bytes;
		this.#timer ??= setTimeout(() => void this.save(), 2000);
	}

	/** Adds what was counted since the last time to what is kept. */
	async save(): Promise<void> {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const fresh = this.#fresh;
		this.#fresh = 0;
		if (fresh === 0) return;
		const name = month();
		const after = await used
			.change(name, (was) => ({ month: name, bytes: (was?.bytes ?? 0) + fresh }))
			.catch(() => undefined);
		if (after) this.#bytes = after.bytes + this.#fresh;
	}
}

/** Of the calendar where the person is: 2026-05. */
function month(now = new Date()): string {
	return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}`;
}

export const spent = new Spent();
