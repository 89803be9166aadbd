import { expect, it } from 'vitest';
import { arranged, foremost, offered } from './verbs';

it('offers what may be done, and nothing else', () => {
	expect(offered(['withdraw', 'raise', 'see', 'keep'])).toEqual(['raise', 'keep', 'withdraw']);
	expect(offered(null)).toEqual([]);
});

it('puts first what carries the story on', () => {
	expect(foremost(['clear', 'raise', 'return'], false)).toBe('raise');
	expect(foremost(['clear', 'raise', 'return'], true)).toBe('clear');
	expect(foremost(['publish', 'withdraw'], false)).toBe('publish');
	expect(foremost(['withdraw'], false)).toBeUndefined();
	expect(arranged(['clear', 'raise', 'keep'], 'raise')).toEqual(['raise', 'clear', 'keep']);
});
