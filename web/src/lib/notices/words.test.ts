import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Notice } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { happenings, told } from './words';

overwriteGetLocale(() => 'en');

it('has a sentence for everything that the rules tell of', () => {
	const rules = readFileSync('../story/notice.go', 'utf8');
	const words = [...rules.matchAll(/Happening = "([\w.]+)"/g)].map(([, word]) => word!);
	expect(words.length).toBeGreaterThan(10);
	expect(words.filter((word) => !happenings[word])).toEqual([]);
});

it('names who and where', () => {
	const by = { id: '1', name: 'Luis' };
	const notice = { what: 'story.raised', by, to: 'Region East' } as Notice;
	expect(told(notice)).toBe('Luis raised it. It waits at Region East.');
	expect(told({ ...notice, what: 'story.risen', by: null })).toBe(
		m.notice_story_rose({ office: 'Region East' }),
	);
	expect(told({ ...notice, what: 'story.withdrawn', by: null })).toMatch(/^Somebody withdrew it/);
	expect(told({ ...notice, what: 'of.another.version' })).toBe(m.notice_other());
});
