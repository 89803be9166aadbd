import { getLocale } from '$lib/paraglide/runtime';

/** The hours of a day as clocks say them, from midnight on. */
export function hours(): string[] {
	const clock = new Intl.DateTimeFormat(getLocale(), { timeStyle: 'short', timeZone: 'UTC' });
	return Array.from({ length: 24 }, (_, hour) => clock.format(Date.UTC(2026, 0, 1, hour)));
}
