import type { Story } from '$lib/api/wire';

/** newest by capture time first, or who has waited longest first: as the server orders lists. */
export type Order = 'newest' | 'longest';

type Ordered = Pick<Story, 'id' | 'captured_at' | 'since'>;

/** Negative when a comes before b. Ids decide between equal times, as they do on the server. */
export function compare(a: Ordered, b: Ordered, order: Order): number {
	const [first, second] = order === 'longest' ? [a, b] : [b, a];
	const [x, y] = order === 'longest' ? [first.since, second.since] : [first.captured_at, second.captured_at];
	return Date.parse(x) - Date.parse(y) || (first.id < second.id ? -1 : first.id > second.id ? 1 : 0);
}

/** Puts stories where they belong in a list; those it has are replaced in place. */
export function merged<T extends Ordered>(list: readonly T[], more: readonly T[], order: Order): T[] {
	const fresh = new Map(more.map((story) => [story.id, story]));
	const out = list.map((story) => {
		const newer = fresh.get(story.id);
		fresh.delete(story.id);
		return newer ?? story;
	});
	for (const story of fresh.values()) {
		const at = out.findIndex((other) => compare(story, other, order) < 0);
		out.splice(at < 0 ? out.length : at, 0, story);
	}
	return out;
}
