/** How loud a clip is along its time. */
export type Peaks = {
	/** Seconds that all of it takes. */
	duration: number;
	/** Of each stretch the farthest from silence, 0 to 1. */
	loud: Float32Array;
};

/**
 * Reads the data format of audiowaveform, version 1 with 8 bits: a header of twenty bytes, then the least
 * and the greatest sample of each stretch. Null for anything else.
 *
 * https://github.com/bbc/audiowaveform/blob/master/doc/DataFormat.md
 */
export function readPeaks(data: ArrayBuffer): Peaks | null {
	if (data.byteLength < 20) return null;
	const head = new DataView(data);
	const [version, flags] = [head.getInt32(0, true), head.getUint32(4, true)];
	const [rate, samples] = [head.getInt32(8, true), head.getInt32(12, true)];
	if (version !== 1 || flags !== 1 || rate <= 0 || samples <= 0) return null;
	const pairs = new Int8Array(data, 20);
	const length = Math.min(head.getUint32(16, true), Math.floor(pairs.length / 2));
	const loud = new Float32Array(length);
	for (let i = 0; i < length; i++)
		loud[i] = Math.max(Math.abs(pairs[2 * i]!), Math.abs(pairs[2 * i + 1]!)) / 128;
	return { duration: (length * samples) / rate, loud };
}

/** The outline as an SVG path, `columns` wide and 100 high, the same above and below the middle. */
export function outline({ loud }: Peaks, columns: number): string {
	const width = Math.min(columns, loud.length);
	const bars: string[] = [];
	for (let column = 0; column < width; column++) {
		const from = Math.floor((column * loud.length) / width);
		const to = Math.max(from + 1, Math.floor(((column + 1) * loud.length) / width));
		let most = 0;
		for (let i = from; i < to; i++) most = Math.max(most, loud[i]!);
		// Silence is a line, so that one sees that there is sound to come.
		const half = Math.max(1, Math.round(most * 48));
		const step = columns / width;
		const x = Math.round(column * step * 10) / 10;
		bars.push(`M${x} ${50 - half}h${Math.round(step * 7) / 10}v${2 * half}h-${Math.round(step * 7) / 10}z`);
	}
	return bars.join('');
}
