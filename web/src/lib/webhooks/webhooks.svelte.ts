import { api, ask } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import { Pages, type Answer } from '$lib/api/pages.svelte';
import type { Delivery, Webhook } from '$lib/api/wire';

/** The addresses outside that hear of stories, as far as the person administers them. */
export class Webhooks {
	#items = $state.raw<Webhook[]>([]);
	#heard = $state.raw<string[]>([]);
	#loaded = $state(false);
	#failure = $state<Failure | null>(null);

	get items(): Webhook[] {
		return this.#items;
	}

	/** All that webhooks may hear of. */
	get heard(): string[] {
		return this.#heard;
	}

	get loaded(): boolean {
		return this.#loaded;
	}

	get failure(): Failure | null {
		return this.#failure;
	}

	async load(): Promise<void> {
		try {
			const { items, heard } = await ask(api.GET('/api/v1/webhooks'));
			this.#items = items ?? [];
			this.#heard = heard ?? [];
			this.#failure = null;
		} catch (error) {
			this.#failure = Failure.of(error);
		}
		this.#loaded = true;
	}

	/** Gives the secret that signs what is sent; it is told this once. @throws {Failure} */
	async add(body: { office: string; url: string; events: string[] }): Promise<string> {
		const { secret } = await ask(api.POST('/api/v1/webhooks', { body }));
		await this.load();
		return secret;
	}

	/** @throws {Failure} */
	async stop(id: string, stopped: boolean): Promise<void> {
		await ask(api.PATCH('/api/v1/webhooks/{id}', { params: { path: { id } }, body: { stopped } }));
		await this.load();
	}

	/** @throws {Failure} */
	async remove(id: string): Promise<void> {
		await ask(api.DELETE('/api/v1/webhooks/{id}', { params: { path: { id } } }));
		await this.load();
	}
}

/** What was sent to one webhook, and what became of it, the newest first. */
export class Deliveries extends Pages<Delivery> {
	constructor(readonly webhook: string) {
		super();
	}

	async load(): Promise<void> {
		await this.begin();
	}

	/** Has it sent once more. @throws {Failure} */
	async replay(delivery: string): Promise<void> {
		const params = { path: { id: this.webhook, delivery } };
		const again = await ask(api.POST('/api/v1/webhooks/{id}/deliveries/{delivery}/replay', { params }));
		this.items = this.items.map((one) => (one.id === again.id ? again : one));
	}

	protected async ask(after: string): Promise<Answer<Delivery>> {
		const params = { path: { id: this.webhook }, query: { cursor: after, limit: 50 } };
		const { items, next_cursor } = await ask(api.GET('/api/v1/webhooks/{id}/deliveries', { params }));
		return { items, next: next_cursor };
	}
}
