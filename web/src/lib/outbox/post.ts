import type { Drawer } from '$lib/store/drawer';
import { cardOf, changed, lines, type Card, type Kept, type Refusal } from './kept';

/** A request to the API: in the page and in the service worker alike. */
export type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

/**
 * all: nothing waits any more; away: the server did not answer or was not itself; stranger: nobody, or
 * somebody else, is signed in.
 */
export type Outcome = 'all' | 'away' | 'stranger';

/** How long an answer may take: a card is a few kilobytes. */
const patience = 30_000;
/** How long the way from a card's key to its story is remembered. */
const remembered = 60 * 24 * 3600 * 1000;

/** The server could not be asked, or asks to come back later. */
class Away extends Error {}

/**
 * Sends what a person has written, the oldest first, and notes what became of it. It may be run again at
 * any time and be broken off at any point: a new card is made under its key once, a change says the same
 * when it is said twice.
 */
export async function sendCards(
	cards: Drawer<Kept>,
	member: string,
	fetch: Fetch,
	now: () => number = Date.now,
): Promise<Outcome> {
	const ask = (path: string, init: RequestInit = {}) => asked(fetch, path, init);
	try {
		let known = false;
		for (const { key } of await waiting(cards, member, now())) {
			// Whoever holds this browser may have changed since the card was written.
			if (!known && !(await signedIn(ask, member))) return 'stranger';
			known = true;
			const kept = await cards.get(key);
			if (kept?.state !== 'waiting') continue;
			const done = kept.story ? await sendChange(cards, kept, ask) : await sendNew(cards, kept, ask);
			if (!done) return 'stranger';
		}
		return 'all';
	} catch (error) {
		if (error instanceof Away) return 'away';
		throw error;
	}
}

async function waiting(cards: Drawer<Kept>, member: string, now: number): Promise<Kept[]> {
	const own = (await cards.all()).filter((kept) => kept.member === member);
	for (const old of own.filter((kept) => kept.state === 'sent' && now - kept.at > remembered))
		await cards.drop(old.key);
	return own.filter((kept) => kept.state === 'waiting').sort((a, b) => a.at - b.at);
}

async function asked(fetch: Fetch, path: string, init: RequestInit): Promise<Response> {
	let answer: Response;
	try {
		answer = await fetch(`/api/v1${path}`, {
			...init,
			credentials: 'same-origin',
			signal: AbortSignal.timeout(patience),
			headers: { ...(init.body ? { 'Content-Type': 'application/json' } : {}), ...init.headers },
		});
	} catch {
		throw new Away();
	}
	if (answer.status >= 500 || answer.status === 429 || answer.status === 408) throw new Away();
	return answer;
}

type Ask = (path: string, init?: RequestInit) => Promise<Response>;

async function signedIn(ask: Ask, member: string): Promise<boolean> {
	const answer = await ask('/me');
	return answer.ok && ((await body(answer)) as { id?: string } | null)?.id === member;
}

/** False when the session has ended meanwhile. */
async function sendNew(cards: Drawer<Kept>, kept: Kept, ask: Ask): Promise<boolean> {
	const answer = await ask('/stories', {
		method: 'POST',
		headers: { 'Idempotency-Key': kept.key },
		body: JSON.stringify({ ...kept.card, ...(kept.office ? { office: kept.office } : {}) }),
	});
	if (answer.status === 401) return false;
	if (!answer.ok) {
		await refuse(cards, kept, await refusal(answer));
		return true;
	}
	const story = (await body(answer)) as (Card & { id: string }) | null;
	if (!story?.id) throw new Away();
	// Written on while it was under way, or arrived earlier with an answer that was lost: the rest follows.
	const after = await cards.change(kept.key, (was) => {
		if (!was) return undefined;
		const rest = changed(cardOf(story), was.card as Card);
		const more = Object.keys(rest.card).length > 0;
		return { ...was, story: story.id, state: more ? 'waiting' : 'sent', base: rest.base };
	});
	return after?.state === 'waiting' ? sendChange(cards, after, ask) : true;
}

async function sendChange(cards: Drawer<Kept>, kept: Kept, ask: Ask): Promise<boolean> {
	const path = `/stories/${encodeURIComponent(kept.story)}`;
	const found = await ask(path);
	if (found.status === 401) return false;
	if (!found.ok) {
		await refuse(cards, kept, await refusal(found));
		return true;
	}
	const story = (await body(found)) as Card | null;
	if (!story) throw new Away();
	const theirs: Partial<Card> = {};
	const mine: Partial<Card> = {};
	for (const line of lines) {
		const wanted = kept.card[line];
		if (wanted === undefined || wanted === story[line]) continue;
		mine[line] = wanted;
		if (kept.base[line] !== undefined && kept.base[line] !== story[line]) theirs[line] = story[line];
	}
	if (Object.keys(theirs).length > 0) {
		await cards.change(kept.key, (was) => was && { ...was, state: 'differs', theirs });
		return true;
	}
	if (Object.keys(mine).length > 0) {
		const answer = await ask(path, { method: 'PATCH', body: JSON.stringify(mine) });
		if (answer.status === 401) return false;
		if (!answer.ok) {
			await refuse(cards, kept, await refusal(answer));
			return true;
		}
	}
	await cards.change(kept.key, (was) => {
		if (!was) return undefined;
		const rest = lines.filter((line) => was.card[line] !== kept.card[line]);
		if (rest.length > 0) {
			// Changed again meanwhile: what was just sent is what stands there now.
			return { ...was, base: { ...was.base, ...kept.card }, state: 'waiting' };
		}
		return kept.key.startsWith('local-')
			? { ...was, base: {}, state: 'sent', theirs: null, refusal: null }
			: null;
	});
	return true;
}

async function refuse(cards: Drawer<Kept>, kept: Kept, why: Refusal): Promise<void> {
	await cards.change(kept.key, (was) => was && { ...was, state: 'refused', refusal: why });
}

async function refusal(answer: Response): Promise<Refusal> {
	const said = ((await body(answer)) ?? {}) as Partial<Refusal>;
	const code = said.code ?? (answer.status === 404 ? 'not_found' : 'internal');
	return { code, detail: said.detail ?? '', fault: said.fault ?? 'us' };
}

async function body(answer: Response): Promise<unknown> {
	try {
		return await answer.json();
	} catch {
		return null;
	}
}
