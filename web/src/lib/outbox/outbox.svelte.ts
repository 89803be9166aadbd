import { Failure } from '$lib/api/failure';
import { link } from '$lib/offline/link.svelte';
import { tabs } from '$lib/offline/tabs';
import { cards, madeUp } from '$lib/store/db';
import { backoff } from '$lib/upload/backoff';
import { changed, changeKey, lines, newKey, tidy, writingKey, type Card, type Kept } from './kept';
import { sendCards, type Outcome } from './post';

/**
 * What a person has written and the server does not have yet. Everything is kept in this browser before
 * it is sent, so that neither a dead link nor a dead battery costs a word.
 */
class Outbox {
	#kept = $state.raw<readonly Kept[]>([]);
	#sending = $state(false);
	#loaded = $state(false);
	#member = '';
	#tries = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#running: Promise<void> | null = null;
	#again = false;

	/** Cards that the server does not have, the newest first. */
	get waiting(): readonly Kept[] {
		return this.#kept.filter((kept) => kept.state !== 'sent' && kept.state !== 'writing');
	}

	/** True once this browser was asked what it keeps. */
	get loaded(): boolean {
		return this.#loaded;
	}

	get sending(): boolean {
		return this.#sending;
	}

	/** What is kept under an address: a card's key, or the id of a story that it changes. */
	find(id: string): Kept | undefined {
		return (
			this.#kept.find((kept) => kept.key === id) ??
			this.waiting.find((kept) => kept.story === id && kept.state !== 'sent')
		);
	}

	/** Begins to look after a person's cards. Returns its undo. */
	attend(member: string): () => void {
		this.#member = member;
		void this.#load().then(() => this.send());
		const undo = [
			link.onBack(() => void this.send()),
			tabs.listen((news) => {
				if (news.kind === 'cards') void this.#load();
			}),
		];
		const seen = () => {
			if (!document.hidden) void this.#load().then(() => this.send());
		};
		document.addEventListener('visibilitychange', seen);
		return () => {
			for (const one of undo) one();
			document.removeEventListener('visibilitychange', seen);
			clearTimeout(this.#timer);
			this.#member = '';
			this.#kept = [];
			this.#loaded = false;
		};
	}

	/** Keeps a new card. Gives its key. */
	async add(card: Card, office = ''): Promise<string> {
		const key = newKey(madeUp());
		await this.#put(fresh(key, this.#member, { card: tidy(card), office }));
		await this.stopWriting();
		void askToStay();
		return key;
	}

	/** Keeps a change of a card: of one that waits here, or of a story that the server has. Gives its key. */
	async change(id: string, was: Card, now: Card): Promise<string> {
		const key = this.find(id)?.key ?? changeKey(this.#member, id);
		const { card, base } = changed(was, tidy(now));
		await cards.change(key, (kept) => {
			if (!kept) {
				return lines.some((line) => card[line] !== undefined)
					? fresh(key, this.#member, { story: id, card, base })
					: undefined;
			}
			const after: Kept = { ...kept, card: { ...kept.card, ...card }, state: 'waiting', refusal: null };
			// What stood there before the first of several changes is what the server may still have.
			if (kept.story) after.base = { ...base, ...kept.base };
			return after;
		});
		await this.#changed();
		return key;
	}

	/** Where somebody else changed the same lines: mine stand, or theirs do. */
	async settle(key: string, mine: boolean): Promise<void> {
		await cards.change(key, (kept) => {
			if (!kept?.theirs) return undefined;
			const base = { ...kept.base, ...kept.theirs };
			const card = mine ? kept.card : { ...kept.card, ...kept.theirs };
			return { ...kept, base, card, theirs: null, state: 'waiting' };
		});
		await this.#changed();
		void this.send();
	}

	async drop(key: string): Promise<void> {
		await cards.drop(key);
		await this.#changed();
	}

	/** What was in the form for a new story when its page was left or died. */
	async written(): Promise<Card | null> {
		const kept = await cards.get(writingKey(this.#member));
		return (kept?.card as Card | undefined) ?? null;
	}

	async write(card: Card): Promise<void> {
		const key = writingKey(this.#member);
		await cards.put({ ...fresh(key, this.#member, { card }), state: 'writing' });
	}

	async stopWriting(): Promise<void> {
		await cards.drop(writingKey(this.#member));
	}

	/**
	 * Sends what waits. Several calls at once are one. Gives up silently without a link and comes back by
	 * itself.
	 */
	send(): Promise<void> {
		this.#again = true;
		this.#running ??= this.#run().finally(() => (this.#running = null));
		return this.#running;
	}

	/** Sends, and waits a while for one card. Gives the story it became, "" when that is not known yet. */
	async sendNow(key: string, patience = 6000): Promise<string> {
		const sent = this.send().then(() => true);
		await Promise.race([sent, new Promise((done) => setTimeout(done, patience))]);
		const kept = this.#kept.find((one) => one.key === key) ?? (await cards.get(key));
		if (kept?.state === 'refused' && kept.refusal) {
			const { code, fault, detail } = kept.refusal;
			throw new Failure(code, fault as Failure['fault'], detail, 422);
		}
		return kept?.story ?? '';
	}

	async #run(): Promise<void> {
		clearTimeout(this.#timer);
		this.#sending = true;
		try {
			while (this.#again && this.#member) {
				this.#again = false;
				const outcome = await this.#once();
				await this.#load();
				tabs.tellAll({ kind: 'cards' });
				if (outcome === 'away') {
					link.silent();
					this.#later();
					return;
				}
				this.#tries = 0;
			}
		} finally {
			this.#sending = false;
		}
	}

	/** One tab sends at a time; the other would only ask the same. */
	async #once(): Promise<Outcome> {
		const send = () => sendCards(cards, this.#member, (path, init) => fetch(path, init));
		if (!this.#kept.some((kept) => kept.state === 'waiting')) return 'all';
		if (!navigator.locks) return send();
		return navigator.locks.request('fieldstory:cards', send);
	}

	#later(): void {
		void remindLater();
		this.#timer = setTimeout(() => void this.send(), backoff(this.#tries++));
	}

	async #put(kept: Kept): Promise<void> {
		await cards.put(kept);
		await this.#changed();
	}

	async #changed(): Promise<void> {
		await this.#load();
		tabs.tellAll({ kind: 'cards' });
	}

	async #load(): Promise<void> {
		const member = this.#member;
		const all = (await cards.all()).filter((kept) => kept.member === member);
		if (member !== this.#member) return;
		this.#kept = all.sort((a, b) => b.at - a.at);
		this.#loaded = true;
	}
}

export const outbox = new Outbox();

function fresh(key: string, member: string, what: Partial<Kept>): Kept {
	return {
		...{ key, member, story: '', card: {}, office: '', base: {}, at: Date.now() },
		...{ state: 'waiting', refusal: null, theirs: null },
		...what,
	};
}

/** Asks the browser not to clear away what is kept here when the phone runs short of room. */
async function askToStay(): Promise<void> {
	try {
		if (!(await navigator.storage.persisted())) await navigator.storage.persist();
	} catch {
		// Then it stays as long as the browser likes, which is usually long.
	}
}

/** Where the browser can, it wakes the service worker when there is a link, even with this page closed. */
async function remindLater(): Promise<void> {
	try {
		const worker = (await navigator.serviceWorker?.ready) as unknown as {
			sync?: { register(tag: string): Promise<void> };
		};
		await worker?.sync?.register('cards');
	} catch {
		// Most browsers cannot; then it is sent when the page is open.
	}
}
