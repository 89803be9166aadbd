import { expect, it } from 'vitest';
import { backoff } from './backoff';
import { Pace } from './pace';

it('says nothing before it can know', () => {
	const pace = new Pace();
	expect(pace.left(1000)).toBeNull();
	pace.note(0, 0);
	pace.note(100, 1000);
	expect(pace.left(1000)).toBeNull();
	pace.note(400, 4000);
	expect(pace.left(1000)).toBe(6);
});

it('notices that the road has become worse', () => {
	const pace = new Pace();
	for (let second = 0; second <= 20; second++) pace.note(second * 1000, second * 1000);
	for (let second = 21; second <= 45; second++) pace.note(20_000 + (second - 20) * 10, second * 1000);
	expect(pace.rate()).toBe(10);
});

it('says nothing while nothing moves, and after an offset went back', () => {
	const pace = new Pace();
	pace.note(500, 0);
	pace.note(500, 9000);
	expect(pace.left(1000)).toBeNull();
	pace.note(100, 10_000);
	expect(pace.rate()).toBeNull();
});

it('waits longer with every try, up to half a minute, never all at once', () => {
	expect([0, 1, 2, 3, 4, 5, 50].map((tries) => backoff(tries, () => 0))).toEqual([
		1000, 2000, 4000, 8000, 16_000, 30_000, 30_000,
	]);
	expect(backoff(5, () => 1)).toBe(22_500);
});
