import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { deeds } from './deeds';

it('has words for everything that the rules write into the log', () => {
	const rules = readdirSync('../story')
		.filter((name) => /(?<!_test)\.go$/.test(name))
		.map((name) => readFileSync(`../story/${name}`, 'utf8'))
		.join('\n');
	const words = [...rules.matchAll(/\bDeed = "([\w.]+)"/g)].map(([, word]) => word!);
	expect(words.length).toBeGreaterThan(20);
	expect(words.filter((word) => !deeds[word])).toEqual([]);
});
