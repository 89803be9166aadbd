import { shape } from './preview';
import type { Made } from './preview.worker';

/** Makes small copies of films. */
export type Maker = {
	/** Whether this browser can at all. */
	can(): Promise<boolean>;
	/** Null where there is none of this film: it cannot be read, or a copy would hardly be smaller. */
	make(film: Blob, signal: AbortSignal): Promise<Blob | null>;
};

/** Whether this browser encodes pictures; most do only where the page came over a safe link. */
async function encodes(): Promise<boolean> {
	if (typeof Worker === 'undefined' || typeof VideoEncoder === 'undefined') return false;
	for (const codec of ['avc1.42001e', 'vp09.00.10.08']) {
		const asked = { codec, width: 640, height: shape.short, bitrate: shape.video, framerate: shape.rate };
		const said = await VideoEncoder.isConfigSupported(asked).catch(() => null);
		if (said?.supported) return true;
	}
	return false;
}

/** One worker a copy: it takes its memory with it, and ends at once when the copy is not wanted any more. */
class WorkerMaker implements Maker {
	#can: Promise<boolean> | undefined;

	can(): Promise<boolean> {
		return (this.#can ??= encodes());
	}

	make(film: Blob, signal: AbortSignal): Promise<Blob | null> {
		return new Promise((made, stopped) => {
			signal.throwIfAborted();
			const worker = new Worker(new URL('./preview.worker.ts', import.meta.url), { type: 'module' });
			const end = () => {
				worker.terminate();
				signal.removeEventListener('abort', gone);
			};
			const gone = () => {
				end();
				stopped(signal.reason);
			};
			signal.addEventListener('abort', gone, { once: true });
			worker.onmessage = (event: MessageEvent<Made>) => {
				end();
				made(event.data);
			};
			worker.onerror = () => {
				end();
				made(null);
			};
			worker.postMessage(film);
		});
	}
}

export const maker: Maker = new WorkerMaker();
