import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { fits } from './attic';
import { isFilm } from './gather';
import { within } from './hours';
import { choose } from './lanes';
import { markOf, readThrough } from './read';
import { permits, usual } from './rules';
import { Throttle } from './throttle';

const at = (time: string) => new Date(`2026-05-03T${time}`).getTime();

describe('hours', () => {
	const night = { from: '22:00', to: '06:00' };

	it.each([
		['21:59:59', false, '2026-05-03T22:00'],
		['22:00:00', true, '2026-05-04T06:00'],
		['00:30:00', true, '2026-05-03T06:00'],
		['06:00:00', false, '2026-05-03T22:00'],
	])('go over midnight: at %s', (time, open, until) => {
		expect(within(night, at(time))).toEqual({ open, until: new Date(until).getTime() });
	});

	it('may lie within a day', () => {
		const noon = { from: '12:00', to: '13:30' };
		expect(within(noon, at('11:00:00')).open).toBe(false);
		expect(within(noon, at('13:29:59')).open).toBe(true);
		expect(within(noon, at('13:30:00')).open).toBe(false);
	});

	it('that make no sense hold nothing up', () => {
		for (const hours of [
			null,
			{ from: '', to: '06:00' },
			{ from: '25:00', to: '26:00' },
			{ from: '08:00', to: '08:00' },
		])
			expect(within(hours, at('03:00:00')).open).toBe(true);
	});
});

it('tells Wi-Fi only where the browser does', () => {
	const rules = { ...usual, wifiOnly: true };
	const hold = (connection?: { type?: string }) => permits(rules, at('12:00:00'), connection).hold;
	expect(hold({ type: 'cellular' })).toBe('wifi');
	expect(hold({ type: 'ethernet' })).toBe('');
	expect(hold({ type: 'unknown' })).toBe('');
	expect(hold({})).toBe('');
	expect(hold(undefined)).toBe('');
});

describe('lanes', () => {
	const run = (size: number, sent = 0) => ({ size, sent });

	it('count what is left, not what there is', () => {
		const nearly = run(900, 890);
		expect(choose([run(50), nearly, run(400)], [], 1).start).toEqual([nearly]);
	});

	it('do not halt for what is a little smaller', () => {
		expect(choose([run(90)], [run(100), run(900)], 2)).toEqual({ start: [], halt: [] });
		const giant = run(400);
		expect(choose([run(90)], [giant, run(900)], 2).halt).toEqual([giant]);
	});
});

describe('the throttle', () => {
	it('lets through what was asked for, over all uploads together', async () => {
		vi.useFakeTimers();
		const throttle = new Throttle(() => 30_000, Date.now);
		const began = Date.now();
		const signal = new AbortController().signal;
		expect(throttle.slice()).toBe(60_000);
		let bytes = 0;
		const send = async () => {
			for (let slices = 0; slices < 5; slices++) {
				await throttle.wait(60_000, signal);
				bytes += 60_000;
			}
		};
		const both = Promise.all([send(), send()]);
		await vi.advanceTimersByTimeAsync(10_000);
		expect(bytes).toBeLessThanOrEqual(30_000 * 10 + 60_000);
		expect(bytes).toBeGreaterThanOrEqual(30_000 * 9);
		await vi.advanceTimersByTimeAsync(10_000);
		await both;
		expect(Date.now() - began).toBe(20_000);
		vi.useRealTimers();
	});

	it('holds nothing up without a cap, and lets go of what is given up', async () => {
		const open = new Throttle(() => 0);
		expect(open.slice()).toBe(Infinity);
		await open.wait(1e12, new AbortController().signal);
		const slow = new Throttle(() => 1000);
		const stop = new AbortController();
		await slow.wait(60_000, stop.signal);
		const waiting = slow.wait(1000, stop.signal);
		stop.abort();
		await expect(waiting).rejects.toThrow();
	});
});

describe('a file', () => {
	const bytes = new Uint8Array(3_000_000).map((_, index) => index * 7);

	it('is summed up as everybody does', async () => {
		const parts: Uint8Array[] = [];
		const sum = await readThrough(new Blob([bytes]), { sink: { write: (part) => void parts.push(part) } });
		expect(sum).toBe(createHash('sha256').update(bytes).digest('hex'));
		expect(Buffer.concat(parts).equals(bytes)).toBe(true);
	});

	it('is read on when its copy fails', async () => {
		const spoilt = vi.fn();
		const sink = {
			write: () => {
				throw new Error('full');
			},
		};
		expect(await readThrough(new Blob([bytes]), { sink, spoilt })).toHaveLength(64);
		expect(spoilt).toHaveBeenCalledOnce();
	});

	it('bears a mark of its ends and its size', async () => {
		const changed = (index: number) => {
			const other = bytes.slice();
			other[index]! ^= 1;
			return markOf(new Blob([other]));
		};
		const mark = await markOf(new Blob([bytes]));
		expect(await changed(0)).not.toBe(mark);
		expect(await changed(bytes.length - 1)).not.toBe(mark);
		expect(await changed(1_500_000), 'the middle is for the sum to tell').toBe(mark);
		expect(await markOf(new Blob([bytes.subarray(0, 10)]))).not.toBe(
			await markOf(new Blob([bytes.subarray(0, 11)])),
		);
	});

	it('from a folder is a film by its name or kind', () => {
		const film = (name: string, type = '') => isFilm({ name, type });
		expect([film('C0001.MP4'), film('00001.MTS'), film('clip', 'video/3gpp')]).toEqual([true, true, true]);
		expect([film('C0001M01.XML'), film('._C0001.MP4'), film('notes.txt', 'text/plain')]).toEqual([
			false,
			false,
			false,
		]);
	});
});

it('leaves the phone its room', () => {
	expect(fits(100e6, 0, 1e9)).toBe(true);
	expect(fits(300e6, 0, 1e9)).toBe(false);
	expect(fits(100e6, 200e6, 800e6)).toBe(false);
	expect(fits(3e9, 0, 500e9), 'even where there is plenty').toBe(false);
});
