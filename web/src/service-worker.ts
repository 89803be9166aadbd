/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
/// <reference types="@sveltejs/kit" />
import { version } from '$service-worker';
import { sendCards } from '$lib/outbox/post';
import { cards } from '$lib/store/db';

/**
 * Lets the app open without a link. It keeps the app itself and nothing else: no answer of the API, no
 * footage, nothing of anybody, and public pages pass it by. What people wrote lies in IndexedDB.
 */
const worker = self as unknown as ServiceWorkerGlobalScope;

const prefix = 'fieldstory-';
const name = prefix + version;
const shell = '/index.html';
/** How long the server may take to hand out the page before the kept one is shown, in milliseconds. */
const patience = 3000;

/** The app's own pages; every other address is the server's business alone. */
const pages = /^\/($|sign-in$|account$|desk$|design$|stories(\/|$)|admin\/)/;
/** Files whose name changes with what is in them. */
const lasting = /^\/_app\/immutable\//;

worker.addEventListener('install', (event) => {
	bypass(event);
	event.waitUntil(install().then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
	event.waitUntil(tidy().then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== 'GET' || url.origin !== location.origin) return;
	if (request.mode === 'navigate' && pages.test(url.pathname)) event.respondWith(page(request));
	else if (lasting.test(url.pathname)) event.respondWith(file(request));
	else if (url.pathname === '/icon.svg' || url.pathname === '/manifest.webmanifest')
		event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
});

/** A link is back and no page need be open: what was written goes out now. */
worker.addEventListener('sync', (raw) => {
	const event = raw as Event & { tag: string; waitUntil(done: Promise<unknown>): void };
	if (event.tag === 'cards') event.waitUntil(send());
});

/** Where the browser can, what passes this worker by does not even wake it: footage has enough to carry. */
function bypass(event: ExtendableEvent): void {
	const routes = event as ExtendableEvent & {
		addRoutes?(rules: { condition: { urlPattern: unknown }; source: 'network' }[]): Promise<void>;
	};
	const paths = ['/api/*', '/s/*', '/embed/*', '/feeds/*'];
	const rules = paths.map((pathname) => ({
		condition: { urlPattern: { pathname } },
		source: 'network' as const,
	}));
	void routes.addRoutes?.(rules).catch(() => undefined);
}

/** Fetches what the field's pages need. What an older version has already is not fetched again. */
async function install(): Promise<void> {
	const list = (await (await fetch('/_app/field.json', { cache: 'no-store' })).json()) as string[];
	const cache = await caches.open(name);
	await Promise.all(
		list.map(async (path) => {
			const kept = await caches.match(path);
			if (kept) return cache.put(path, kept);
			await cache.add(path);
		}),
	);
	for (const path of ['/icon.svg', '/manifest.webmanifest']) await cache.add(new Request(path, fresh));
	// Last, so that a page is never kept without the scripts it names.
	const answer = await fetch('/', fresh);
	if (!answer.ok || answer.redirected) throw new Error(`The page answers ${answer.status}`);
	await cache.put(shell, answer);
}

const fresh: RequestInit = { cache: 'no-cache' };

/** Removes older versions but the last: pages that are still open may need a script of it. */
async function tidy(): Promise<void> {
	const older = (await caches.keys()).filter((key) => key.startsWith(prefix) && key !== name);
	await Promise.all(older.slice(0, -1).map((key) => caches.delete(key)));
}

/** The page from the server, or the kept one where the server is away, slow or ailing. */
async function page(request: Request): Promise<Response> {
	const kept = () => caches.open(name).then((cache) => cache.match(shell));
	const asked = fetch(request);
	try {
		const late = new Promise<undefined>((done) => setTimeout(done, patience));
		const answer = await Promise.race([asked, late]);
		if (answer && answer.status < 500) return answer;
		return (await kept()) ?? (await asked);
	} catch (error) {
		const page = await kept();
		if (page) return page;
		throw error;
	}
}

/** A file that never changes: from what is kept, of whatever version, else from the server, and kept. */
async function file(request: Request): Promise<Response> {
	const kept = await caches.match(request);
	if (kept) return kept;
	const answer = await fetch(request);
	if (answer.ok && answer.type === 'basic') {
		const copy = answer.clone();
		const cache = await caches.open(name);
		// Where there is no room it is fetched again next time.
		await cache.put(request, copy).catch(() => undefined);
	}
	return answer;
}

/** Sends the cards of whoever is signed in. One that fails is tried again when the browser says so. */
async function send(): Promise<void> {
	const members = new Set((await cards.all()).map((kept) => kept.member));
	for (const member of members) {
		const outcome = await navigator.locks.request('fieldstory:cards', () =>
			sendCards(cards, member, (path, init) => fetch(path, init)),
		);
		if (outcome === 'away') throw new Error('The server cannot be reached.');
	}
	new BroadcastChannel('fieldstory').postMessage({ kind: 'cards' });
}
