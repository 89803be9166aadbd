import { expect, it } from 'vitest';
import { readRoom, writeRoom } from './room';

it('takes gigabytes as people write them', () => {
	expect(['', ' 500 ', '1.5', '1,5', '٥٠٠', '١٫٥'].map(readRoom)).toEqual([
		0, 500e9, 1.5e9, 1.5e9, 500e9, 1.5e9,
	]);
	expect(['-1', 'lots', '1.2.3', '5 GB', '1e3'].map(readRoom)).toEqual([null, null, null, null, null]);
	expect([0, 500e9, 1.5e9].map(writeRoom)).toEqual(['', '500', '1.5']);
});
