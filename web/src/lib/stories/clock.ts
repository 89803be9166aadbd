import type { Clip } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';
import { list, span } from '$lib/words/format';

export type Which = 'clip' | 'story' | 'everywhere';

/** An instant as a field for date and time takes it: the reader's own hour, to the second. */
export function asLocal(instant: string): string {
	const date = new Date(instant);
	const two = (value: number) => String(value).padStart(2, '0');
	return (
		`${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}` +
		`T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
	);
}

/** By how many whole seconds the clock has to be moved, NaN where no time was said. */
export function shift(captured: string, local: string): number {
	// Cameras tell whole seconds; what a file has beyond them was never meant.
	return Math.round(new Date(local).valueOf() / 1000) - Math.floor(new Date(captured).valueOf() / 1000);
}

export function moved(captured: string, seconds: number): Date {
	return new Date(new Date(captured).valueOf() + seconds * 1000);
}

/** The clips of the story that a correction moves, as the server will choose them. */
export function concerned(clip: Clip, clips: Clip[], which: Which): Clip[] {
	const camera = (one: Clip) => JSON.stringify([one.facts?.make, one.facts?.model, one.facts?.serial]);
	return clips.filter(
		(one) => one.captured_at && (one.id === clip.id || (which !== 'clip' && camera(one) === camera(clip))),
	);
}

/** A correction in words: 2 hours and 5 minutes later. */
export function inWords(seconds: number): string {
	const size = Math.abs(seconds);
	const parts = [
		[Math.floor(size / 86_400), 'day'],
		[Math.floor(size / 3600) % 24, 'hour'],
		[Math.floor(size / 60) % 60, 'minute'],
		[size % 60, 'second'],
	] as const;
	const words = list(parts.filter(([value]) => value > 0).map(([value, unit]) => span(value, unit)));
	return seconds < 0 ? m.clock_earlier({ span: words }) : m.clock_later({ span: words });
}
