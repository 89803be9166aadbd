import type { Answered, Asked } from './read.worker';

/** What reading a whole file brings. */
export type Reading = { sha256: string; /** A copy of it lies in the browser's storage. */ kept: boolean };

/** Looks into files: what they are, and a copy of them. Throws a DOMException's name for a file that is gone. */
export type Reader = {
	mark(file: Blob): Promise<string>;
	read(
		file: Blob,
		how: {
			copy: { member: string; key: string } | null;
			progress(read: number): void;
			signal: AbortSignal;
		},
	): Promise<Reading>;
};

/** A file that cannot be read: the card was pulled out, the file moved, or access was taken back. */
export class Unreadable extends Error {}

/** Reads in a worker, so that a gigabyte of it does not make the page stutter; in the page where there is none. */
export class WorkerReader implements Reader {
	#worker: Worker | null = null;
	#last = 0;
	#open = new Map<number, { progress?: (read: number) => void; answered: (answer: Answered) => void }>();

	async mark(file: Blob): Promise<string> {
		const worker = this.#begin();
		if (!worker) return (await import('./read')).markOf(file).catch(unreadable);
		const answer = await this.#ask(worker, { id: ++this.#last, kind: 'mark', file });
		if (answer.kind !== 'mark') throw new Unreadable();
		return answer.mark;
	}

	async read(file: Blob, { copy, progress, signal }: Parameters<Reader['read']>[1]): Promise<Reading> {
		signal.throwIfAborted();
		const worker = this.#begin();
		if (!worker) {
			const { readThrough } = await import('./read');
			const sha256 = await readThrough(file, { progress, signal }).catch(unreadable);
			return { sha256, kept: false };
		}
		const id = ++this.#last;
		const stop = () => worker.postMessage({ id, kind: 'stop' } satisfies Asked);
		signal.addEventListener('abort', stop, { once: true });
		try {
			const answer = await this.#ask(worker, { id, kind: 'read', file, copy }, progress);
			signal.throwIfAborted();
			if (answer.kind !== 'read') throw new Unreadable();
			return { sha256: answer.sha256, kept: answer.kept };
		} finally {
			signal.removeEventListener('abort', stop);
		}
	}

	#begin(): Worker | null {
		if (this.#worker || typeof Worker === 'undefined') return this.#worker;
		try {
			this.#worker = new Worker(new URL('./read.worker.ts', import.meta.url), { type: 'module' });
		} catch {
			return null;
		}
		this.#worker.onmessage = (event: MessageEvent<Answered>) => {
			const answer = event.data;
			const open = this.#open.get(answer.id);
			if (answer.kind === 'progress') open?.progress?.(answer.read);
			else open?.answered(answer);
		};
		// A worker that does not start, or dies, fails what it was asked; the next question starts another.
		this.#worker.onerror = () => {
			this.#worker?.terminate();
			this.#worker = null;
			for (const [id, { answered }] of this.#open) answered({ id, kind: 'failed', name: 'WorkerError' });
		};
		return this.#worker;
	}

	async #ask(worker: Worker, asked: Asked, progress?: (read: number) => void): Promise<Answered> {
		try {
			return await new Promise((answered) => {
				this.#open.set(asked.id, { progress, answered });
				worker.postMessage(asked);
			});
		} finally {
			this.#open.delete(asked.id);
		}
	}
}

function unreadable(error: unknown): never {
	if (error instanceof DOMException && error.name === 'AbortError') throw error;
	throw new Unreadable();
}
