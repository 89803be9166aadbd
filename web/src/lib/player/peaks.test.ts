import { expect, it } from 'vitest';
import { outline, readPeaks } from './peaks';

/** A file as the server writes it: 8,000 samples a second, 400 a stretch. */
function file(pairs: number[], version = 1, flags = 1): ArrayBuffer {
	const data = new ArrayBuffer(20 + pairs.length);
	const head = new DataView(data);
	[version, flags, 8000, 400, pairs.length / 2].forEach((value, index) =>
		head.setInt32(4 * index, value, true),
	);
	new Int8Array(data, 20).set(pairs);
	return data;
}

it('reads what is farthest from silence, on either side', () => {
	const peaks = readPeaks(file([-64, 32, 0, 0, -3, 127, -128, 5]))!;
	expect([...peaks.loud].map((value) => Math.round(value * 128))).toEqual([64, 0, 127, 128]);
	expect(peaks.duration).toBe(0.2);
});

it('takes a file that was cut for what is there, and another format for none', () => {
	expect(readPeaks(file([-64, 32, 0, 0]).slice(0, 22))!.loud).toHaveLength(1);
	expect(readPeaks(file([1, 2], 2))).toBeNull();
	expect(readPeaks(file([1, 2], 1, 0))).toBeNull();
	expect(readPeaks(new ArrayBuffer(7))).toBeNull();
});

it('draws a bar for each column, and no more than there is to draw', () => {
	const bars = (path: string) => path.split('M').length - 1;
	const peaks = readPeaks(file(Array.from({ length: 4000 }, (_, i) => (i % 2 ? 100 : -100))))!;
	expect(bars(outline(peaks, 600))).toBe(600);
	expect(bars(outline(readPeaks(file([-64, 64, 0, 0]))!, 600))).toBe(2);
	expect(outline(readPeaks(file([-64, 64, 0, 0]))!, 600)).toMatch(/^M0 26h210v48.*M300 49/);
	expect(outline(readPeaks(file([]))!, 600)).toBe('');
});
