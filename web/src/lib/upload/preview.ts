/**
 * A small copy of a film that goes ahead of it over a thin link, so that editors can watch soon. It never
 * takes the film's place. The numbers are those of `fieldstory push`.
 */
export type Preview = {
	/**
	 * '': nothing is decided; making; made: it waits to be sent; going; there: the server has it; none: there
	 * will be none.
	 */
	state: '' | 'making' | 'made' | 'going' | 'there' | 'none';
	/** Where the server takes the rest of it, "" before the first try. */
	url: string;
	/** Bytes; 0 until it is made. */
	size: number;
	/** Bytes gone out. */
	sent: number;
};

export const noPreview: Preview = { state: '', url: '', size: 0, sent: 0 };

/** Pixels of the shorter side at most, pictures a second, bits a second. Smaller, and faces are lost. */
export const shape = { short: 360, rate: 15, video: 220_000, sound: 32_000 };

/** How many times smaller than the film it has to be. */
const worth = 4;
/** The most that is held in memory, in bytes: about half an hour of film. */
export const most = 64_000_000;

/** How long footage may take before it is worth sending something ahead of it, in seconds. */
const patience = 180;
/** For how long the link is looked at, in milliseconds. */
export const look = 15_000;

/** Bytes that the copy of a film of so many seconds will have. */
export function expected(seconds: number): number {
	return Math.ceil((seconds * (shape.video + shape.sound)) / 8);
}

/** Whether a copy of so many bytes is worth sending ahead of a film. */
export function isWorth(copy: number, film: number): boolean {
	return copy > 0 && copy <= most && copy * worth <= film;
}

/** The size of the copy of a picture: even numbers, upright as shown, never larger. */
export function fit(width: number, height: number): { width: number; height: number } {
	const part = Math.min(1, shape.short / Math.min(width, height));
	const even = (pixels: number) => Math.max(2, Math.round((pixels * part) / 2) * 2);
	return { width: even(width), height: even(height) };
}

/**
 * Of files on their way, those that should be seen earlier than they arrive, the smallest first; none where
 * all of them are through soon. `left` in bytes, `speed` in bytes a second.
 */
export function slow<T>(files: readonly T[], left: (file: T) => number, speed: number): T[] {
	const seconds = (bytes: number) => bytes / Math.max(1, speed);
	if (seconds(files.reduce((sum, file) => sum + left(file), 0)) <= patience) return [];
	return files.filter((file) => seconds(left(file)) > patience / 3).sort((a, b) => left(a) - left(b));
}

/** The name under which it lies in the browser's storage, beside the film's own. */
export function previewKey(key: string): string {
	return `${key}-preview`;
}
