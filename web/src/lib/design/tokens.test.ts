import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const css = readFileSync('src/lib/design/tokens.css', 'utf8');
const block = (start: string) => {
	const from = css.indexOf(start);
	return css.slice(from, css.indexOf('\n}', from));
};
const colours = (text: string) =>
	[...text.matchAll(/--([\w-]+):[^;]*oklch/g)].map(([, name]) => name!).sort();

it('has every colour in the dark as in the light', () => {
	// Words on film are light in both.
	const light = colours(block(':root {')).filter((name) => name !== 'on-film');
	expect(colours(block(":root[data-theme='dark']"))).toEqual(light);
});
