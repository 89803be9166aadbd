import { getLocale } from '$lib/paraglide/runtime';

const cache = new Map<string, unknown>();

function kept<T>(key: string, make: () => T): T {
	let value = cache.get(key) as T | undefined;
	if (value === undefined) {
		value = make();
		cache.set(key, value);
	}
	return value;
}

function dates(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const locale = getLocale();
	return kept(`${locale} ${name}`, () => new Intl.DateTimeFormat(locale, options));
}

function numbers(name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
	const locale = getLocale();
	return kept(`${locale} ${name}`, () => new Intl.NumberFormat(locale, options));
}

/** A day in words: 3 May 2026. Takes an instant or a plain yyyy-mm-dd, which has no time zone. */
export function day(value: string | Date): string {
	const plain = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
	const date = plain ? new Date(`${value}T12:00:00Z`) : new Date(value);
	if (Number.isNaN(date.valueOf())) return '';
	return dates(plain ? 'plain day' : 'day', {
		dateStyle: 'medium',
		...(plain ? { timeZone: 'UTC' } : {}),
	}).format(date);
}

/** A day and the time of day where the reader is. */
export function moment(value: string | Date): string {
	const date = new Date(value);
	if (Number.isNaN(date.valueOf())) return '';
	return dates('moment', { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}

export function number(value: number, digits = 0): string {
	return numbers(`number ${digits}`, { maximumFractionDigits: digits }).format(value);
}

/** A number that is a name more than a quantity, such as the width of a picture: 1920, never 1,920. */
export function plain(value: number): string {
	return numbers('plain', { useGrouping: false, maximumFractionDigits: 0 }).format(value);
}

/** A share from 0 to 1 as whole percent. It never says 100 before everything is there. */
export function percent(share: number): string {
	const shown = share >= 1 ? 1 : Math.min(0.99, Math.max(0, share));
	return numbers('percent', { style: 'percent', maximumFractionDigits: 0 }).format(
		Math.floor(shown * 100) / 100,
	);
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size in the units people know, 1 kB = 1000 bytes. */
export function bytes(value: number): string {
	let step = 0;
	while (value >= 999.5 && step < units.length - 1) {
		value /= 1000;
		step++;
	}
	const digits = step >= 2 && value < 100 ? 1 : 0;
	return numbers(`bytes ${step} ${digits}`, {
		style: 'unit',
		unit: units[step],
		unitDisplay: step === 0 ? 'long' : 'short',
		maximumFractionDigits: digits,
	}).format(value);
}

/** The running time of a clip: 0:07, 12:40, 1:02:09. */
export function runtime(seconds: number): string {
	const whole = Math.max(0, Math.round(seconds));
	const two = (value: number) =>
		numbers('two', { minimumIntegerDigits: 2, useGrouping: false }).format(value);
	const hours = Math.floor(whole / 3600);
	const minutes = Math.floor((whole % 3600) / 60);
	const head = hours > 0 ? `${number(hours)}:${two(minutes)}` : number(minutes);
	return `${head}:${two(whole % 60)}`;
}

/** A wait in words, as coarse as it is uncertain: about 40 seconds, 6 minutes, 2 hours. */
export function wait(seconds: number): string {
	const [unit, value] =
		seconds < 55
			? (['second', Math.max(5, Math.ceil(seconds / 5) * 5)] as const)
			: seconds < 90 * 60
				? (['minute', Math.max(1, Math.round(seconds / 60))] as const)
				: (['hour', Math.round(seconds / 1800) / 2] as const);
	return numbers(`wait ${unit}`, {
		style: 'unit',
		unit,
		unitDisplay: 'long',
		maximumFractionDigits: 1,
	}).format(value);
}

/** A length of time, exactly: 2 hours. */
export function span(value: number, unit: 'day' | 'hour' | 'minute' | 'second'): string {
	return numbers(`span ${unit}`, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** How long ago: 5 minutes ago, yesterday. What is yet to come by a clock that goes wrong was just now. */
export function ago(value: string | Date, now = Date.now()): string {
	const date = new Date(value).valueOf();
	if (Number.isNaN(date)) return '';
	const locale = getLocale();
	const relative = kept(`${locale} ago`, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
	const seconds = Math.min(0, Math.round((date - now) / 1000));
	const size = Math.abs(seconds);
	if (size < 60) return relative.format(0, 'minute');
	if (size < 3600) return relative.format(Math.trunc(seconds / 60), 'minute');
	if (size < 86_400) return relative.format(Math.trunc(seconds / 3600), 'hour');
	if (size < 7 * 86_400) return relative.format(Math.trunc(seconds / 86_400), 'day');
	return day(value);
}

/** A language by its name in the reader's language; the tag itself when the browser knows no name. */
export function languageName(tag: string): string {
	const locale = getLocale();
	try {
		const names = kept(`${locale} languages`, () => new Intl.DisplayNames(locale, { type: 'language' }));
		return names.of(tag) ?? tag;
	} catch {
		return tag;
	}
}

/** A list in words: face, place and name. */
export function list(items: string[]): string {
	const locale = getLocale();
	return kept(`${locale} list`, () => new Intl.ListFormat(locale, { type: 'conjunction' })).format(items);
}
