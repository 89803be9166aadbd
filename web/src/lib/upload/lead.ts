import type { Drawer } from '$lib/store/drawer';
import type { Setting } from '$lib/store/db';

/** One of the tabs of a browser sends; the others show what it does. */
export type Lead = {
	/** Takes the lead from a tab that does not answer: one that the browser has put to sleep. */
	seize(): void;
	/** Lets another tab have it. */
	close(): void;
};

/** Stands for the lead and calls `changed` whenever this tab gets or loses it. */
export type Stand = (changed: (leading: boolean) => void) => Lead;

/** By the browser's locks: they end with their tab, however it ends. */
export function byLock(locks: LockManager, name: string): Stand {
	return (changed) => {
		let closed = false;
		let release: (() => void) | null = null;
		let queued = new AbortController();
		const stand = (steal: boolean) => {
			queued.abort();
			queued = new AbortController();
			const held = () =>
				new Promise<void>((done) => {
					if (closed) return done();
					release = done;
					changed(true);
				});
			locks.request(name, steal ? { steal } : { signal: queued.signal }, held).catch(() => {
				if (!release) return; // It was given up while it waited.
				release = null;
				changed(false);
				if (!closed) stand(false);
			});
		};
		stand(false);
		return {
			seize: () => {
				if (!release && !closed) stand(true);
			},
			close: () => {
				closed = true;
				queued.abort();
				const held = release;
				release = null;
				if (held) {
					changed(false);
					held();
				}
			},
		};
	};
}

/** How often a lease is renewed, and how long it holds without that, in milliseconds. */
const renewed = 2000;
const holds = 7000;

/** By a lease in the browser's storage, where there are no locks: in pages that came over plain HTTP. */
export function byLease(settings: Drawer<Setting>, me: string, now: () => number = Date.now): Stand {
	return (changed) => {
		let leading = false;
		let closed = false;
		const name = 'lead';
		const look = async () => {
			const after = await settings.change(name, (was) => {
				const lease = was?.value as { holder: string; until: number } | undefined;
				if (lease && lease.holder !== me && lease.until > now()) return undefined;
				return closed ? undefined : { name, value: { holder: me, until: now() + holds } };
			});
			const mine = !closed && (after?.value as { holder: string } | undefined)?.holder === me;
			if (mine === leading) return;
			leading = mine;
			changed(mine);
		};
		void look();
		const timer = setInterval(() => void look(), renewed);
		return {
			// A sleeping tab does not renew, so its lease ends by itself.
			seize: () => undefined,
			close: () => {
				closed = true;
				clearInterval(timer);
				if (leading) changed(false);
				leading = false;
				void settings.change(name, (was) =>
					(was?.value as { holder: string } | undefined)?.holder === me ? null : undefined,
				);
			},
		};
	};
}
