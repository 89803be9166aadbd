import createClient from 'openapi-fetch';
import { link } from '$lib/offline/link.svelte';
import { Failure } from './failure';
import type { paths } from './schema';

/** The API on our own origin, typed by its OpenAPI document. */
export const api = createClient<paths>({ baseUrl: '/' });

type Answer<T> = Promise<{ data?: T; error?: unknown; response: Response }>;

const whenSignedOut = new Set<() => void>();

/** Calls `tell` whenever the server no longer knows who is asking. Returns its undo. */
export function onSignedOut(tell: () => void): () => void {
	whenSignedOut.add(tell);
	return () => whenSignedOut.delete(tell);
}

/**
 * Waits for an answer and gives its body.
 * @throws {Failure} for every answer that is not a success, and when nothing answered.
 */
export async function ask<T>(call: Answer<T>): Promise<T> {
	let answer: Awaited<Answer<T>>;
	try {
		answer = await call;
	} catch (error) {
		if (error instanceof DOMException && error.name === 'AbortError') throw error;
		link.silent();
		throw Failure.offline();
	}
	link.answered();
	if (!answer.response.ok) {
		if (answer.response.status === 401) for (const tell of whenSignedOut) tell();
		throw Failure.from(answer.error, answer.response.status);
	}
	return answer.data as T;
}
