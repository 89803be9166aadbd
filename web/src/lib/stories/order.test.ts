import { expect, it } from 'vitest';
import { merged } from './order';

const story = (id: string, captured: number, since = captured) => ({
	id,
	captured_at: new Date(captured).toISOString(),
	since: new Date(since).toISOString(),
});
const ids = (list: { id: string }[]) => list.map(({ id }) => id).join('');

it('puts what came in where the server would have it', () => {
	const list = [story('d', 40), story('b', 20)];
	const more = [story('a', 10), story('c', 30), story('e', 50), story('f', 20)];
	expect(ids(merged(list, more, 'newest'))).toBe('edcfba');
});

it('has those first who waited longest, where that is asked', () => {
	const list = [story('a', 5, 10), story('c', 1, 30)];
	expect(ids(merged(list, [story('b', 9, 20), story('d', 0, 30)], 'longest'))).toBe('abcd');
});

it('replaces a story where it stands', () => {
	const list = [story('b', 20), story('a', 10)];
	const moved = { ...story('a', 99), title: 'new' };
	expect(merged<object & ReturnType<typeof story>>(list, [moved], 'newest')).toEqual([list[0], moved]);
});
