/** What is asked of a file to find its place in the line. */
export type Runner = { size: number; sent: number };

const left = (runner: Runner) => runner.size - runner.sent;

/** How much smaller than what is under way a file must be to be let past it. */
const muchSmaller = 4;

/**
 * Which files to send now: of two lanes one takes what is soonest through, the other what is furthest from
 * it, so that neither a hundred small files hold up the giant nor the giant them. A file much smaller than
 * all that is under way is let past: what is halted for it loses nothing.
 */
export function choose<T extends Runner>(
	waiting: readonly T[],
	sending: readonly T[],
	lanes: number,
): { start: T[]; halt: T[] } {
	const line = [...waiting].sort((a, b) => left(a) - left(b));
	const under = [...sending];
	const start: T[] = [];
	while (under.length < lanes && line.length > 0) {
		const giant = line.at(-1)!;
		const kept = under.some((runner) => left(runner) >= left(giant));
		const next = under.length === 0 || kept ? line.shift()! : line.pop()!;
		start.push(next);
		under.push(next);
	}
	const halt: T[] = [];
	const first = line[0];
	if (first && lanes > 0 && start.length === 0) {
		const least = under.reduce((a, b) => (left(b) < left(a) ? b : a));
		if (left(first) * muchSmaller < left(least)) {
			halt.push(least);
			start.push(first);
		}
	}
	return { start, halt };
}
