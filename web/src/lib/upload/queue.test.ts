import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '$lib/api/failure';
import type { UploadQueue } from './queue.svelte';
import { film, pullOut, World } from './world';

beforeEach(() => void vi.useFakeTimers({ now: new Date(2026, 4, 3, 12, 0) }));
afterEach(() => void vi.useRealTimers());

/** Lets everything happen that needs no time. */
const settle = () => vi.advanceTimersByTimeAsync(0);

async function begin(world = new World()) {
	const tab = world.tab();
	await settle();
	const add = async (...files: File[]) => {
		const already = tab.queue.add(
			's',
			files.map((file) => ({ file })),
		);
		await settle();
		return already;
	};
	return { world, ...tab, mine: tab.trips, trips: world.trips, add };
}

const only = (queue: UploadQueue) => {
	expect(queue.all).toHaveLength(1);
	return queue.all[0]!;
};
const names = (trips: { load: { name?: string } }[]) => trips.map((trip) => trip.load.name);

describe('what goes out', () => {
	it('is the smallest first, with a lane for the giant', async () => {
		const { trips, add } = await begin();
		await add(film('giant', 900), film('small', 10), film('middle', 50), film('other', 60));
		// The first two are looked through first and take the lanes; from then on one is the giant's.
		expect(names(trips)).toEqual(['small', 'middle']);
		trips[1]!.reports.done();
		await settle();
		expect(names(trips)[2]).toBe('giant');
		trips[0]!.reports.done();
		await settle();
		expect(names(trips)[3]).toBe('other');
	});

	it('lets a small one past two giants, which lose nothing', async () => {
		const { queue, trips, add } = await begin();
		await add(film('giant', 900), film('other giant', 800));
		trips[0]!.reports.opened('/u/1', 'c1');
		await add(film('small', 10));
		expect(names(trips)).toEqual(['other giant', 'giant', 'small']);
		expect(trips[0]!.halted).toBe(true);
		trips[2]!.reports.done();
		await settle();
		expect(trips[3]!.load).toMatchObject({ name: 'other giant', url: '/u/1' });
		expect(queue.busy).toBe(true);
	});

	it('is taken once, however often it is chosen', async () => {
		const { queue, trips, add } = await begin();
		await add(film('a', 10));
		expect(await add(film('a', 10))).toBe(1);
		expect(trips).toHaveLength(1);
		queue.add('another story', [{ file: film('a', 10) }]);
		await settle();
		expect(trips).toHaveLength(2);
	});

	it('bears its sum, so that the server can compare', async () => {
		const { trips, add } = await begin();
		await add(film('a', 10));
		expect(trips[0]!.load.sha256).toBe('sum of a');
	});

	it('is not held up by its sum when it is small, and waits for it when it is large', async () => {
		const { world, trips, add } = await begin();
		world.holdReading();
		await add(film('small', 1000), film('large', 500_000_000));
		expect(trips).toHaveLength(0);
		await vi.advanceTimersByTimeAsync(1200);
		expect(names(trips)).toEqual(['small']);
		expect(trips[0]!.load.sha256).toBe('');
		await vi.advanceTimersByTimeAsync(60_000);
		expect(trips).toHaveLength(1);
		world.readOn!();
		await settle();
		expect(names(trips)).toEqual(['small', 'large']);
		expect(trips[1]!.load.sha256).toBe('sum of large');
	});

	it('counts what went out, and what went out twice', async () => {
		const { world, queue, trips, add } = await begin();
		await add(film('a', 100));
		trips[0]!.reports.sent(60, 60);
		trips[0]!.reports.failed(Failure.offline());
		await vi.advanceTimersByTimeAsync(1000);
		trips[1]!.reports.sent(70, 30);
		expect(only(queue)).toMatchObject({ sent: 70, spent: 90 });
		expect(world.spent).toBe(90);
	});
});

