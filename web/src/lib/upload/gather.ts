import type { Chosen } from './wire';

/** What cameras and phones call their films; a card holds much that is none. */
const films = /\.(mp4|m4v|mov|mts|m2ts|mxf|avi|mkv|webm|3gp|3g2|mpg|mpeg|mod|tod|ts|wmv|dv|insv|lrv|braw)$/i;

/** What a file input offers to choose from. */
export const kinds = 'video/*,.mts,.m2ts,.mxf,.mov,.mp4,.mkv,.avi,.3gp';

/** Whether a file found in a folder is a film. What somebody chose by hand is never asked. */
export function isFilm(file: { name: string; type: string }): boolean {
	return !file.name.startsWith('.') && (file.type.startsWith('video/') || films.test(file.name));
}

export function fromList(files: Iterable<File>, folder = false): Chosen[] {
	const all = [...files].filter((file) => !folder || isFilm(file));
	return all.map((file) => ({ file }));
}

type Picker = (how: {
	multiple: boolean;
	types: { description: string; accept: Record<string, string[]> }[];
}) => Promise<FileSystemFileHandle[]>;

/** The browser's own way to choose files that it can find again later; null where there is none. */
export function picker(): ((description: string) => Promise<Chosen[]>) | null {
	const show = (globalThis as unknown as { showOpenFilePicker?: Picker }).showOpenFilePicker;
	if (!show) return null;
	return async (description) => {
		let handles: FileSystemFileHandle[];
		try {
			const accept = { 'video/*': ['.mp4', '.mov', '.mts', '.m2ts', '.mxf', '.avi', '.mkv', '.3gp'] };
			handles = await show({ multiple: true, types: [{ description, accept }] });
		} catch (error) {
			// Closed without a choice.
			if (error instanceof DOMException && error.name === 'AbortError') return [];
			throw error;
		}
		return Promise.all(handles.map(async (handle) => ({ file: await handle.getFile(), handle })));
	};
}

type Dropped = DataTransferItem & { getAsFileSystemHandle?(): Promise<FileSystemHandle | null> };

/**
 * What was dropped on the page, folders with everything below them. Has to be called while the event lasts:
 * the browser takes the items back after it.
 */
export async function dropped(transfer: DataTransfer): Promise<Chosen[]> {
	const items = [...transfer.items].filter((item) => item.kind === 'file') as Dropped[];
	const began = items.map((item) => ({
		handle: item.getAsFileSystemHandle?.().catch(() => null),
		entry: item.webkitGetAsEntry?.() ?? null,
		file: item.getAsFile(),
	}));
	const found: Chosen[] = [];
	for (const { handle: asked, entry, file } of began) {
		const handle = await asked;
		if (handle?.kind === 'directory') found.push(...(await below(handle as FileSystemDirectoryHandle)));
		else if (handle?.kind === 'file')
			found.push({
				file: await (handle as FileSystemFileHandle).getFile(),
				handle: handle as FileSystemFileHandle,
			});
		else if (entry?.isDirectory) found.push(...(await inside(entry as FileSystemDirectoryEntry)));
		else if (file) found.push({ file });
	}
	return found;
}

async function below(folder: FileSystemDirectoryHandle): Promise<Chosen[]> {
	const found: Chosen[] = [];
	const values = (folder as unknown as { values(): AsyncIterable<FileSystemHandle> }).values();
	for await (const handle of values) {
		if (handle.kind === 'directory') found.push(...(await below(handle as FileSystemDirectoryHandle)));
		else {
			const file = await (handle as FileSystemFileHandle).getFile();
			if (isFilm(file)) found.push({ file, handle: handle as FileSystemFileHandle });
		}
	}
	return found;
}

/** The older way into a dropped folder; it hands out a hundred entries at a time. */
async function inside(folder: FileSystemDirectoryEntry): Promise<Chosen[]> {
	const reader = folder.createReader();
	const found: Chosen[] = [];
	for (;;) {
		const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
		if (some.length === 0) return found;
		for (const entry of some) {
			if (entry.isDirectory) found.push(...(await inside(entry as FileSystemDirectoryEntry)));
			else {
				const file = await new Promise<File>((done, failed) =>
					(entry as FileSystemFileEntry).file(done, failed),
				);
				if (isFilm(file)) found.push({ file });
			}
		}
	}
}
