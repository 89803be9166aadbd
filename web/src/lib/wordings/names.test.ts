import { expect, it } from 'vitest';
import type { Wording } from '$lib/api/wire';
import { byName, tidyName } from './names';

const text = (name: string, version: number, language: string) => ({ name, version, language }) as Wording;

it('puts versions and languages under their name, as they were listed', () => {
	const listed = [
		text('Children', 1, 'fr'),
		text('General', 2, 'ar'),
		text('General', 2, 'en'),
		text('General', 1, 'en'),
		text('general', 1, 'en'),
	];
	const told = byName(listed).map(({ name, versions }) => [
		name,
		...versions.map(({ version, texts }) => `${version}: ${texts.map(({ language }) => language).join()}`),
	]);
	expect(told).toEqual([
		['Children', '1: fr'],
		['General', '2: ar,en', '1: en'],
		['general', '1: en'],
	]);
});

it('finds a name however its spaces were typed', () => {
	expect(tidyName('  For\tchildren ')).toBe('For children');
});
