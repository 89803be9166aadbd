import { within, type Hours } from './hours';
import type { Hold } from './ledger';

/** How a person wants their footage to be sent from this browser. */
export type Rules = {
	/** Only over Wi-Fi or a cable, where the browser can tell. */
	wifiOnly: boolean;
	/** Only at this time of day, null = at any. */
	hours: Hours | null;
	/** Bytes a second at most, 0 = as fast as it goes. */
	cap: number;
	/** Over a thin link a small copy may go ahead of a long clip. */
	preview: boolean;
	/** The screen stays on while something is sent, where the browser can. */
	awake: boolean;
};

export const usual: Rules = { wifiOnly: false, hours: null, cap: 0, preview: true, awake: true };

/** What the browser knows of the way out: `type` is missing in most of them. */
export type Connection = { type?: string; effectiveType?: string; downlink?: number };

/** Whether the browser can tell Wi-Fi from mobile data. */
export function tellsWifi(connection: Connection | undefined): boolean {
	return connection?.type !== undefined && connection.type !== 'unknown';
}

/** What the rules say now: "" for yes, else why not, and when to ask again, in milliseconds since 1970. */
export function permits(
	rules: Rules,
	now: number,
	connection: Connection | undefined,
): { hold: Hold; until: number } {
	const hours = within(rules.hours, now);
	if (!hours.open) return { hold: 'hours', until: hours.until };
	const metered = tellsWifi(connection) && !['wifi', 'ethernet'].includes(connection!.type!);
	return { hold: rules.wifiOnly && metered ? 'wifi' : '', until: hours.until };
}
