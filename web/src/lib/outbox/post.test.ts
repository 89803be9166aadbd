import { describe, expect, it } from 'vitest';
import { Lap } from '$lib/store/drawer';
import type { Card, Kept } from './kept';
import { sendCards, type Fetch } from './post';

const card: Card = { title: 'A well', text: '', language: 'en', place: '', happened_on: '' };

function kept(what: Partial<Kept> = {}): Kept {
	return {
		...{ key: 'local-1', member: 'amina', story: '', card, office: '', base: {}, at: 1 },
		...{ state: 'waiting', refusal: null, theirs: null },
		...what,
	};
}

/** A server that makes one story of a key, can lose answers and can be away. */
function server() {
	const stories = new Map<string, Card & { id: string }>();
	const keys = new Map<string, string>();
	const asked: string[] = [];
	const state = { me: 'amina', away: false, lose: '', refuse: 0, during: async () => {} };
	const answer = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
	const fetch: Fetch = async (path, init = {}) => {
		const method = init.method ?? 'GET';
		asked.push(`${method} ${path}`);
		if (state.away) throw new TypeError('Failed to fetch');
		if (path === '/api/v1/me') return state.me ? answer({ id: state.me }) : answer({}, 401);
		await state.during();
		if (state.refuse && method !== 'GET')
			return answer({ code: 'title', detail: 'No.', fault: 'input' }, state.refuse);
		const id = path.split('/')[4];
		if (method === 'POST') {
			const key = new Headers(init.headers).get('Idempotency-Key')!;
			const again = keys.has(key);
			if (!again) {
				keys.set(key, `s${keys.size + 1}`);
				stories.set(keys.get(key)!, { ...JSON.parse(init.body as string), id: keys.get(key)! });
			}
			if (state.lose === 'POST') {
				state.lose = '';
				throw new TypeError('Failed to fetch');
			}
			return answer(stories.get(keys.get(key)!), again ? 200 : 201);
		}
		const story = stories.get(id!);
		if (!story) return answer({ code: 'not_found', detail: 'Gone.' }, 404);
		if (method === 'PATCH') stories.set(id!, { ...story, ...JSON.parse(init.body as string) });
		return answer(stories.get(id!));
	};
	return { stories, asked, state, fetch };
}

async function begin(...records: Kept[]) {
	const cards = new Lap<Kept>((record) => record.key);
	for (const record of records) await cards.put(record);
	const at = server();
	return { cards, ...at, send: () => sendCards(cards, 'amina', at.fetch, () => 2) };
}

describe('a new card', () => {
	it('becomes a story, and leads to it', async () => {
		const { cards, send, stories } = await begin(kept());
		expect(await send()).toBe('all');
		expect([...stories.values()]).toMatchObject([card]);
		expect(await cards.get('local-1')).toMatchObject({ state: 'sent', story: 's1' });
	});

	it('becomes one story when the answer was lost', async () => {
		const { cards, send, stories, state } = await begin(kept());
		state.lose = 'POST';
		expect(await send()).toBe('away');
		expect(await cards.get('local-1')).toMatchObject({ state: 'waiting', story: '' });
		expect(await send()).toBe('all');
		expect(stories.size).toBe(1);
	});

	it('brings along what was written after the answer was lost', async () => {
		const { cards, send, stories, state } = await begin(kept());
		state.lose = 'POST';
		await send();
		await cards.change('local-1', (was) => was && { ...was, card: { ...card, text: 'More.' } });
		expect(await send()).toBe('all');
		expect([...stories.values()]).toMatchObject([{ title: 'A well', text: 'More.' }]);
	});

	it('brings along what is written while it is under way', async () => {
		const { cards, send, stories, state } = await begin(kept());
		state.during = async () => {
			state.during = async () => {};
			await cards.change('local-1', (was) => was && { ...was, card: { ...card, place: 'Mtwara' } });
		};
		expect(await send()).toBe('all');
		expect([...stories.values()]).toMatchObject([{ place: 'Mtwara' }]);
		expect(await cards.get('local-1')).toMatchObject({ state: 'sent' });
	});

	it('waits while the server is away, and is not refused by that', async () => {
		const { cards, send, state } = await begin(kept());
		state.away = true;
		expect(await send()).toBe('away');
		expect(await cards.get('local-1')).toMatchObject({ state: 'waiting' });
		state.away = false;
		state.refuse = 503;
		expect(await send()).toBe('away');
		expect(await cards.get('local-1')).toMatchObject({ state: 'waiting' });
	});

	it('stays here with the reason when it is refused, and does not hold up the next', async () => {
		const { cards, send, state, asked } = await begin(kept(), kept({ key: 'local-2', at: 2 }));
		state.refuse = 422;
		expect(await send()).toBe('all');
		expect(await cards.get('local-1')).toMatchObject({ state: 'refused', card, refusal: { code: 'title' } });
		expect(asked.filter((one) => one.startsWith('POST'))).toHaveLength(2);
	});

	it('is never sent in the name of somebody else', async () => {
		const { cards, send, state, asked } = await begin(kept());
		for (const me of ['omar', '']) {
			state.me = me;
			expect(await send()).toBe('stranger');
		}
		expect(asked).toEqual(['GET /api/v1/me', 'GET /api/v1/me']);
		expect(await cards.get('local-1')).toMatchObject({ state: 'waiting' });
	});
});

describe('a change', () => {
	const change = kept({
		key: 'change-amina-s1',
		story: 's1',
		card: { text: 'Her name is Ines.' },
		base: { text: '' },
	});

	it('is made where nobody else changed the same', async () => {
		const { cards, send, stories } = await begin(change);
		stories.set('s1', { ...card, id: 's1', title: 'Another title' });
		expect(await send()).toBe('all');
		expect(stories.get('s1')).toMatchObject({ title: 'Another title', text: 'Her name is Ines.' });
		expect(await cards.all()).toEqual([]);
	});

	it('is asked about where somebody did', async () => {
		const { cards, send, stories, asked } = await begin(change);
		stories.set('s1', { ...card, id: 's1', text: 'An editor wrote this.' });
		expect(await send()).toBe('all');
		expect(await cards.get(change.key)).toMatchObject({
			state: 'differs',
			theirs: { text: 'An editor wrote this.' },
			card: change.card,
		});
		expect(asked.some((one) => one.startsWith('PATCH'))).toBe(false);
	});

	it('is nothing to do where it stands there already', async () => {
		const { cards, send, stories, asked } = await begin(change);
		stories.set('s1', { ...card, id: 's1', text: 'Her name is Ines.' });
		expect(await send()).toBe('all');
		expect(asked.some((one) => one.startsWith('PATCH'))).toBe(false);
		expect(await cards.all()).toEqual([]);
	});

	it('is kept with the reason when the story is gone', async () => {
		const { cards, send } = await begin(change);
		expect(await send()).toBe('all');
		expect(await cards.get(change.key)).toMatchObject({ state: 'refused', refusal: { code: 'not_found' } });
	});
});
