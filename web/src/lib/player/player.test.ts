import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Clip } from '$lib/api/wire';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { previewNote } from '$lib/words/clip';
import { findingLine } from './findings';
import { noteName } from './notes';
import { source } from './source';
import { at, count, position } from './sprites';

overwriteGetLocale(() => 'en');

const rendition = (height: number, kind: 'ladder' | 'source' | 'audio' | 'proxy' = 'ladder') => ({
	name: `${height}p`,
	kind,
	width: height * 2,
	height,
	frame_rate: 25,
	bandwidth: 1,
	bytes: 1,
	duration: 1,
	url: `/${kind}/${height}.mp4`,
});
const clip = (what: Partial<Clip>): Clip =>
	({ state: 'rendering', watchable: true, hls: '', renditions: [], ...what }) as Clip;

describe('what plays', () => {
	it('is nothing before anything can be watched', () => {
		expect(source(clip({ watchable: false, hls: '/master.m3u8', renditions: [rendition(360)] }))).toBeNull();
	});

	it('is the small copy that was sent ahead, and says so', () => {
		const ahead = clip({ state: 'receiving', renditions: [rendition(360, 'proxy')] });
		expect(source(ahead)).toEqual({ kind: 'mp4', url: '/proxy/360.mp4' });
		expect(previewNote(ahead)).toContain('on its way');
		expect(previewNote(clip({ renditions: [rendition(360)] }))).toBe('');
	});

	it('is the best file while the server offers no ladder', () => {
		expect(source(clip({ renditions: [rendition(360), rendition(1080, 'source')] }))).toEqual({
			kind: 'mp4',
			url: '/source/1080.mp4',
		});
	});

	it('is the growing ladder where there is no file', () => {
		expect(source(clip({ hls: '/master.m3u8' }))?.kind).toBe('hls');
	});

	it('does not change when the growing ladder is complete', () => {
		const growing = source(clip({ hls: '/master.m3u8' }));
		expect(source(clip({ hls: '/master.m3u8', renditions: [rendition(720)] }))).toEqual(growing);
		expect(source(clip({ state: 'ready', hls: '/master.m3u8', renditions: [rendition(720)] }))).toEqual(
			growing,
		);
	});

	it('is the ladder once it is complete', () => {
		expect(source(clip({ state: 'ready', hls: '/master.m3u8', renditions: [rendition(720)] }))).toEqual({
			kind: 'hls',
			url: '/master.m3u8',
		});
	});

	it('is never sound alone', () => {
		expect(source(clip({ renditions: [rendition(0, 'audio')] }))).toBeNull();
	});
});

describe('scrubbing', () => {
	const sprites = { url: '', columns: 5, rows: 4, count: 17, width: 160, height: 90, interval: 2 };

	it('knows how many pictures there are', () => {
		expect(count(sprites)).toBe(17);
		expect(count({ ...sprites, count: 0 })).toBe(20);
		expect(count({ ...sprites, count: 99 })).toBe(20);
	});

	it('finds each picture on the sheet', () => {
		expect(position(sprites, 0)).toBe('0% 0%');
		expect(position(sprites, 4)).toBe('100% 0%');
		expect(position(sprites, 7)).toBe('50% 33.33333333333333%');
		expect(position({ ...sprites, columns: 1, rows: 1 }, 0)).toBe('0% 0%');
	});

	it('maps the whole width onto all pictures and no more', () => {
		expect([-0.1, 0, 0.5, 0.999, 1].map((share) => at(share, 17))).toEqual([0, 0, 8, 16, 16]);
	});
});

it('has words for every remark that inspection makes', () => {
	const codes = [...readFileSync('../story/note.go', 'utf8').matchAll(/=\s*"(\w+)"/g)].map(
		([, code]) => code!,
	);
	expect(codes.length).toBeGreaterThan(0);
	expect(codes.filter((code) => noteName(code) === code.replaceAll('_', ' '))).toEqual([]);
});

describe('what was noticed', () => {
	it('is told with its time, or as all of the clip', () => {
		expect(findingLine({ code: 'shaking', from: 12, to: 19 }, 60)).toBe('The picture shakes, 0:12 to 0:19');
		expect(findingLine({ code: 'silence', from: 0, to: 60 }, 60)).toBe('Nothing to be heard, throughout');
		expect(findingLine({ code: 'too_short', from: 0, to: 2 }, 2)).toContain('ten seconds');
	});
});
