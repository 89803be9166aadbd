import { expect, it } from 'vitest';
import { readCount, readRules, sameRules } from './months';

it('takes whole numbers as people write them', () => {
	expect(['', ' 12 ', '0', '١٢', '1200'].map((text) => readCount(text, 1200))).toEqual([0, 12, 0, 12, 1200]);
	expect(['-1', '1.5', 'a year', '1201', '1e3', '99999999'].map((text) => readCount(text, 1200))).toEqual(
		Array(6).fill(null),
	);
});

it('takes all the rules or none', () => {
	const typed = { draft: '12', returned: '', declined: '0', kept: '24', withdrawn: '6' };
	const rules = readRules(typed)!;
	expect(rules).toEqual({ draft: 12, returned: 0, declined: 0, kept: 24, withdrawn: 6 });
	expect(readRules({ ...typed, kept: 'long' })).toBeNull();
	expect(sameRules(rules, { ...rules })).toBe(true);
	expect(sameRules(rules, { ...rules, kept: 1 })).toBe(false);
});
