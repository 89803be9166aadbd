import { api, ask } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import type { Member, Role } from '$lib/api/wire';

/** The people whom the person administers. */
export class Members {
	#items = $state.raw<Member[]>([]);
	#loaded = $state(false);
	#failure = $state<Failure | null>(null);

	get items(): Member[] {
		return this.#items;
	}

	get loaded(): boolean {
		return this.#loaded;
	}

	get failure(): Failure | null {
		return this.#failure;
	}

	async load(): Promise<void> {
		try {
			this.#items = (await ask(api.GET('/api/v1/members'))).items ?? [];
			this.#failure = null;
		} catch (error) {
			this.#failure = Failure.of(error);
		}
		this.#loaded = true;
	}

	/**
	 * Invites somebody and gives the one-time link to hand over; it is shown once. Empty for somebody who
	 * has an account already: their grant is added and they sign in as before.
	 * @throws {Failure}
	 */
	async invite(who: { name: string; email: string; office: string; role: Role }): Promise<string> {
		const { link } = await ask(api.POST('/api/v1/members', { body: who }));
		return link ? new URL(link, location.origin).href : '';
	}
}
