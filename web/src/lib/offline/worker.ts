import { dev } from '$app/environment';
import { beforeNavigate } from '$app/navigation';

/**
 * Installs the service worker, which lets the app open without a link, and follows it to new versions:
 * when one has taken over, the next step from page to page loads it. Returns its undo.
 */
export function attendWorker(): () => void {
	if (dev || !('serviceWorker' in navigator)) return () => undefined;
	const workers = navigator.serviceWorker;
	let controlled = workers.controller !== null;
	const changed = () => {
		version.newer ||= controlled;
		controlled = true;
	};
	workers.addEventListener('controllerchange', changed);
	workers.register('/service-worker.js').catch(() => {
		// Without one the app works as long as there is a link.
	});
	return () => workers.removeEventListener('controllerchange', changed);
}

const version = { newer: false };
const busy = new Set<() => boolean>();

/** Keeps new versions out for as long as `tell` says that something would be lost. Returns its undo. */
export function holdBack(tell: () => boolean): () => void {
	busy.add(tell);
	return () => busy.delete(tell);
}

/** Loads a new version with the next step from page to page, unless something would be lost by it. */
export function takeNewVersions(): void {
	beforeNavigate(({ to, willUnload, type, cancel }) => {
		if (!version.newer || willUnload || !to || type === 'popstate') return;
		if ([...busy].some((tell) => tell())) return;
		cancel();
		location.href = to.url.href;
	});
}
