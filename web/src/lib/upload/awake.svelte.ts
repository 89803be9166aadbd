import type { UploadQueue } from './queue.svelte';
import { ways } from './rules.svelte';

/**
 * Keeps the screen on while this tab sends: a phone that goes dark puts its pages to sleep, and with them
 * every upload. Only where the browser can, the person wants it, and the page is looked at. Returns its undo.
 */
export function stayAwake(uploads: UploadQueue): () => void {
	let lock: WakeLockSentinel | null = null;
	let ended = false;
	const look = async () => {
		const wanted =
			!ended &&
			ways.rules.awake &&
			!document.hidden &&
			uploads.leading &&
			uploads.all.some((parcel) => parcel.state === 'sending');
		if (wanted && !lock) {
			lock = await navigator.wakeLock?.request('screen').catch(() => null);
			lock?.addEventListener('release', () => (lock = null));
		} else if (!wanted && lock) {
			await lock.release().catch(() => undefined);
			lock = null;
		}
	};
	const undo = $effect.root(() => {
		$effect(() => void look());
	});
	document.addEventListener('visibilitychange', look);
	return () => {
		ended = true;
		undo();
		document.removeEventListener('visibilitychange', look);
		void look();
	};
}
