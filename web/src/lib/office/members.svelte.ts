import { api, ask } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import type { Member, Role } from '$lib/api/wire';

/** The people whom the person administers, a page at a time. */
export class Members {
	#items = $state.raw<Member[]>([]);
	#loaded = $state(false);
	#loading = $state(false);
	#failure = $state<Failure | null>(null);
	#cursor = $state('');
	#words = '';
	/** Counts what was asked, so that an answer that comes late is not taken for the newest. */
	#asked = 0;

	get items(): Member[] {
		return this.#items;
	}

	get loaded(): boolean {
		return this.#loaded;
	}

	get failure(): Failure | null {
		return this.#failure;
	}

	get loading(): boolean {
		return this.#loading;
	}

	/** Whether there are more than have been loaded. */
	get more(): boolean {
		return this.#cursor !== '';
	}

	/** Looks for people anew: those with such words in name or address, everybody where there are none. */
	async load(words = this.#words): Promise<void> {
		this.#words = words;
		await this.#page('', []);
	}

	async grow(): Promise<void> {
		if (this.more && !this.#loading) await this.#page(this.#cursor, this.#items);
	}

	async #page(cursor: string, before: readonly Member[]): Promise<void> {
		const mine = ++this.#asked;
		this.#loading = true;
		try {
			const query = { q: this.#words, cursor };
			const { items, next_cursor } = await ask(api.GET('/api/v1/members', { params: { query } }));
			if (mine !== this.#asked) return;
			this.#items = [...before, ...(items ?? [])];
			this.#cursor = next_cursor;
			this.#failure = null;
		} catch (error) {
			if (mine === this.#asked) this.#failure = Failure.of(error);
		}
		if (mine !== this.#asked) return;
		this.#loaded = true;
		this.#loading = false;
	}

	/** One person, with what may be done to their account. @throws {Failure} */
	find(id: string): Promise<Member> {
		return ask(api.GET('/api/v1/members/{id}', { params: { path: { id } } }));
	}

	/** Says which roles a person holds at an office, none = none any more. @throws {Failure} */
	giveRoles(id: string, office: string, roles: Role[]): Promise<Member> {
		return ask(
			api.PUT('/api/v1/members/{id}/roles/{office}', { params: { path: { id, office } }, body: { roles } }),
		);
	}

	/** Keeps a person out; what they did stays. @throws {Failure} */
	suspend(id: string): Promise<Member> {
		return ask(api.POST('/api/v1/members/{id}/suspend', { params: { path: { id } } }));
	}

	/** @throws {Failure} */
	restore(id: string): Promise<Member> {
		return ask(api.POST('/api/v1/members/{id}/restore', { params: { path: { id } } }));
	}

	/** A new one-time link for somebody who lost their way in; it is shown once. @throws {Failure} */
	async link(id: string): Promise<string> {
		const { link } = await ask(api.POST('/api/v1/members/{id}/link', { params: { path: { id } } }));
		return new URL(link, location.origin).href;
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
