import { expect, it } from 'vitest';
import { commandOf, keys } from './keys';

const press = (key: string, code = '', more = {}) =>
	commandOf({ key, code, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...more });

it('knows every key it shows, and no other', () => {
	for (const { key, command } of keys) expect(press(key)).toBe(command);
	expect(press('X')).toBe('pick'); // with Shift: from the one before
	expect(press('q')).toBeNull();
	expect(press('Enter')).toBeNull();
});

it('goes by the place of the key where the keyboard writes another script', () => {
	expect(press('ت', 'KeyJ')).toBe('next');
	expect(press('о', 'KeyJ')).toBe('next');
	expect(press('؟', 'Slash')).toBe('help');
	// A Latin letter in another place is what is printed on it.
	expect(press('j', 'KeyC')).toBe('next');
	expect(press('c', 'KeyJ')).toBeNull();
});

it('leaves the keys of the browser and of writing alone', () => {
	expect(press('a', 'KeyA', { ctrlKey: true })).toBeNull();
	expect(press('r', 'KeyR', { metaKey: true })).toBeNull();
	expect(press('j', 'KeyJ', { isComposing: true })).toBeNull();
});
