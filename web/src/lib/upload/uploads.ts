import { link } from '$lib/offline/link.svelte';
import { tabs } from '$lib/offline/tabs';
import { holdBack } from '$lib/offline/worker';
import { cards, madeUp, parcels, settings, sums } from '$lib/store/db';
import * as attic from './attic';
import { stayAwake } from './awake.svelte';
import { desk } from './desk';
import { byLease, byLock } from './lead';
import { UploadQueue } from './queue.svelte';
import { maker } from './maker';
import { WorkerReader } from './reader';
import { connection, ways } from './rules.svelte';
import { spent } from './spent.svelte';
import { Throttle } from './throttle';
import { channel } from './wire';

const name = 'fieldstory:uploads';

/** The line of this tab. The tus client is loaded with the first file, not with the page. */
export const uploads = new UploadQueue(
	{
		carrier: async (load, reports) => (await import('./tus')).tusCarrier(load, reports),
		reader: new WorkerReader(),
		attic,
		desk,
		maker,
		entries: parcels,
		sums,
		storyOf: async (card) => (await cards.get(card).catch(() => undefined))?.story ?? '',
		rules: () => ways.rules,
		throttle: new Throttle(() => ways.rules.cap),
		connection,
		spend: (bytes) => spent.add(bytes),
	},
	navigator.locks ? byLock(navigator.locks, name) : byLease(settings, madeUp()),
	channel(name),
);

/**
 * Takes up what a person has on its way, follows the link, and warns before a page is closed that holds a
 * file which the browser could not keep. Returns its undo.
 */
export function attend(member: string): () => void {
	const online = () => uploads.online();
	const offline = () => uploads.offline();
	const changed = () => uploads.reconsider();
	const leave = (event: BeforeUnloadEvent) => {
		if (uploads.fragile) event.preventDefault();
	};
	const seen = () => {
		if (document.hidden) void spent.save();
		else uploads.awake();
	};
	const undo = [
		link.onBack(online),
		tabs.listen((news) => {
			if (news.kind === 'cards') uploads.resettle();
			if (news.kind === 'rules') void ways.load().then(() => uploads.reconsider());
		}),
		holdBack(() => uploads.fragile),
	];
	let ended = false;
	void Promise.all([ways.load(), spent.load()]).then(() => {
		if (!ended) undo.push(uploads.attend(member), stayAwake(uploads));
	});
	addEventListener('offline', offline);
	addEventListener('beforeunload', leave);
	document.addEventListener('visibilitychange', seen);
	connection()?.addEventListener?.('change', changed);
	return () => {
		ended = true;
		for (const one of undo) one();
		removeEventListener('offline', offline);
		removeEventListener('beforeunload', leave);
		document.removeEventListener('visibilitychange', seen);
		connection()?.removeEventListener?.('change', changed);
	};
}
