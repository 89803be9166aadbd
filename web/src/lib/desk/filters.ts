import type { Sieve } from '$lib/stories/shelf.svelte';

/** What narrows the desk beside office, stage and words. It stands in the address. */
export type Filters = {
	overdue: boolean;
	/** By whoever looks, or with a step of theirs. */
	involved: boolean;
	/** Days of filming, yyyy-mm-dd, as they are where the reader is; the last one counts too. */
	from: string;
	to: string;
	/** A language tag; "und" where none was said. */
	language: string;
};

/** What an address may say of a filter, by the names it has there. */
export type Turn = Partial<Record<keyof Filters, string>>;

export const noFilters: Required<Turn> = { overdue: '', involved: '', from: '', to: '', language: '' };

export function filtersOf(asked: URLSearchParams): Filters {
	const tag = asked.get('language') ?? '';
	return {
		overdue: asked.get('overdue') === 'yes',
		involved: asked.get('involved') === 'yes',
		from: dayOf(asked.get('from')),
		to: dayOf(asked.get('to')),
		language: /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(tag) ? tag : '',
	};
}

export function countOf(filters: Filters): number {
	return Object.values(filters).filter(Boolean).length;
}

/** The question to the server. Days that were given the wrong way round are taken as they were meant. */
export function sieveOf({ overdue, involved, from, to, language }: Filters): Sieve {
	const [first, last] = from && to && from > to ? [to, from] : [from, to];
	return {
		...(overdue ? { overdue } : {}),
		...(involved ? { involved } : {}),
		...(first ? { captured_from: midnight(first) } : {}),
		...(last ? { captured_until: midnight(last, 1) } : {}),
		...(language ? { language } : {}),
	};
}

function dayOf(asked: string | null): string {
	return asked && /^\d{4}-\d{2}-\d{2}$/.test(asked) && !Number.isNaN(Date.parse(asked)) ? asked : '';
}

/** The instant at which a day begins here, or one some days later: where clocks change, days are not 24 hours. */
function midnight(day: string, later = 0): string {
	const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
	return new Date(year, month - 1, date + later).toISOString();
}
