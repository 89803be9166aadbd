import { expect, it } from 'vitest';
import type { Office } from '$lib/api/wire';
import { flatten, grow } from './offices.svelte';

const office = (id: string, parent: string) => ({ id, name: id, parent }) as Office;

it('lists parents before children, with their depths', () => {
	const tree = flatten(grow([office('field', 'country'), office('head', ''), office('country', 'head')]));
	expect(tree.map(({ office, depth }) => [office.id, depth])).toEqual([
		['head', 0],
		['country', 1],
		['field', 2],
	]);
});

it('stands an office on top whose parent the person cannot see', () => {
	expect(flatten(grow([office('field', 'hidden')])).map(({ depth }) => depth)).toEqual([0]);
});
