import { DetailedError, Upload } from 'tus-js-client';
import { Failure } from '$lib/api/failure';
import type { Carrier } from './carrier';

/**
 * Carries a file over tus 1.0. Retries are the queue's business, so the client's own are switched off.
 * The body goes out in one PATCH: the server keeps every byte it got, so small chunks would only cost
 * round trips.
 */
export const tusCarrier: Carrier = async ({ file, story, url, about }, reports) => {
	let clip = '';
	const upload = new Upload(file, {
		endpoint: '/api/v1/uploads',
		uploadUrl: url || null,
		retryDelays: null,
		storeFingerprintForResuming: false,
		removeFingerprintOnSuccess: true,
		metadata: {
			...(about ?? { story }),
			filename: file.name,
			filetype: file.type || 'application/octet-stream',
		},
		onUploadUrlAvailable: () => reports.opened(upload.url ?? '', clip),
		onAfterResponse: (_request, response) => {
			clip = response.getHeader('Fieldstory-Clip') ?? clip;
			const offset = Number(response.getHeader('Upload-Offset'));
			if (Number.isFinite(offset) && offset > 0) reports.kept(offset);
		},
		onProgress: (sent) => reports.sent(sent),
		onSuccess: () => reports.done(),
		onError: (error) => reports.failed(read(error)),
	});
	upload.start();
	return {
		halt: () => upload.abort(false),
		drop: () => upload.abort(true),
	};
};

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
