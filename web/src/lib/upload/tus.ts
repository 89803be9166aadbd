import { DetailedError, Upload, type HttpRequest } from 'tus-js-client';
import { Failure } from '$lib/api/failure';
import type { Carrier, Pacer } from './carrier';

const endpoint = '/api/v1/uploads';
/** No cap, no pauses. */
const unhurried: Pacer = { slice: () => Infinity, wait: async () => undefined };

/**
 * Carries a file over tus 1.0. Retries are the queue's business, so the client's own are switched off.
 * Unless it is slowed down, the body goes out in one PATCH: the server keeps every byte it got, so small
 * chunks would only cost round trips.
 */
export const tusCarrier: Carrier = async (load, reports) => {
	const { file, story, url, about, throttle = unhurried } = load;
	const own = file instanceof File ? file : null;
	const halted = new AbortController();
	let clip = '';
	// How far this upload was when bytes were last counted.
	let counted = 0;
	const upload: Upload = new Upload(file, {
		// The client begins anew, silently, after any 4xx on resuming; that is for the queue to decide.
		endpoint: url ? null : endpoint,
		uploadUrl: url || null,
		chunkSize: throttle.slice(),
		retryDelays: null,
		storeFingerprintForResuming: false,
		removeFingerprintOnSuccess: true,
		metadata: {
			...(about ?? { story }),
			filename: load.name ?? own?.name ?? '',
			filetype: load.type || file.type || 'application/octet-stream',
			...(load.sha256 ? { sha256: load.sha256 } : {}),
			...(load.again ? { again: '1' } : {}),
			...(load.proxyFor ? { proxy_for: load.proxyFor } : {}),
		},
		onUploadUrlAvailable: () => {
			reports.opened(upload.url ?? '', clip);
			if (load.onlyOpen) {
				halted.abort();
				void upload.abort(false);
				reports.done();
			}
		},
		onBeforeRequest: async (request) => {
			const from = offset(request);
			if (from === null) return;
			counted = from;
			await throttle.wait(Math.min(throttle.slice(), file.size - from), halted.signal);
			// A request that was stopped before it was sent would go out all the same.
			halted.signal.throwIfAborted();
		},
		onAfterResponse: (_request, response) => {
			clip = response.getHeader('Fieldstory-Clip') ?? clip;
			const have = Number(response.getHeader('Upload-Offset'));
			if (Number.isFinite(have) && have > 0) reports.kept(have);
		},
		onProgress: (sent) => {
			reports.sent(sent, Math.max(0, sent - counted));
			counted = Math.max(counted, sent);
		},
		onSuccess: () => reports.done(),
		onError: (error) => reports.failed(read(error)),
	});
	upload.start();
	return {
		halt: () => {
			halted.abort();
			return upload.abort(false);
		},
		drop: () => {
			halted.abort();
			return upload.abort(true);
		},
	};
};

/** Where the body of a request begins; null for one that brings no bytes. */
function offset(request: HttpRequest): number | null {
	if (request.getMethod() !== 'PATCH') return null;
	return Number(request.getHeader('Upload-Offset') ?? 0);
}

function read(error: Error | DetailedError): Failure {
	const response = error instanceof DetailedError ? error.originalResponse : null;
	if (!response || response.getStatus() === 0) return Failure.offline();
	let body: unknown = null;
	try {
		body = JSON.parse(response.getBody());
	} catch {
		// Not a problem document; the status has to do.
	}
	return Failure.from(body, response.getStatus());
}
