/**
 * How long to wait before try number `tries` (from 0), in milliseconds: 1 s, 2 s, 4 s … at most 30 s,
 * each shortened at random by up to a quarter, so that a hundred phones coming back do not knock together.
 */
export function backoff(tries: number, random: () => number = Math.random): number {
	const full = Math.min(30_000, 1000 * 2 ** Math.min(tries, 10));
	return Math.round(full * (1 - 0.25 * random()));
}
