import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '$lib/api/failure';
import type { Carrier, Load, Reports } from './carrier';
import { fingerprint, Ledger } from './ledger';
import { UploadQueue } from './queue.svelte';

type Sent = { load: Load; reports: Reports; halted: boolean; dropped: boolean };

const file = (name: string, size: number): File =>
	Object.defineProperty(new File([], name, { lastModified: 1 }), 'size', { value: size });

function shelf(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
	const kept = new Map<string, string>();
	return {
		getItem: (key) => kept.get(key) ?? null,
		setItem: (key, value) => void kept.set(key, value),
		removeItem: (key) => void kept.delete(key),
	};
}

function begin({ kept = shelf(), lanes = 2 } = {}) {
	const trips: Sent[] = [];
	const link = { up: true };
	const carrier: Carrier = async (load, reports) => {
		const trip: Sent = { load, reports, halted: false, dropped: false };
		trips.push(trip);
		return {
			halt: async () => void (trip.halted = true),
			drop: async () => void (trip.dropped = true),
		};
	};
	const queue = new UploadQueue({
		carrier,
		ledger: new Ledger(kept),
		lanes,
		online: () => link.up,
		now: () => Date.now(),
	});
	return { queue, trips, link, kept };
}

const asked: string[] = [];

beforeEach(() => {
	vi.useFakeTimers();
	asked.length = 0;
	vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
		asked.push(`${init?.method ?? 'GET'} ${url}`);
		return new Response(null, { status: 204 });
	});
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

const settle = () => vi.advanceTimersByTimeAsync(0);

describe('what goes out', () => {
	it('is the smallest first, two at a time', async () => {
		const { queue, trips } = begin();
		queue.add('s', [file('giant', 900), file('small', 10), file('middle', 50)]);
		await settle();
		expect(trips.map((trip) => trip.load.file.name)).toEqual(['small', 'middle']);
		trips[0]!.reports.done();
		await settle();
		expect(trips[2]?.load.file.name).toBe('giant');
	});

	it('is taken once, however often it is chosen', async () => {
		const { queue, trips } = begin();
		queue.add('s', [file('a', 10)]);
		queue.add('s', [file('a', 10)]);
		await settle();
		expect(trips).toHaveLength(1);
		queue.add('other story', [file('a', 10)]);
		await settle();
		expect(trips).toHaveLength(2);
	});
});

describe('a broken link', () => {
	it('is tried again after a growing pause, where it was', async () => {
		const { queue, trips } = begin();
		queue.add('s', [file('a', 100)]);
		await settle();
		trips[0]!.reports.opened('/u/1', 'clip');
		trips[0]!.reports.failed(Failure.offline());
		expect(queue.all[0]).toMatchObject({ state: 'retrying', clip: 'clip' });
		await vi.advanceTimersByTimeAsync(1000);
		expect(trips[1]?.load.url).toBe('/u/1');
		trips[1]!.reports.failed(Failure.from(null, 503));
		await vi.advanceTimersByTimeAsync(1000);
		expect(trips).toHaveLength(2);
		await vi.advanceTimersByTimeAsync(1000);
		expect(trips).toHaveLength(3);
	});

	it('waits without trying while the device has none, and goes on by itself', async () => {
		const { queue, trips, link } = begin();
		queue.add('s', [file('a', 100)]);
		await settle();
		link.up = false;
		trips[0]!.reports.failed(Failure.offline());
		expect(queue.all[0]?.state).toBe('offline');
		await vi.advanceTimersByTimeAsync(600_000);
		expect(trips).toHaveLength(1);
		link.up = true;
		queue.online();
		await settle();
		expect(trips).toHaveLength(2);
	});

	it('is not blamed for an answer that will not change', async () => {
		const { queue, trips } = begin();
		queue.add('s', [file('a', 100)]);
		await settle();
		trips[0]!.reports.failed(Failure.from({ code: 'too_big', fault: 'file', detail: 'Too big.' }, 413));
		expect(queue.all[0]).toMatchObject({ state: 'failed', failure: { code: 'too_big' } });
		await vi.advanceTimersByTimeAsync(600_000);
		expect(trips).toHaveLength(1);
	});

	it('begins anew when the server has let the upload go', async () => {
		const { queue, trips } = begin();
		queue.add('s', [file('a', 100)]);
		await settle();
		trips[0]!.reports.opened('/u/1', 'clip');
		trips[0]!.reports.failed(Failure.from(null, 404));
		await settle();
		expect(trips[1]?.load.url).toBe('');
	});
});

