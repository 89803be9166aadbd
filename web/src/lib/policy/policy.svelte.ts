import { api, ask } from '$lib/api/client';
import { Pages, type Answer } from '$lib/api/pages.svelte';
import type { Policy, RetentionLook } from '$lib/api/wire';
import { sameRules, type Rules } from './months';

/** @throws {Failure} */
export function loadPolicy(): Promise<Policy> {
	return ask(api.GET('/api/v1/policy'));
}

/** @throws {Failure} */
export function savePolicy(
	change: Pick<Policy, 'consent_months' | 'consent_file' | 'trash_days'> & { retention: Rules },
): Promise<Policy> {
	return ask(api.PATCH('/api/v1/policy', { body: change }));
}

/** What rules would take, before they are saved: sums, and the stories that have lain longest. */
export class Preview extends Pages<RetentionLook['items'][number]> {
	#rules = $state.raw<Rules | null>(null);
	#look = $state.raw<{ of: Rules; sums: RetentionLook } | null>(null);

	/** Asks what these rules take; what an older question still answers is dropped. */
	async of(rules: Rules): Promise<void> {
		this.#rules = rules;
		await this.begin();
	}

	/** What was answered for these rules; null while that is not known. */
	for(rules: Rules | null): RetentionLook | null {
		return rules && this.#look && sameRules(this.#look.of, rules) ? this.#look.sums : null;
	}

	protected async ask(after: string): Promise<Answer<RetentionLook['items'][number]>> {
		const rules = this.#rules!;
		const query = { ...rules, limit: 10, ...(after ? { cursor: after } : {}) };
		const sums = await ask(api.GET('/api/v1/policy/retention', { params: { query } }));
		if (rules === this.#rules) this.#look = { of: rules, sums };
		return { items: sums.items, next: sums.next_cursor };
	}
}
