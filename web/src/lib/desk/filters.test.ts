import { expect, it } from 'vitest';
import { countOf, filtersOf, sieveOf } from './filters';

const of = (query: string) => filtersOf(new URLSearchParams(query));

it('reads the address, and nothing into it', () => {
	expect(sieveOf(of('overdue=yes&involved=yes&language=ar-SD'))).toEqual({
		overdue: true,
		involved: true,
		language: 'ar-SD',
	});
	const odd = of('overdue=no&from=2026-13-45&to=tomorrow&language=%25');
	expect(countOf(odd)).toBe(0);
	expect(sieveOf(odd)).toEqual({});
});

it('takes whole days where the reader is, the last one too', () => {
	const sieve = sieveOf(of('from=2026-03-28&to=2026-03-29'));
	expect(new Date(sieve.captured_from!)).toEqual(new Date(2026, 2, 28));
	expect(new Date(sieve.captured_until!)).toEqual(new Date(2026, 2, 30));
	expect(sieveOf(of('from=2026-03-29&to=2026-03-28')), 'the wrong way round').toEqual(sieve);
	expect(countOf(of('from=2026-03-28'))).toBe(1);
});
