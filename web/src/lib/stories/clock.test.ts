import { expect, it } from 'vitest';
import type { Clip } from '$lib/api/wire';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { asLocal, concerned, inWords, moved, shift } from './clock';

overwriteGetLocale(() => 'en');

const clip = (id: string, captured_at: string | null, make = 'Canon', serial = '1') =>
	({ id, captured_at, facts: { make, model: 'XA40', serial } }) as Clip;

it('moves nothing by what the field was filled with', () => {
	for (const captured of ['2026-05-03T10:15:09Z', '2026-05-03T10:15:09.900Z', '2026-01-31T23:59:59Z'])
		expect(shift(captured, asLocal(captured))).toBe(0);
});

it('counts whole seconds to what was really so', () => {
	const captured = '2026-05-03T10:15:09Z';
	expect(shift(captured, asLocal('2026-05-03T12:15:00Z'))).toBe(7191);
	expect(shift(captured, asLocal('2025-05-03T10:15:09Z'))).toBe(-365 * 86_400);
	expect(shift(captured, '')).toBeNaN();
	expect(moved(captured, 7191).toISOString()).toBe('2026-05-03T12:15:00.000Z');
});

it('shows the clips that the server will choose', () => {
	const clips = [clip('a', '2026-05-03T10:00:00Z'), clip('b', '2026-05-03T11:00:00Z')];
	const others = [
		clip('c', '2026-05-03T12:00:00Z', 'Sony'),
		clip('d', null),
		clip('e', '2026-05-03T13:00:00Z', 'Canon', '2'),
	];
	const all = [...clips, ...others];
	expect(concerned(clips[0]!, all, 'clip').map(({ id }) => id)).toEqual(['a']);
	expect(concerned(clips[0]!, all, 'story').map(({ id }) => id)).toEqual(['a', 'b']);
	expect(concerned(clips[0]!, all, 'everywhere').map(({ id }) => id)).toEqual(['a', 'b']);
});

it('says a correction in words', () => {
	expect(inWords(7500)).toBe('2 hours and 5 minutes later');
	expect(inWords(-86_401)).toBe('1 day and 1 second earlier');
});
