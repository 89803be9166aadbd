import { api, ask } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import type { Wording } from '$lib/api/wire';
import { byName, type Named } from './names';

/** The texts that people agree to. None is ever changed. */
export class Wordings {
	#items = $state.raw<Wording[]>([]);
	#loaded = $state(false);
	#failure = $state<Failure | null>(null);
	readonly #names = $derived(byName(this.#items));

	get names(): Named[] {
		return this.#names;
	}

	get loaded(): boolean {
		return this.#loaded;
	}

	get failure(): Failure | null {
		return this.#failure;
	}

	async load(): Promise<void> {
		try {
			this.#items = (await ask(api.GET('/api/v1/wordings'))).items;
			this.#failure = null;
		} catch (error) {
			this.#failure = Failure.of(error);
		}
		this.#loaded = true;
	}

	/** Adds a text: to a version that is there, else it begins the next one of its name. @throws {Failure} */
	async add(body: { name: string; version?: number; language: string; text: string }): Promise<Wording> {
		const added = await ask(api.POST('/api/v1/wordings', { body }));
		await this.load();
		return added;
	}

	/** Takes a text out of what is offered for new records, or offers it again. @throws {Failure} */
	async retire(id: string, retired: boolean): Promise<void> {
		await ask(api.PATCH('/api/v1/wordings/{id}', { params: { path: { id } }, body: { retired } }));
		await this.load();
	}
}
