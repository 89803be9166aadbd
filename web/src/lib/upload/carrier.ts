import { Failure } from '$lib/api/failure';

/** What a carrier is told to send. */
export type Load = {
	file: Blob;
	/** As the person knows it, and its MIME type; where they are missing, the file's own. */
	name?: string;
	type?: string;
	story: string;
	/** Where an earlier upload of this file is, "" to begin one. */
	url: string;
	/** What it is for, where it is no clip of the story. */
	about?: Record<string, string>;
	/** Hex, "" or missing where it is not known: the server then takes it without comparing. */
	sha256?: string;
	/** Send it although the server has it. */
	again?: boolean;
	/** The clip that this is a small copy of, "" or missing = it is a clip itself. */
	proxyFor?: string;
	/** Open the upload and send nothing yet. */
	onlyOpen?: boolean;
	/** How fast it may go; as fast as it goes where there is none. */
	throttle?: Pacer;
};

/** Lets bytes go at the speed that was asked for. */
export type Pacer = {
	/** How many bytes may go in one request, Infinity = all of them. */
	slice(): number;
	/** Resolves when that many bytes may go. Rejects when the signal says that it was given up. */
	wait(bytes: number, signal: AbortSignal): Promise<void>;
};

/** What a carrier tells while it sends. */
export type Reports = {
	/** The server has opened the upload. */
	opened(url: string, clip: string): void;
	/** How far it is, of the whole file, and how many bytes have gone out since the last time. */
	sent(bytes: number, fresh: number): void;
	/** Bytes the server has acknowledged. */
	kept(bytes: number): void;
	done(): void;
	failed(failure: Failure): void;
};

/** One upload on its way. */
export type Trip = {
	/** Stops sending; the server keeps what it has. */
	halt(): Promise<void>;
	/** Stops sending and lets the server throw away what it has. */
	drop(): Promise<void>;
};

/** Brings one file to the server. The queue decides when, how often and what to say. */
export type Carrier = (load: Load, reports: Reports) => Promise<Trip>;

/** Conflicts that end by asking where the upload is and going on from there. */
const movedOn = ['mismatched_offset', 'upload_moved', 'internal'];

/** Whether trying the same again may help: a lost line, a busy or restarting server, a lock still held. */
export function passing({ status, code }: Failure): boolean {
	if (status === 409) return movedOn.includes(code);
	return status === 0 || status >= 500 || [408, 423, 429].includes(status);
}