describe('a broken link', () => {
	it('is tried again after a growing pause, where it was', async () => {
		const { queue, trips, add } = await begin();
		await add(film('a', 100));
		trips[0]!.reports.opened('/u/1', 'clip');
		trips[0]!.reports.failed(Failure.offline());
		await settle();
		expect(only(queue)).toMatchObject({ state: 'retrying', clip: 'clip' });
		await vi.advanceTimersByTimeAsync(1000);
		expect(trips[1]?.load.url).toBe('/u/1');
		trips[1]!.reports.failed(Failure.from(null, 503));
		await vi.advanceTimersByTimeAsync(1000);
		expect(trips).toHaveLength(2);
		await vi.advanceTimersByTimeAsync(1000);
		expect(trips).toHaveLength(3);
	});

	it('waits without trying while the device has none, and goes on by itself', async () => {
		const { world, queue, trips, add } = await begin();
		await add(film('a', 100));
		world.up = false;
		trips[0]!.reports.failed(Failure.offline());
		await settle();
		expect(only(queue).state).toBe('offline');
		await vi.advanceTimersByTimeAsync(600_000);
		expect(trips).toHaveLength(1);
		world.up = true;
		queue.online();
		await settle();
		expect(trips).toHaveLength(2);
	});

	it('is not blamed for an answer that will not change', async () => {
		const { queue, trips, add } = await begin();
		await add(film('a', 100));
		trips[0]!.reports.failed(Failure.from({ code: 'quota', fault: 'state', detail: 'Full.' }, 413));
		await vi.advanceTimersByTimeAsync(600_000);
		expect(only(queue)).toMatchObject({ state: 'failed', failure: { code: 'quota' } });
		expect(trips).toHaveLength(1);
		queue.do('resume', only(queue));
		await settle();
		expect(trips).toHaveLength(2);
	});

	it('does not count a card that was pulled out: its copy serves', async () => {
		const { trips, add } = await begin();
		const file = film('a', 100);
		await add(file);
		pullOut(file);
		trips[0]!.reports.failed(Failure.offline());
		await settle();
		// The copy is told from the file by being another one.
		expect(trips).toHaveLength(2);
	});

	it('begins anew when the server has let the upload go', async () => {
		const { trips, add } = await begin();
		await add(film('a', 100));
		trips[0]!.reports.opened('/u/1', 'clip');
		trips[0]!.reports.failed(Failure.from(null, 404));
		await settle();
		expect(trips[1]?.load.url).toBe('');
	});

	it('does not begin anew what was through when the answer was lost', async () => {
		const { world, queue, trips, add } = await begin();
		await add(film('a', 100));
		trips[0]!.reports.opened('/u/1', 'clip');
		world.receipts.set('clip', 'sum of a');
		trips[0]!.reports.failed(Failure.from(null, 404));
		await settle();
		expect(trips).toHaveLength(1);
		expect(only(queue).state).toBe('done');
	});

	it('asks who is there when the session has ended, and keeps everything', async () => {
		const { world, queue, trips, add } = await begin();
		await add(film('a', 100));
		trips[0]!.reports.opened('/u/1', 'clip');
		trips[0]!.reports.failed(Failure.from(null, 401));
		await settle();
		expect(world.asked).toContain('who');
		expect(only(queue).state).toBe('offline');
		expect(await world.entries.all()).toMatchObject([{ url: '/u/1' }]);
	});
});

describe('the person', () => {
	it('pauses and resumes', async () => {
		const { queue, trips, add } = await begin();
		await add(film('a', 100));
		trips[0]!.reports.opened('/u/1', 'clip');
		trips[0]!.reports.sent(40, 40);
		queue.do('pause', only(queue));
		await settle();
		expect(trips[0]!.halted).toBe(true);
		trips[0]!.reports.sent(60, 20);
		expect(only(queue)).toMatchObject({ state: 'paused', sent: 40, spent: 60 });
		queue.do('resume', only(queue));
		await settle();
		expect(trips[1]?.load.url).toBe('/u/1');
	});

	it('finds paused what was paused before a reload', async () => {
		const { world, queue, close, trips, add } = await begin();
		await add(film('a', 100));
		trips[0]!.reports.opened('/u/1', 'clip');
		queue.do('pause', only(queue));
		close();
		const second = await begin(world);
		await vi.advanceTimersByTimeAsync(60_000);
		expect(only(second.queue).state).toBe('paused');
		second.queue.do('resume', only(second.queue));
		await settle();
		expect(trips[1]?.load.url).toBe('/u/1');
	});

	it('discards, here and on the server', async () => {
		const { world, queue, trips, add } = await begin();
		await add(film('a', 100));
		trips[0]!.reports.opened('/u/1', 'clip');
		queue.do('discard', only(queue));
		await settle();
		expect(trips[0]!.dropped).toBe(true);
		expect(queue.all).toEqual([]);
		expect(await world.entries.all()).toEqual([]);
		expect(world.copies.size).toBe(0);
	});

	it('sends only over Wi-Fi, where the browser can tell, unless it is wanted at once', async () => {
		const world = new World();
		world.rules = { ...world.rules, wifiOnly: true };
		world.connection = { type: 'cellular' };
		const { queue, trips, add } = await begin(world);
		await add(film('a', 100), film('b', 200));
		expect(queue.all.map((parcel) => parcel.hold)).toEqual(['wifi', 'wifi']);
		queue.do('hurry', queue.all[1]!);
		await settle();
		expect(names(trips)).toEqual(['b']);
		world.connection = { type: 'wifi' };
		queue.reconsider();
		await settle();
		expect(names(trips)).toContain('a');
		world.connection = { type: 'cellular' };
		queue.reconsider();
		await settle();
		expect(queue.all.map((parcel) => parcel.state)).toEqual(['held', 'sending']);
	});

	it('sends only at night, and stops in the morning', async () => {
		const world = new World();
		world.rules = { ...world.rules, hours: { from: '22:00', to: '06:00' } };
		const { queue, trips, add } = await begin(world);
		await add(film('a', 100));
		expect(only(queue)).toMatchObject({ state: 'held', hold: 'hours' });
		await vi.advanceTimersByTimeAsync(10 * 3600_000 - 1000);
		expect(trips).toHaveLength(0);
		await vi.advanceTimersByTimeAsync(1000);
		expect(trips).toHaveLength(1);
		await vi.advanceTimersByTimeAsync(8 * 3600_000);
		expect(trips[0]!.halted).toBe(true);
		expect(only(queue)).toMatchObject({ state: 'held', hold: 'hours' });
	});

	it('chooses files before the card of their story is sent', async () => {
		const world = new World();
		const { queue, trips } = await begin(world);
		queue.add('local-1', [{ file: film('a', 100) }]);
		await settle();
		expect(only(queue)).toMatchObject({ state: 'held', hold: 'card' });
		world.stories.set('local-1', 's1');
		queue.resettle();
		await settle();
		expect(trips[0]!.load.story).toBe('s1');
		expect(await world.entries.all()).toMatchObject([{ story: 's1' }]);
	});
});

