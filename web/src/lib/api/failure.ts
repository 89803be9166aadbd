import type { Step } from './wire';

/** Whose move it is when something did not work; `link` is added here for a lost connection. */
export type Fault = 'input' | 'file' | 'permission' | 'state' | 'dependency' | 'us' | 'link';

/** An answer of the API that is not a success, or no answer at all. */
export class Failure extends Error {
	constructor(
		/** Stable and snake_case, for example `note_missing`; `offline` when nothing answered. */
		readonly code: string,
		readonly fault: Fault,
		/** A sentence for the person, as the server wrote it; may be empty. */
		readonly detail: string,
		/** The HTTP status, 0 when nothing answered. */
		readonly status = 0,
		/** The step of somebody else that came in between. */
		readonly step?: Step,
	) {
		super(`${code}: ${detail}`);
		this.name = 'Failure';
	}

	/** Reads an RFC 9457 problem; whatever else came is our own mistake. */
	static from(body: unknown, status: number): Failure {
		const problem = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
		const text = (key: string) => (typeof problem[key] === 'string' ? problem[key] : '');
		const fallback =
			status === 0 ? 'link' : status === 502 || status === 503 || status === 504 ? 'dependency' : 'us';
		return new Failure(
			text('code') || (status === 401 ? 'signed_out' : status === 404 ? 'not_found' : 'internal'),
			(text('fault') as Fault) || fallback,
			text('detail'),
			status,
			problem.step as Step | undefined,
		);
	}

	static offline(): Failure {
		return new Failure('offline', 'link', '');
	}

	/** Whatever was thrown, as a failure. */
	static of(error: unknown): Failure {
		if (error instanceof Failure) return error;
		if (error instanceof TypeError) return Failure.offline();
		return new Failure('internal', 'us', '');
	}
}
