import { tabs } from '$lib/offline/tabs';
import { settings } from '$lib/store/db';
import { usual, type Connection, type Rules } from './rules';

/** How this browser sends: kept here, for a phone on a metered link is not the office's computer. */
class Ways {
	#rules = $state.raw<Rules>(usual);

	get rules(): Rules {
		return this.#rules;
	}

	async load(): Promise<void> {
		const kept = await settings.get('sending').catch(() => undefined);
		this.#rules = { ...usual, ...(kept?.value as Partial<Rules> | undefined) };
	}

	async change(rules: Partial<Rules>): Promise<void> {
		this.#rules = { ...this.#rules, ...rules };
		await settings.put({ name: 'sending', value: this.#rules }).catch(() => undefined);
		tabs.tellAll({ kind: 'rules' });
	}
}

export const ways = new Ways();

/** What the browser says of its link; most say nothing. */
export function connection(): (Connection & EventTarget) | undefined {
	return (navigator as unknown as { connection?: Connection & EventTarget }).connection;
}