describe('after a reload', () => {
	it('goes on with the copy that the browser kept', async () => {
		const { world, close, trips, add } = await begin();
		await add(film('a', 100));
		trips[0]!.reports.opened('/u/1', 'clip');
		close();
		const second = await begin(world);
		expect(second.mine()).toMatchObject([{ load: { url: '/u/1', name: 'a' } }]);
		expect(second.queue.all).toHaveLength(1);
	});

	it('asks for the file where there was no room, and goes on where it was', async () => {
		const world = new World();
		world.room = false;
		const first = await begin(world);
		await first.add(film('a', 100));
		expect(first.queue.fragile).toBe(true);
		world.trips[0]!.reports.opened('/u/1', 'clip');
		first.close();

		const second = await begin(world);
		expect(only(second.queue)).toMatchObject({ state: 'asking', name: 'a', size: 100, sent: 77 });
		second.queue.offer(only(second.queue), { file: film('a', 100) });
		await settle();
		expect(second.mine()).toMatchObject([{ load: { url: '/u/1' } }]);
	});

	it('finds the file under another name', async () => {
		const world = new World();
		world.room = false;
		const first = await begin(world);
		await first.add(film('a', 100));
		world.trips[0]!.reports.opened('/u/1', 'clip');
		first.close();
		const second = await begin(world);
		await second.add(film('copied to a stick', 100, 'a', 99));
		expect(second.mine()).toMatchObject([{ load: { url: '/u/1' } }]);
		expect(second.queue.all).toHaveLength(1);
	});

	it.each([
		['another size', film('a', 101)],
		['the same name, size and time, and other bytes', film('a', 100, 'something else')],
	])('takes no other file for it: %s', async (_, other) => {
		const world = new World();
		world.room = false;
		const first = await begin(world);
		await first.add(film('a', 100));
		world.trips[0]!.reports.opened('/u/1', 'clip');
		first.close();
		const second = await begin(world);
		second.queue.offer(only(second.queue), { file: other });
		await vi.advanceTimersByTimeAsync(60_000);
		expect(second.mine()).toEqual([]);
		expect(only(second.queue)).toMatchObject({ state: 'asking', failure: { code: 'other_file' } });
		second.queue.offer(only(second.queue), { file: film('a', 100) });
		await settle();
		expect(second.mine()).toMatchObject([{ load: { url: '/u/1' } }]);
		expect(only(second.queue).failure).toBeNull();
	});

	it('forgets what arrived, once the receipt is for it', async () => {
		const { world, queue, trips, add } = await begin();
		await add(film('a', 100));
		trips[0]!.reports.opened('/u/1', 'clip');
		world.up = false;
		trips[0]!.reports.done();
		await settle();
		expect(only(queue)).toMatchObject({ state: 'done', sent: 100, share: 1 });
		expect(await world.entries.all()).toHaveLength(1);
		world.up = true;
		world.receipts.set('clip', 'sum of a');
		queue.online();
		await settle();
		expect(await world.entries.all()).toEqual([]);
		expect(world.copies.size).toBe(0);
		expect(await world.sums.get('clip')).toMatchObject({ sha256: 'sum of a' });
	});

	it('keeps what arrived as something else, and says so', async () => {
		const { world, queue, trips, add } = await begin();
		await add(film('a', 100));
		trips[0]!.reports.opened('/u/1', 'clip');
		world.receipts.set('clip', 'sum of noise');
		trips[0]!.reports.done();
		await settle();
		expect(only(queue)).toMatchObject({ state: 'failed', failure: { code: 'sha256_differs' } });
		expect(world.copies.size).toBe(1);
		queue.do('resume', only(queue));
		await settle();
		expect(trips[1]!.load.url).toBe('');
	});
});

