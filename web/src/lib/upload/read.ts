import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** How much of each end of a file tells it from others, in bytes. */
export const edge = 1 << 20;
/** How much is read at once: an old phone has little memory, and a small piece costs more calls than bytes. */
const piece = 4 << 20;

/**
 * A mark of a file by its first and last bytes and its size: enough to tell another file of the same name
 * and length, and read in a moment.
 */
export async function markOf(file: Blob): Promise<string> {
	const hash = sha256.create();
	const ends = [file.slice(0, edge), file.slice(Math.max(edge, file.size - edge))];
	for (const end of ends) hash.update(new Uint8Array(await end.arrayBuffer()));
	hash.update(new TextEncoder().encode(String(file.size)));
	return bytesToHex(hash.digest());
}

/** Where a file is copied while it is read. */
export type Sink = {
	write(bytes: Uint8Array<ArrayBuffer>, at: number): void | Promise<void>;
};

/**
 * Reads a file once from end to end: gives its SHA-256 in hex and brings it into the sink, if there is one.
 * A sink that fails is told by `spoilt` and left; the reading goes on.
 */
export async function readThrough(
	file: Blob,
	{
		sink,
		progress,
		spoilt,
		signal,
	}: {
		sink?: Sink | null;
		progress?: (read: number) => void;
		spoilt?: (error: unknown) => void;
		signal?: AbortSignal;
	} = {},
): Promise<string> {
	const hash = sha256.create();
	for (let at = 0; at < file.size; at += piece) {
		signal?.throwIfAborted();
		const bytes = new Uint8Array(await file.slice(at, at + piece).arrayBuffer());
		hash.update(bytes);
		if (sink) {
			try {
				await sink.write(bytes, at);
			} catch (error) {
				sink = null;
				spoilt?.(error);
			}
		}
		progress?.(Math.min(1, (at + bytes.length) / file.size));
	}
	return bytesToHex(hash.digest());
}
