import { api, ask } from '$lib/api/client';
import { session } from '$lib/session/session.svelte';
import type { Found } from './ledger';
import type { Desk } from './surroundings';

const tus = { 'Tus-Resumable': '1.0.0' };

/** What the server is asked beside the uploads themselves. */
export const desk: Desk = {
	async find(sha256, not): Promise<Found | null> {
		const { items } = await ask(api.GET('/api/v1/clips', { params: { query: { sha256 } } }));
		const found = items?.find((clip) => clip.id !== not);
		if (!found) return null;
		const { id, story, story_title, receipt } = found;
		return { clip: id, story, title: story_title, verified: receipt?.verified ?? false };
	},

	async receipt(clip) {
		const found = await ask(api.GET('/api/v1/clips/{id}', { params: { path: { id: clip } } }));
		return found.receipt;
	},

	async arrived(clip) {
		return (await ask(api.GET('/api/v1/clips/{id}', { params: { path: { id: clip } } }))).offset;
	},

	async offset(url) {
		const answer = await fetch(url, { method: 'HEAD', headers: tus }).catch(() => null);
		const said = answer?.ok ? answer.headers.get('Upload-Offset') : null;
		return said === null ? null : Number(said);
	},

	async forget(url) {
		await fetch(url, { method: 'DELETE', headers: tus }).catch(() => undefined);
	},

	signedOut() {
		void session.load();
	},
};
