import { api, ask } from '$lib/api/client';
import { Pages, type Answer } from '$lib/api/pages.svelte';
import type { Member, PeopleImport, Role } from '$lib/api/wire';

/** The people whom the person administers, a page at a time. */
export class Members extends Pages<Member> {
	#words = '';
	#roleless = false;

	/** Looks for people anew: those with such words in name or address, everybody where there are none. */
	async load(words = this.#words): Promise<void> {
		this.#words = words;
		await this.begin();
	}

	/** Only people who hold no role anywhere, or everybody again. */
	async narrow(roleless: boolean): Promise<void> {
		this.#roleless = roleless;
		await this.begin();
	}

	protected async ask(after: string): Promise<Answer<Member>> {
		const query = { q: this.#words, cursor: after, ...(this.#roleless ? { role: 'none' as const } : {}) };
		const { items, next_cursor } = await ask(api.GET('/api/v1/members', { params: { query } }));
		return { items, next: next_cursor };
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

	/** Parts an account from single sign-on, with the roles that came of it. @throws {Failure} */
	async untie(id: string): Promise<void> {
		await ask(api.POST('/api/v1/members/{id}/untie', { params: { path: { id } } }));
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

	/**
	 * What a CSV file of people does; `apply` does it where no line is wrong, `again` invites those again who
	 * have never come in.
	 * @throws {Failure}
	 */
	async bring(csv: string, apply: boolean, again: boolean): Promise<PeopleImport> {
		const done = await ask(api.POST('/api/v1/members/import', { body: { csv, apply, again } }));
		if (done.applied) void this.load();
		const links = done.links.map((one) => ({ ...one, link: new URL(one.link, location.origin).href }));
		return { ...done, links };
	}
}
