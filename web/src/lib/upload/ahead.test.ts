import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '$lib/api/failure';
import { expected, fit, isWorth, slow } from './preview';
import { film, World } from './world';

beforeEach(() => void vi.useFakeTimers({ now: new Date(2026, 4, 3, 12, 0) }));
afterEach(() => void vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);
/** For as long as the link is looked at. */
const looked = () => vi.advanceTimersByTimeAsync(15_000);
const copy = (bytes: number) => Object.defineProperty(new Blob(['copy']), 'size', { value: bytes });

/** A tab that sends one film of 40 MB, of which a copy of 1 MB can be made, over a link of so many bytes a second. */
async function begin(rate: number, world = new World(), size = 40_000_000) {
	world.copy = async () => copy(1_000_000);
	const tab = world.tab();
	await settle();
	tab.queue.add('s', [{ file: film('bridge.mov', size) }]);
	await settle();
	const [first] = tab.trips();
	first!.reports.opened('/u/1', 'c1');
	world.arrived.set('c1', 100_000);
	await vi.advanceTimersByTimeAsync(1);
	const goOn = () => world.arrived.set('c1', (world.arrived.get('c1') ?? 0) + 15 * rate);
	const parcel = tab.queue.all[0]!;
	return { ...tab, world, parcel, goOn, last: () => world.trips.at(-1)! };
}

/** As above, over a link that would take an hour, until the copy is on its way. */
async function going(world = new World()) {
	const at = await begin(10_000, world);
	// Nothing was there when it was looked first.
	await looked();
	at.goOn();
	await looked();
	at.goOn();
	await looked();
	await settle();
	return at;
}

describe('what goes ahead', () => {
	it('is a copy with the numbers of the push client', () => {
		expect(fit(3840, 2160)).toEqual({ width: 640, height: 360 });
		expect(fit(1080, 1920)).toEqual({ width: 360, height: 640 });
		expect(fit(320, 180)).toEqual({ width: 320, height: 180 });
		expect(fit(853, 479)).toEqual({ width: 642, height: 360 });
		expect(expected(60), 'about 2 MB a minute').toBe(1_890_000);
	});

	it('is much smaller than the film, and small enough for the memory', () => {
		expect(isWorth(25, 100)).toBe(true);
		expect(isWorth(26, 100)).toBe(false);
		expect(isWorth(0, 100)).toBe(false);
		expect(isWorth(64_000_001, 4_000_000_000)).toBe(false);
	});

	it('is of films that would take long, when all together would', () => {
		const left = (bytes: number) => bytes;
		expect(slow([1000, 17_000], left, 100), 'three minutes and no more').toEqual([]);
		expect(slow([13_000, 1000, 6001, 6000], left, 100)).toEqual([6001, 13_000]);
	});
});

