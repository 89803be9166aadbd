import { Failure } from '$lib/api/failure';

/** What a carrier is told to send. */
export type Load = {
	file: File;
	story: string;
	/** Where an earlier upload of this file is, "" to begin one. */
	url: string;
	/** What it is for, where it is no clip of the story. */
	about?: Record<string, string>;
};

/** What a carrier tells while it sends. */
export type Reports = {
	/** The server has opened the upload. */
	opened(url: string, clip: string): void;
	/** Bytes gone out, of the whole file. */
	sent(bytes: number): void;
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

/** Whether trying the same again may help: a lost line, a busy or restarting server, a lock still held. */
export function passing(failure: Failure): boolean {
	return (
		failure.status === 0 ||
		failure.status >= 500 ||
		failure.status === 409 ||
		failure.status === 423 ||
		failure.status === 429
	);
}