describe('a clip that the server has', () => {
	const found = { clip: 'c0', story: 's0', title: 'The well', verified: true };

	it('is offered when it is to be opened, and sent only if that is wanted', async () => {
		const { world, queue, trips, add } = await begin();
		world.known.set('sum of a', found);
		await add(film('a', 100));
		trips[0]!.reports.failed(Failure.from({ code: 'already_here', fault: 'state', detail: '' }, 409));
		await settle();
		expect(only(queue)).toMatchObject({ state: 'here', found });
		queue.do('again', only(queue));
		await settle();
		expect(trips[1]!.load.again).toBe(true);
	});

	it('is offered when its sum is known later than it was begun', async () => {
		const { world, queue, trips, add } = await begin();
		world.known.set('sum of a', found);
		world.holdReading();
		await add(film('a', 1000));
		await vi.advanceTimersByTimeAsync(1200);
		trips[0]!.reports.opened('/u/1', 'c1');
		trips[0]!.reports.sent(100, 100);
		world.readOn!();
		await settle();
		expect(trips[0]!.halted).toBe(true);
		expect(only(queue)).toMatchObject({ state: 'here', found });
		queue.do('skip', only(queue));
		await settle();
		expect(world.asked).toContain('DELETE /u/1');
		expect(queue.all).toEqual([]);
	});

	it('is not offered to be spared when it is nearly through', async () => {
		const { world, queue, trips, add } = await begin();
		world.known.set('sum of a', found);
		world.holdReading();
		await add(film('a', 1000));
		await vi.advanceTimersByTimeAsync(1200);
		trips[0]!.reports.opened('/u/1', 'c1');
		trips[0]!.reports.sent(950, 950);
		world.readOn!();
		await settle();
		expect(only(queue).state).toBe('sending');
	});
});

describe('two tabs', () => {
	it('send every file once, and both show it', async () => {
		const world = new World();
		const first = await begin(world);
		const second = await begin(world);
		await first.add(film('a', 100));
		await second.add(film('b', 50));
		expect(names(world.trips).sort()).toEqual(['a', 'b']);
		expect(world.trips.every((trip) => trip.tab === first.tab)).toBe(true);
		for (const { queue } of [first, second])
			expect(queue.all.map((parcel) => [parcel.name, parcel.state]).sort()).toEqual([
				['a', 'sending'],
				['b', 'sending'],
			]);
		world.trips[0]!.reports.sent(40, 40);
		await vi.advanceTimersByTimeAsync(300);
		expect(second.queue.all.map((parcel) => parcel.sent)).toContain(40);
		expect([first.queue.leading, second.queue.leading]).toEqual([true, false]);
	});

	it('obey each other', async () => {
		const world = new World();
		const first = await begin(world);
		const second = await begin(world);
		await first.add(film('a', 100));
		second.queue.do('pause', only(second.queue));
		await settle();
		expect(world.trips[0]!.halted).toBe(true);
		expect(only(second.queue).state).toBe('paused');
		second.queue.do('discard', only(second.queue));
		await settle();
		expect(first.queue.all).toEqual([]);
		expect(second.queue.all).toEqual([]);
	});

	it('go on in the other when the one that sends is closed, with a file that only the other chose', async () => {
		const world = new World();
		world.room = false;
		const first = await begin(world);
		const second = await begin(world);
		await second.add(film('b', 50));
		world.trips[0]!.reports.opened('/u/1', 'clip');
		await settle();
		first.close();
		await settle();
		expect(world.trips[1]).toMatchObject({ tab: second.tab, load: { name: 'b', url: '/u/1' } });
	});

	it('go on in the one that is looked at when the other was put to sleep', async () => {
		const world = new World();
		const first = await begin(world);
		await first.add(film('a', 100));
		world.trips[0]!.reports.opened('/u/1', 'clip');
		world.asleep.add(first.tab);
		const second = await begin(world);
		await vi.advanceTimersByTimeAsync(5000);
		expect(second.queue.leading).toBe(true);
		expect(world.trips[0]!.halted).toBe(true);
		expect(world.trips[1]).toMatchObject({ tab: second.tab, load: { url: '/u/1' } });
	});

	it('show nothing of somebody else', async () => {
		const world = new World();
		const first = await begin(world);
		await first.add(film('a', 100));
		const other = world.tab('omar');
		await settle();
		expect(other.queue.all).toEqual([]);
	});
});
