import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { troubles } from './trouble';

it('has words for everything that can come between us and a receiver', () => {
	const sender = readFileSync('../notify/webhook.go', 'utf8');
	const words = [...sender.matchAll(/return (?:0, )?"((?:it|its|the) [^"]+)"/g)].map(([, word]) => word!);
	expect(words.length).toBeGreaterThan(4);
	expect(words.filter((word) => !troubles[word])).toEqual([]);
});
