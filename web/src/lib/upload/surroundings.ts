import type { Drawer } from '$lib/store/drawer';
import type { Carrier, Pacer } from './carrier';
import type { Found, Stored, Sum } from './ledger';
import type { Maker } from './maker';
import type { Reader } from './reader';
import type { Connection, Rules } from './rules';

/** Copies of files in the browser's own storage, see attic.ts. */
export type Attic = {
	roomFor(member: string, size: number): Promise<boolean>;
	copyOf(member: string, key: string, size: number): Promise<File | null>;
	/** Keeps bytes under a key, where there is room. */
	keep(member: string, key: string, bytes: Blob): Promise<void>;
	dropCopy(member: string, key: string): Promise<void>;
	sweep(member: string, needed: ReadonlySet<string>): Promise<void>;
};

/** What the server is asked beside the uploads themselves. */
export type Desk = {
	/** Where the server has a file of this sum, other than in the clip `not`. Throws a Failure. */
	find(sha256: string, not: string): Promise<Found | null>;
	/** What arrived of a clip: null while there is no receipt. Throws a Failure. */
	receipt(clip: string): Promise<{ sha256: string } | null>;
	/** Bytes of a clip that the server has stored. Throws a Failure. */
	arrived(clip: string): Promise<number>;
	/** Bytes the server has of an upload, null when it cannot say. */
	offset(url: string): Promise<number | null>;
	/** Lets the server throw an unfinished upload away; where it cannot be reached, it expires there. */
	forget(url: string): Promise<void>;
	/** Somebody must sign in again. */
	signedOut(): void;
};

export type Surroundings = {
	carrier: Carrier;
	reader: Reader;
	attic: Attic;
	desk: Desk;
	/** Makes small copies; without it none are sent ahead. */
	maker?: Maker;
	entries: Drawer<Stored>;
	sums: Drawer<Sum>;
	/** The story that a card of this browser has become, "" while it is none. */
	storyOf: (card: string) => Promise<string>;
	rules: () => Rules;
	throttle: Pacer;
	connection?: () => Connection | undefined;
	/** Takes note of bytes that left this browser. */
	spend?: (bytes: number) => void;
	/** How many files go out at once. */
	lanes?: number;
	online?: () => boolean;
	now?: () => number;
};
