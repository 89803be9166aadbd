import { api, ask, onSignedOut } from '$lib/api/client';
import { Failure } from '$lib/api/failure';
import { link } from '$lib/offline/link.svelte';
import { tabs } from '$lib/offline/tabs';
import type { Grant, Me, Role } from '$lib/api/wire';

const curating: readonly Role[] = ['viewer', 'editor', 'publisher', 'custodian', 'admin'];
const contributing: readonly Role[] = ['contributor', 'editor', 'admin'];

/** What outlasts the page: who was here, for the time without a link, and that they wanted to leave. */
const memory = {
	get me(): Me | null {
		try {
			return JSON.parse(localStorage.getItem('fieldstory:me') ?? 'null') as Me | null;
		} catch {
			return null;
		}
	},
	set me(me: Me | null) {
		try {
			if (me) localStorage.setItem('fieldstory:me', JSON.stringify(me));
			else localStorage.removeItem('fieldstory:me');
		} catch {
			// Storage may be forbidden; then nothing opens without a link.
		}
	},
	/** The member who signed out while the server could not be told, "" = nobody. */
	get leaving(): string {
		try {
			return localStorage.getItem('fieldstory:leaving') ?? '';
		} catch {
			return '';
		}
	},
	set leaving(member: string) {
		try {
			if (member) localStorage.setItem('fieldstory:leaving', member);
			else localStorage.removeItem('fieldstory:leaving');
		} catch {
			// See above.
		}
	},
};

/** Who is at the desk. What they may do is the server's word; this only decides what to offer first. */
class Session {
	#me = $state<Me | null>(null);
	#asked = $state(false);
	#failure = $state<Failure | null>(null);
	#remembered = $state(false);

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

	/** The server could not be asked yet: this is who was here last. */
	get remembered(): boolean {
		return this.#remembered;
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

	/** Forgets the person as soon as any answer, or another tab, says the session has ended. Returns its undo. */
	listen(): () => void {
		const undo = [
			onSignedOut(() => this.#set(null)),
			link.onBack(() => {
				if (this.#remembered || this.#failure) void this.load();
			}),
			tabs.listen((news) => {
				if (news.kind === 'who') void this.load();
			}),
		];
		return () => {
			for (const one of undo) one();
		};
	}

	/**
	 * Asks the server who is here. Without a link it is who was here last: cards can then be written and
	 * read, and whatever needs the server is refused by it later if the session has ended meanwhile.
	 */
	async load(): Promise<void> {
		try {
			const me = await ask(api.GET('/api/v1/me'));
			const left = memory.leaving === me.id;
			if (left) await this.#leave();
			memory.leaving = '';
			this.#set(left ? null : me);
			this.#failure = null;
		} catch (error) {
			const failure = Failure.of(error);
			if (failure.status === 401) {
				memory.leaving = '';
				this.#set(null);
			}
			const last = failure.status === 401 || memory.leaving ? null : memory.me;
			this.#me = last;
			this.#remembered = last !== null;
			this.#failure = failure.status === 401 || last ? null : failure;
		}
		this.#asked = true;
	}

	/** Somebody comes in by a way that leads elsewhere first: what was to be left is not left any more. */
	arrive(): void {
		memory.leaving = '';
	}

	/** @throws {Failure} */
	async signIn(email: string, password: string): Promise<void> {
		await this.#enter(ask(api.POST('/api/v1/session', { body: { email, password } })));
	}

	/**
	 * Comes in by a recovery code, which is used up by that.
	 *
	 * @throws {Failure}
	 */
	async recover(email: string, code: string): Promise<void> {
		await this.#enter(ask(api.POST('/api/v1/session/code', { body: { email, code } })));
	}

	/**
	 * Somebody came in by what only a page with a passkey needs.
	 *
	 * @throws {Failure}
	 */
	async entered(): Promise<void> {
		await this.#enter(Promise.resolve());
	}

	async #enter(done: Promise<unknown>): Promise<void> {
		await done;
		memory.leaving = '';
		await this.load();
		tabs.tell({ kind: 'who' });
	}

	/**
	 * Leaves, and takes along what this browser keeps of the person. Without a link the server is told as
	 * soon as there is one, before anything else is asked.
	 *
	 * @throws {Failure}
	 */
	async signOut(): Promise<void> {
		const member = this.#me?.id;
		try {
			await this.#leave();
		} catch (error) {
			const failure = Failure.of(error);
			if (failure.fault !== 'link') throw failure;
			memory.leaving = member ?? '';
		}
		this.#set(null);
		if (member) await (await import('$lib/offline/forget')).forget(member);
		tabs.tell({ kind: 'who' });
	}

	async #leave(): Promise<void> {
		await ask(api.DELETE('/api/v1/session')).catch((error) => {
			// Ended already: that is what was wanted.
			if (Failure.of(error).status !== 401) throw error;
		});
	}

	#set(me: Me | null): void {
		this.#me = me;
		this.#remembered = false;
		memory.me = me;
	}

	/** @throws {Failure} */
	async change(what: {
		name?: string;
		language?: string;
		password?: string;
		current_password?: string;
	}): Promise<void> {
		this.#set(await ask(api.PATCH('/api/v1/me', { body: what })));
	}
}

export const session = new Session();
