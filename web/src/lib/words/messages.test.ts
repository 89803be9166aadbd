import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Plural = [{ match: Record<string, string> }];
type Catalogue = Record<string, string | Plural>;

const read = (locale: string): Catalogue => {
	const all = JSON.parse(readFileSync(`messages/${locale}.json`, 'utf8')) as Catalogue;
	delete all.$schema;
	return all;
};
const locales = ['en', 'fr', 'ar'];
const english = read('en');

const forms = (value: string | Plural): string[] =>
	typeof value === 'string' ? [value] : Object.values(value[0].match);
const inputs = (value: string | Plural): string[] =>
	[...new Set(forms(value).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort();

describe.each(locales)('the catalogue in %s', (locale) => {
	const catalogue = read(locale);

	it('has the same keys as the English one', () => {
		expect(Object.keys(catalogue).sort()).toEqual(Object.keys(english).sort());
	});

	it('leaves nothing empty', () => {
		const empty = Object.entries(catalogue).filter(([, value]) => forms(value).some((form) => !form.trim()));
		expect(empty).toEqual([]);
	});

	it('names the same values in every sentence', () => {
		const differing = Object.entries(catalogue)
			.filter(([key, value]) => inputs(value).join() !== inputs(english[key]!).join())
			.map(([key]) => key);
		expect(differing).toEqual([]);
	});

	it('has a form for every plural of the language', () => {
		const wanted = new Intl.PluralRules(locale)
			.resolvedOptions()
			.pluralCategories.map((form) => `form=${form}`)
			.sort();
		for (const [key, value] of Object.entries(catalogue))
			if (typeof value !== 'string') expect([key, Object.keys(value[0].match).sort()]).toEqual([key, wanted]);
	});
});

it('is translated: what is the same in two languages is the same on purpose', () => {
	const same = new Set([
		'account_menu',
		'bulk_title',
		'clips_count',
		'design_title',
		'desk_of',
		'fact_codecs',
		'fact_pixels',
		'grant',
		'note_label',
		'parcel_news',
		'parcel_pause',
		'player_pause',
		'player_volume',
		'public_title',
		'role_line',
		'scope_public',
		'toasts_label',
		'webhooks_title',
	]);
	for (const locale of ['fr', 'ar']) {
		const equal = Object.entries(read(locale))
			.filter(([key, value]) => JSON.stringify(value) === JSON.stringify(english[key]) && !same.has(key))
			.map(([key]) => key);
		expect([locale, equal]).toEqual([locale, []]);
	}
});

it('writes French punctuation with spaces that do not break', () => {
	const loose = Object.entries(read('fr'))
		.filter(([, value]) =>
			forms(value).some((form) => / [?!;:»]|« /.test(form) || /[a-zé]'[a-zé]/i.test(form)),
		)
		.map(([key]) => key);
	expect(loose).toEqual([]);
});