describe('the person', () => {
	it('pauses and resumes', async () => {
		const { queue, trips } = begin();
		queue.add('s', [file('a', 100)]);
		await settle();
		trips[0]!.reports.opened('/u/1', 'clip');
		trips[0]!.reports.sent(40);
		await queue.pause(queue.all[0]!);
		expect(trips[0]!.halted).toBe(true);
		trips[0]!.reports.sent(60);
		expect(queue.all[0]).toMatchObject({ state: 'paused', sent: 40 });
		queue.resume(queue.all[0]!);
		await settle();
		expect(trips[1]?.load.url).toBe('/u/1');
	});

	it('discards, here and on the server', async () => {
		const { queue, trips, kept } = begin();
		queue.add('s', [file('a', 100)]);
		await settle();
		trips[0]!.reports.opened('/u/1', 'clip');
		await queue.discard(queue.all[0]!);
		expect(trips[0]!.dropped).toBe(true);
		expect(queue.all).toEqual([]);
		expect(new Ledger(kept).of('s')).toEqual([]);
	});
});

describe('after a reload', () => {
	it('asks for the file and goes on where it was', async () => {
		const first = begin();
		first.queue.add('s', [file('a', 100)]);
		await settle();
		first.trips[0]!.reports.opened('/u/1', 'clip');
		first.trips[0]!.reports.kept(60);

		const second = begin({ kept: first.kept });
		second.queue.recall('s');
		expect(second.queue.of('s')[0]).toMatchObject({ state: 'asking', name: 'a', sent: 60, clip: 'clip' });
		expect(second.queue.of('another')).toEqual([]);
		second.queue.add('s', [file('a', 100)]);
		await settle();
		expect(second.trips[0]?.load.url).toBe('/u/1');
		expect(second.queue.of('s')).toHaveLength(1);
	});

	it('does not mistake another file for it', async () => {
		const first = begin();
		first.queue.add('s', [file('a', 100)]);
		await settle();
		first.trips[0]!.reports.opened('/u/1', 'clip');

		const second = begin({ kept: first.kept });
		second.queue.recall('s');
		second.queue.add('s', [file('a', 101)]);
		await settle();
		expect(second.trips[0]?.load.url).toBe('');
		expect(second.queue.of('s').map((parcel) => parcel.state)).toEqual(['asking', 'sending']);
	});

	it('forgets what arrived', async () => {
		const { queue, trips, kept } = begin();
		queue.add('s', [file('a', 100)]);
		await settle();
		trips[0]!.reports.opened('/u/1', 'clip');
		trips[0]!.reports.done();
		expect(queue.all[0]).toMatchObject({ state: 'done', sent: 100, share: 1 });
		expect(new Ledger(kept).of('s')).toEqual([]);
	});
});

it('keeps a list that survives forbidden and spoilt storage', () => {
	const closed = {
		getItem: () => {
			throw new Error('forbidden');
		},
		setItem: () => {
			throw new Error('full');
		},
		removeItem: () => undefined,
	};
	const ledger = new Ledger(closed);
	const key = fingerprint('s', { name: 'a', size: 1, lastModified: 2 });
	ledger.put({
		key,
		member: '',
		story: 's',
		name: 'a',
		size: 1,
		modified: 2,
		url: '/u',
		clip: '',
		sent: 0,
		since: 0,
	});
	expect(ledger.find(key)?.url).toBe('/u');
	expect(new Ledger({ ...shelf(), getItem: () => '{"not": "a list"}' }).of('s')).toEqual([]);
});

it('lets entries go that the server will have let go', () => {
	const kept = shelf();
	const entry = {
		key: 'k',
		member: '',
		story: 's',
		name: 'a',
		size: 1,
		modified: 2,
		url: '/u',
		clip: '',
		sent: 0,
		since: 0,
	};
	new Ledger(kept, 0).put(entry);
	expect(new Ledger(kept, 29 * 86_400_000).of('s')).toHaveLength(1);
	expect(new Ledger(kept, 31 * 86_400_000).of('s')).toEqual([]);
});
