import type { Fault } from '$lib/api/failure';
import type { Preview } from './preview';

/**
 * reading: being looked through, so that it can be told from others; waiting: its turn comes; sending;
 * paused: by the person; held: a rule for sending says not now, or the card of its story has to go first;
 * retrying: the next try is set; offline: until the device has a link again; asking: the browser could not
 * keep the file, it must be chosen again; allowing: the browser kept the way to the file and needs a yes to
 * take it; here: the server has the same file already, the person is asked; done: every byte is with the
 * server; failed: trying again would not help.
 */
export type UploadState =
	| 'reading'
	| 'waiting'
	| 'sending'
	| 'paused'
	| 'held'
	| 'retrying'
	| 'offline'
	| 'asking'
	| 'allowing'
	| 'here'
	| 'done'
	| 'failed';

/** Why it is held. */
export type Hold = '' | 'wifi' | 'hours' | 'card';

/** Where the server has the same file already. */
export type Found = { clip: string; story: string; title: string; verified: boolean };

/** What is known of one file on its way: kept in this browser and told to its other tabs. */
export type Entry = {
	/** Made up in this browser. */
	key: string;
	member: string;
	/** The server's id of the story, or the key of a card that is still in this browser. */
	story: string;
	name: string;
	/** MIME type as the browser guesses it, "" = it does not. */
	type: string;
	/** Bytes. */
	size: number;
	/** Milliseconds since 1970, as the file system says: of a clip mostly the end of filming. */
	modified: number;
	state: UploadState;
	hold: Hold;
	/** Where the server takes the rest, "" before the first try. */
	url: string;
	/** The clip that it becomes, "" when the server did not say. */
	clip: string;
	/** Bytes the server had when last heard, or gone out since. */
	sent: number;
	/** Bytes that left this browser for it, those sent twice counted twice. */
	spent: number;
	/** Milliseconds since 1970: when it was chosen. */
	since: number;
	/** Of the first and last bytes, see {@link markOf}; "" until they are read. */
	mark: string;
	/** Hex, "" until the whole file is read. */
	sha256: string;
	/** How much of that reading is done, 0 to 1. */
	read: number;
	/** How it outlives this page: a copy in the browser's storage, the way to the file, or not at all. */
	kept: '' | 'copy' | 'handle';
	/** To be sent although the server has it. */
	again: boolean;
	/** To be sent although a rule says not now. */
	hurry: boolean;
	found: Found | null;
	/** What goes ahead of it. */
	preview: Preview;
	/** Seconds left, null while nobody can know. */
	left: number | null;
	failure: { code: string; fault: Fault; detail: string; status: number } | null;
};

/** An entry as it lies in the browser's storage. */
export type Stored = Entry & { handle?: FileSystemFileHandle };

/** What a file of this device is, to be compared with the receipt of the clip that it became. */
export type Sum = { clip: string; member: string; sha256: string; bytes: number; at: number };

/** The server lets unfinished uploads go after a while; older entries lead nowhere. */
export const lifetime = 30 * 24 * 3600 * 1000;

/** The same file for the same story, as far as a browser can tell without reading it. */
export function print(story: string, file: { name: string; size: number; lastModified: number }): string {
	return `${story}/${file.name}/${file.size}/${file.lastModified}`;
}
