import { api, ask, onSignedOut } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import type { Grant, Me, Role } from '$lib/api/wire';

const curating: readonly Role[] = ['viewer', 'editor', 'publisher', 'admin'];
const contributing: readonly Role[] = ['contributor', 'editor', 'admin'];

/** Who is at the desk. What they may do is the server's word; this only decides what to offer first. */
class Session {
	#me = $state<Me | null>(null);
	#asked = $state(false);
	#failure = $state<Failure | null>(null);

	get me(): Me | null {
		return this.#me;
	}

	/** True once the server has said who is asking, or that it does not know. */
	get known(): boolean {
		return this.#asked;
	}

	/** Why the server could not be asked; null when it answered. */
	get failure(): Failure | null {
		return this.#failure;
	}

	get grants(): Grant[] {
		return this.#me?.grants ?? [];
	}

	/** Sees what others sent in, so the desk is for them. */
	get curates(): boolean {
		return this.grants.some((grant) => curating.includes(grant.role));
	}

	get contributes(): boolean {
		return this.grants.some((grant) => contributing.includes(grant.role));
	}

	get administers(): boolean {
		return this.grants.some((grant) => grant.role === 'admin');
	}

	/** The first page after signing in. */
	get home(): string {
		return this.curates ? '/desk' : '/stories';
	}

	/** Forgets the person as soon as any answer says the session has ended. Returns its undo. */
	listen(): () => void {
		return onSignedOut(() => (this.#me = null));
	}

	async load(): Promise<void> {
		try {
			this.#me = await ask(api.GET('/api/v1/me'));
			this.#failure = null;
		} catch (error) {
			const failure = Failure.of(error);
			this.#me = null;
			this.#failure = failure.status === 401 ? null : failure;
		}
		this.#asked = true;
	}

	/** @throws {Failure} */
	async signIn(email: string, password: string): Promise<void> {
		await ask(api.POST('/api/v1/session', { body: { email, password } }));
		await this.load();
	}

	/** @throws {Failure} */
	async signOut(): Promise<void> {
		await ask(api.DELETE('/api/v1/session'));
		this.#me = null;
	}

	/** @throws {Failure} */
	async change(what: { name?: string; language?: string; password?: string }): Promise<void> {
		this.#me = await ask(api.PATCH('/api/v1/me', { body: what }));
	}
}

export const session = new Session();
