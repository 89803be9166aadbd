import { browserShelf, Ledger } from './ledger';
import { UploadQueue } from './queue.svelte';

/** The one queue of this tab. The tus client is loaded with the first file, not with the page. */
export const uploads = new UploadQueue({
	ledger: new Ledger(browserShelf()),
	carrier: async (load, reports) => (await import('./tus')).tusCarrier(load, reports),
});

/** Follows the device's link and warns before a page that is still sending is closed. Returns its undo. */
export function attend(queue: UploadQueue): () => void {
	const online = () => queue.online();
	const offline = () => queue.offline();
	const leave = (event: BeforeUnloadEvent) => {
		if (queue.busy) event.preventDefault();
	};
	addEventListener('online', online);
	addEventListener('offline', offline);
	addEventListener('beforeunload', leave);
	return () => {
		removeEventListener('online', online);
		removeEventListener('offline', offline);
		removeEventListener('beforeunload', leave);
	};
}
