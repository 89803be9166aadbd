import { beforeEach, expect, it } from 'vitest';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { ago, bytes, day, percent, runtime, wait } from './format';

let locale: 'en' | 'fr' | 'ar' = 'en';
overwriteGetLocale(() => locale);
beforeEach(() => (locale = 'en'));

it('never says that all is there before it is', () => {
	expect(percent(0.9999)).toBe('99%');
	expect(percent(1)).toBe('100%');
	expect(percent(-1)).toBe('0%');
});

it('tells running times as players do', () => {
	expect([7, 760, 3729].map(runtime)).toEqual(['0:07', '12:40', '1:02:09']);
});

it('rounds waits as coarsely as they are known', () => {
	expect([2, 41, 130, 6000].map(wait)).toEqual(['5 seconds', '45 seconds', '2 minutes', '1.5 hours']);
});

it('speaks the language of the reader', () => {
	expect(bytes(1_600_000)).toBe('1.6 MB');
	locale = 'fr';
	expect(bytes(1_600_000).replace(/\s/g, ' ')).toBe('1,6 Mo');
	expect(day('2026-05-03')).toBe('3 mai 2026');
	locale = 'ar';
	expect(day('2026-05-03')).toContain('2026');
});

it('keeps a plain day where it is, wherever the reader is', () => {
	expect(day('2026-01-01')).toBe('Jan 1, 2026');
	expect(day('nonsense')).toBe('');
});

it('says how long ago in the largest unit that fits', () => {
	const now = Date.parse('2026-05-03T12:00:00Z');
	expect(ago('2026-05-03T11:55:00Z', now)).toBe('5 minutes ago');
	expect(ago('2026-05-02T12:00:00Z', now)).toBe('yesterday');
	expect(ago('2026-05-03T12:59:00Z', now), 'a clock that is an hour behind').toBe('this minute');
});
