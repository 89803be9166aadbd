import { api, ask } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import type { GroupLoss, GroupRole, Role } from '$lib/api/wire';

/** What groups of single sign-on do at the offices that the person administers. */
export class Groups {
	#items = $state.raw<GroupRole[]>([]);
	#provider = $state('');
	#loaded = $state(false);
	#failure = $state<Failure | null>(null);

	get items(): GroupRole[] {
		return this.#items;
	}

	/** What the provider of single sign-on is called, empty = none is set up. */
	get provider(): string {
		return this.#provider;
	}

	get loaded(): boolean {
		return this.#loaded;
	}

	get failure(): Failure | null {
		return this.#failure;
	}

	async load(): Promise<void> {
		try {
			const [ways, { items }] = await Promise.all([
				ask(api.GET('/api/v1/session')),
				ask(api.GET('/api/v1/group-roles')),
			]);
			this.#provider = ways.single;
			this.#items = items ?? [];
			this.#failure = null;
		} catch (error) {
			this.#failure = Failure.of(error);
		}
		this.#loaded = true;
	}

	/** Whoever is in the group holds the role at once. @throws {Failure} */
	async add(body: { group: string; office: string; role: Role }): Promise<void> {
		await ask(api.POST('/api/v1/group-roles', { body }));
		await this.load();
	}

	/** Who would lose a role that a group gave no longer. @throws {Failure} */
	loss(id: string): Promise<GroupLoss> {
		return ask(api.GET('/api/v1/group-roles/{id}/loss', { params: { path: { id } } }));
	}

	/** @throws {Failure} */
	async remove(id: string): Promise<void> {
		await ask(api.DELETE('/api/v1/group-roles/{id}', { params: { path: { id } } }));
		await this.load();
	}
}
