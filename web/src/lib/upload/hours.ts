/** A time of day in which footage may be sent, each end as HH:MM where the person is. It may go over midnight. */
export type Hours = { from: string; to: string };

/** Minutes since midnight, null for what is no time of day. */
function minutes(time: string): number | null {
	const [, hour, minute] = /^(\d{2}):(\d{2})$/.exec(time) ?? [];
	if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return null;
	return Number(hour) * 60 + Number(minute);
}

/**
 * Whether the hours are open at an instant, and when that changes next, in milliseconds since 1970.
 * Hours that make no sense, or begin when they end, are always open.
 */
export function within(hours: Hours | null, now: number): { open: boolean; until: number } {
	const from = hours && minutes(hours.from);
	const to = hours && minutes(hours.to);
	if (from === null || to === null || from === to) return { open: true, until: Infinity };
	const at = new Date(now);
	const minute = at.getHours() * 60 + at.getMinutes();
	const open = from < to ? minute >= from && minute < to : minute >= from || minute < to;
	// The local clock is asked, not counted on, so that a change to or from summer time is right.
	const change = new Date(now);
	const next = open ? to : from;
	change.setHours(Math.floor(next / 60), next % 60, 0, 0);
	if (change.getTime() <= now) change.setDate(change.getDate() + 1);
	return { open, until: change.getTime() };
}
