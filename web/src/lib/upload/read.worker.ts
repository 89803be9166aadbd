/// <reference lib="webworker" />
import { dropCopy, place, type SyncAccess } from './attic';
import { markOf, readThrough, type Sink } from './read';

/** What the worker is asked, and what it answers; `id` says to which question. */
export type Asked =
	| { id: number; kind: 'mark'; file: Blob }
	| { id: number; kind: 'read'; file: Blob; copy: { member: string; key: string } | null }
	| { id: number; kind: 'stop' };
export type Answered =
	| { id: number; kind: 'mark'; mark: string }
	| { id: number; kind: 'progress'; read: number }
	| { id: number; kind: 'read'; sha256: string; kept: boolean }
	| { id: number; kind: 'failed'; name: string };

const worker = self as unknown as DedicatedWorkerGlobalScope;
const stops = new Map<number, AbortController>();

worker.onmessage = (event: MessageEvent<Asked>) => {
	const asked = event.data;
	if (asked.kind === 'stop') {
		stops.get(asked.id)?.abort();
		return;
	}
	void answer(asked).then(
		(answered) => worker.postMessage(answered),
		(error) => worker.postMessage({ id: asked.id, kind: 'failed', name: nameOf(error) } satisfies Answered),
	);
};

function nameOf(error: unknown): string {
	return error instanceof Error || error instanceof DOMException ? error.name : 'Error';
}

async function answer(asked: Exclude<Asked, { kind: 'stop' }>): Promise<Answered> {
	const { id, file } = asked;
	if (asked.kind === 'mark') return { id, kind: 'mark', mark: await markOf(file) };
	const stop = new AbortController();
	stops.set(id, stop);
	const copy = asked.copy && (await open(asked.copy.member, asked.copy.key));
	let kept = copy !== null;
	let told = 0;
	try {
		const sha256 = await readThrough(file, {
			sink: copy,
			signal: stop.signal,
			spoilt: () => (kept = false),
			progress: (read) => {
				const now = Date.now();
				if (now - told < 200 && read < 1) return;
				told = now;
				worker.postMessage({ id, kind: 'progress', read } satisfies Answered);
			},
		});
		if (copy && kept) await copy.finish();
		return { id, kind: 'read', sha256, kept };
	} catch (error) {
		kept = false;
		throw error;
	} finally {
		stops.delete(id);
		if (copy) {
			await copy.close().catch(() => undefined);
			// A copy that is not whole is worse than none.
			if (!kept && asked.copy) await dropCopy(asked.copy.member, asked.copy.key);
		}
	}
}

type Copy = Sink & { finish(): Promise<void>; close(): Promise<void> };

/** Opens a file in the browser's storage: in place where it can, else through a stream. */
async function open(member: string, key: string): Promise<Copy | null> {
	const handle = await place(member, key);
	if (!handle) return null;
	const sync = handle as unknown as { createSyncAccessHandle?(): Promise<SyncAccess> };
	try {
		if (sync.createSyncAccessHandle) {
			const access = await sync.createSyncAccessHandle();
			access.truncate(0);
			return {
				write: (bytes, at) => {
					if (access.write(bytes, { at }) !== bytes.length) throw new Error('There is no room left.');
				},
				finish: async () => access.flush(),
				close: async () => access.close(),
			};
		}
		const stream = await handle.createWritable();
		let open = true;
		return {
			write: (bytes, at) => stream.write({ type: 'write', position: at, data: bytes }),
			finish: async () => {
				open = false;
				await stream.close();
			},
			close: async () => {
				if (open) await stream.abort();
			},
		};
	} catch {
		return null;
	}
}
