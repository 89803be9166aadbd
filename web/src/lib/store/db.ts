import { openDB, type DBSchema, type IDBPDatabase, type StoreNames } from 'idb';
import type { Kept } from '$lib/outbox/kept';
import type { Shelved } from '$lib/stories/shelved';
import type { Entry, Sum } from '$lib/upload/ledger';
import { Lap, type Drawer } from './drawer';

/** A setting of this browser, or something it must remember: one record a name. */
export type Setting = { name: string; value: unknown };
/** Bytes that left this browser in a month, those that had to be sent twice counted twice. */
export type Used = { month: string; bytes: number };

/** What this browser keeps. Records of people bear their member's id; nobody else is shown them. */
interface Schema extends DBSchema {
	cards: { key: string; value: Kept };
	stories: { key: string; value: Shelved };
	parcels: { key: string; value: Entry };
	sums: { key: string; value: Sum };
	settings: { key: string; value: Setting };
	used: { key: string; value: Used };
}

const keys = {
	cards: 'key',
	stories: 'key',
	parcels: 'key',
	sums: 'clip',
	settings: 'name',
	used: 'month',
} as const satisfies Record<StoreNames<Schema>, string>;

let opened: Promise<IDBPDatabase<Schema> | null> | undefined;

/** Null where the browser keeps nothing: in some private windows, and where storage is forbidden. */
function database(): Promise<IDBPDatabase<Schema> | null> {
	opened ??= open().catch(() => null);
	return opened;
}

async function open(): Promise<IDBPDatabase<Schema> | null> {
	if (typeof indexedDB === 'undefined') return null;
	return openDB<Schema>('fieldstory', 1, {
		upgrade(db) {
			for (const [name, keyPath] of Object.entries(keys))
				db.createObjectStore(name as StoreNames<Schema>, { keyPath });
		},
		// A newer version of the app in another tab needs this one to let go.
		blocking(_now, _next, event) {
			(event.target as IDBDatabase).close();
			opened = undefined;
		},
		terminated() {
			opened = undefined;
		},
	});
}

const laps = new Map<string, Lap<unknown>>();

/** The drawer of one kind of record. */
function drawer<N extends StoreNames<Schema>>(name: N): Drawer<Schema[N]['value']> {
	type T = Schema[N]['value'];
	const lap = () => {
		let found = laps.get(name) as Lap<T> | undefined;
		if (!found) {
			found = new Lap<T>((record) => (record as Record<string, string>)[keys[name]]!);
			laps.set(name, found as Lap<unknown>);
		}
		return found;
	};
	return {
		async all() {
			const db = await database();
			return db ? db.getAll(name) : lap().all();
		},
		async get(key) {
			const db = await database();
			return db ? db.get(name, key as never) : lap().get(key);
		},
		async put(record) {
			const db = await database();
			await (db ? db.put(name, record) : lap().put(record));
		},
		async drop(key) {
			const db = await database();
			await (db ? db.delete(name, key as never) : lap().drop(key));
		},
		async change(key, change) {
			const db = await database();
			if (!db) return lap().change(key, change);
			const tx = db.transaction(name, 'readwrite');
			const was = await tx.store.get(key as never);
			const now = change(was);
			if (now === null) await tx.store.delete(key as never);
			else if (now !== undefined) await tx.store.put(now);
			await tx.done;
			return now === undefined ? was : (now ?? undefined);
		},
	};
}

export const cards = drawer('cards');
export const shelvedStories = drawer('stories');
export const parcels = drawer('parcels');
export const sums = drawer('sums');
export const settings = drawer('settings');
export const used = drawer('used');

/** Removes everything that is one person's own. Settings and the month's count are the phone's. */
export async function forgetPerson(member: string): Promise<void> {
	const kinds = { cards, stories: shelvedStories, parcels, sums };
	for (const [name, kind] of Object.entries(kinds)) {
		const key = keys[name as keyof typeof kinds];
		for (const record of (await kind.all()) as { member: string }[])
			if (record.member === member) await kind.drop((record as unknown as Record<string, string>)[key]!);
	}
}

/** An id that nobody else makes up. `crypto.randomUUID` is missing where the page came over plain HTTP. */
export function madeUp(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
