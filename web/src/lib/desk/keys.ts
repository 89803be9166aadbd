/** What a key means on the desk. */
export type Command =
	| 'next'
	| 'previous'
	| 'pick'
	| 'all'
	| 'none'
	| 'raise'
	| 'keep'
	| 'return'
	| 'decline'
	| 'tidy'
	| 'search'
	| 'filter'
	| 'overdue'
	| 'involved'
	| 'help';

/** The keys, in the order in which the help shows them. */
export const keys: readonly { key: string; command: Command }[] = [
	{ key: 'j', command: 'next' },
	{ key: 'k', command: 'previous' },
	{ key: 'x', command: 'pick' },
	{ key: 'a', command: 'all' },
	{ key: 'Escape', command: 'none' },
	{ key: 'r', command: 'raise' },
	{ key: 'e', command: 'keep' },
	{ key: 'b', command: 'return' },
	{ key: 'd', command: 'decline' },
	{ key: 'n', command: 'tidy' },
	{ key: '/', command: 'search' },
	{ key: 'f', command: 'filter' },
	{ key: 'o', command: 'overdue' },
	{ key: 'm', command: 'involved' },
	{ key: '?', command: 'help' },
];

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>;

/**
 * The command that was meant, null where none was. On a keyboard of another script the place of the key
 * counts: whoever writes Arabic finds j where it is printed beside the Arabic letter.
 */
export function commandOf(event: Pressed): Command | null {
	if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
	const latin = /^[\x20-\x7e]$/.test(event.key);
	const placed = /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase();
	const named = event.key.length > 1;
	const key = named ? event.key : latin ? event.key.toLowerCase() : (placed ?? event.key);
	const question = key === '؟' ? '?' : key;
	return keys.find((one) => one.key === question)?.command ?? null;
}

/** Whether somebody is writing, or at something that has keys of its own. */
export function occupied(target: EventTarget | null): boolean {
	if (!(target instanceof Element)) return false;
	return (
		target.closest(
			'input:not([type="checkbox"]), textarea, select, [contenteditable], dialog, [role="menu"]',
		) !== null
	);
}

const kept = 'fieldstory:keys';

/** Single keys can be switched off, for those who speak to their computer (WCAG 2.1.4). */
export function keysOn(): boolean {
	try {
		return localStorage.getItem(kept) !== 'off';
	} catch {
		return true;
	}
}

export function switchKeys(on: boolean): void {
	try {
		localStorage.setItem(kept, on ? 'on' : 'off');
	} catch {
		// Nothing can be remembered here; the page starts with them on.
	}
}