describe('over a thin link', () => {
	it('a copy goes, the film stands still for it and then goes on', async () => {
		const { world, parcel, trips, last } = await going();
		expect(world.asksFor).toEqual(['bridge.mov']);
		expect(trips()[0]!.halted, 'the film stands still').toBe(true);
		expect(trips()).toHaveLength(2);
		expect(last().load).toMatchObject({
			name: 'bridge.mp4',
			type: 'video/mp4',
			proxyFor: 'c1',
			about: {},
			url: '',
		});
		expect(parcel).toMatchObject({ state: 'waiting', preview: { state: 'going', size: 1_000_000 } });
		last().reports.opened('/u/p', '');
		last().reports.sent(400_000, 400_000);
		expect(parcel.preview).toMatchObject({ url: '/u/p', sent: 400_000 });
		expect(world.spent).toBe(400_000);
		last().reports.done();
		await settle();
		expect(parcel.preview.state).toBe('there');
		expect(last().load).toMatchObject({ name: 'bridge.mov', url: '/u/1' });
		expect(parcel.state).toBe('sending');
		expect([...world.copies.keys()], 'the copy itself is kept no longer').toEqual([parcel.key]);
		await vi.advanceTimersByTimeAsync(600_000);
		expect(world.asksFor, 'one is enough').toHaveLength(1);
	});

	it('goes on after a broken link, where it was', async () => {
		const { last } = await going();
		last().reports.opened('/u/p', '');
		last().reports.failed(Failure.offline());
		await vi.advanceTimersByTimeAsync(1000);
		expect(last().load).toMatchObject({ proxyFor: 'c1', url: '/u/p' });
	});

	it('a film whose turn has not come is opened, for its copy needs a clip', async () => {
		const world = new World();
		const { queue, parcel, trips, last } = await going(world);
		for (const name of ['second.mov', 'third.mov']) queue.add('s', [{ file: film(name, 50_000_000) }]);
		await settle();
		last().reports.done();
		await vi.advanceTimersByTimeAsync(15_000);
		// Two lanes: the bridge and one of the two are under way, and nothing is known of the other's clip.
		const third = queue.all.find(({ state }) => state === 'waiting')!;
		world.rules.cap = 30_000;
		queue.reconsider();
		await vi.advanceTimersByTimeAsync(15_000);
		const open = trips().find(({ load }) => load.onlyOpen)!;
		expect(open.load.name).toBe(third.name);
		open.reports.opened('/u/3', 'c3');
		open.reports.done();
		await settle();
		expect(last().load).toMatchObject({ proxyFor: 'c3' });
		expect(open.halted, 'not a byte of the film itself was sent for it').toBe(true);
		expect(parcel.preview.state).toBe('there');
	});

	it('waits without a link, and goes on with it', async () => {
		const { world, queue, last } = await going();
		world.up = false;
		last().reports.failed(Failure.offline());
		await vi.advanceTimersByTimeAsync(600_000);
		const before = world.trips.length;
		world.up = true;
		queue.online();
		await settle();
		expect(world.trips).toHaveLength(before + 1);
		expect(last().load.proxyFor).toBe('c1');
	});

	it.each(['proxy_here', 'proxy_late', 'proxy_large'])('%s lets the film go on', async (code) => {
		const { last, parcel } = await going();
		last().reports.failed(Failure.from({ code, fault: 'input', detail: '' }, 409));
		await settle();
		expect(parcel.preview.state).toBe(code === 'proxy_here' ? 'there' : 'none');
		expect(last().load).toMatchObject({ name: 'bridge.mov', url: '/u/1' });
	});

	it('a server that never takes the copy does not hold up the film for ever', async () => {
		const { last, parcel } = await going();
		for (let tries = 0; last().load.proxyFor && tries < 20; tries++) {
			last().reports.failed(Failure.from(null, 503));
			await vi.advanceTimersByTimeAsync(30_000);
		}
		expect(parcel.preview.state).toBe('none');
		expect(last().load.url).toBe('/u/1');
	});

	it('a copy that the server let go is begun anew, once', async () => {
		const { last, parcel } = await going();
		last().reports.opened('/u/p', '');
		last().reports.failed(Failure.from(null, 404));
		await settle();
		expect(last().load).toMatchObject({ proxyFor: 'c1', url: '' });
		last().reports.failed(Failure.from(null, 404));
		await settle();
		expect(parcel.preview.state).toBe('none');
	});

	it('after a reload it is sent on, not made again', async () => {
		const world = new World();
		const first = await going(world);
		first.last().reports.opened('/u/p', '');
		await settle();
		first.close();
		await settle();
		const second = world.tab();
		await vi.advanceTimersByTimeAsync(100);
		const [trip] = second.trips().filter(({ load }) => load.proxyFor);
		expect(trip!.load).toMatchObject({ proxyFor: 'c1', url: '/u/p' });
		expect(world.asksFor).toHaveLength(1);
		trip!.reports.done();
		await settle();
		expect(second.queue.all[0]!.preview.state).toBe('there');
	});

	it('only the tab that sends makes one, and the other shows it', async () => {
		const world = new World();
		const first = await going(world);
		const second = world.tab();
		await vi.advanceTimersByTimeAsync(1000);
		expect(second.trips()).toEqual([]);
		expect(second.queue.all[0]!.preview.state).toBe('going');
		first.last().reports.done();
		await vi.advanceTimersByTimeAsync(1000);
		expect(second.queue.all[0]!.preview.state).toBe('there');
		expect(world.asksFor).toHaveLength(1);
	});

	it('the person pauses it with its film', async () => {
		const { queue, last, parcel, world } = await going();
		const trip = last();
		queue.do('pause', parcel);
		await settle();
		expect(trip.halted).toBe(true);
		expect(parcel).toMatchObject({ state: 'paused', preview: { state: 'made' } });
		queue.do('resume', parcel);
		await vi.advanceTimersByTimeAsync(15_000);
		expect(last().load.proxyFor).toBe('c1');
		expect(world.asksFor).toHaveLength(1);
	});

	it('a discarded film takes its copy along', async () => {
		const { queue, last, parcel, world } = await going();
		const trip = last();
		queue.do('discard', parcel);
		await settle();
		expect(trip.halted).toBe(true);
		expect([...world.copies.keys()]).toEqual([]);
	});
});

describe('no copy', () => {
	it('is made over a link that is fast enough', async () => {
		const { world, goOn } = await begin(1_000_000);
		for (let at = 0; at < 4; at++) {
			goOn();
			await looked();
		}
		expect(world.asksFor).toEqual([]);
	});

	it('is made where the person does not want one', async () => {
		const world = new World();
		world.rules.preview = false;
		const { goOn } = await begin(10_000, world);
		for (let at = 0; at < 4; at++) {
			goOn();
			await looked();
		}
		expect(world.asksFor).toEqual([]);
	});

	it('is made by a browser that cannot', async () => {
		const world = new World();
		world.encodes = false;
		const { parcel, trips } = await going(world);
		expect(world.asksFor).toEqual([]);
		expect(parcel.state).toBe('sending');
		expect(trips()).toHaveLength(1);
	});

	it.each([
		['cannot be read', async () => null],
		['fails', () => Promise.reject(new Error('decoder'))],
		['is hardly smaller', async () => copy(39_000_000)],
	])('of a film that %s stops the film', async (_what, make) => {
		const world = new World();
		const at = await begin(10_000, world);
		world.copy = make;
		for (let look = 0; look < 4; look++) {
			await looked();
			at.goOn();
		}
		expect(world.asksFor, 'it is tried once').toHaveLength(1);
		expect(at.parcel).toMatchObject({ state: 'sending', preview: { state: 'none' } });
		expect(at.trips(), 'the film was not even halted').toHaveLength(1);
	});

	it('a cap that was set says how slow it is, without looking', async () => {
		const world = new World();
		world.rules.cap = 30_000;
		await begin(0, world);
		await looked();
		expect(world.asksFor, 'nothing more has arrived meanwhile').toEqual(['bridge.mov']);
	});
});
