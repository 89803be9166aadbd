/**
 * Copies of files in the browser's own storage (OPFS), so that an upload goes on after a reload or a flat
 * battery without the person having to find the file again. They lie by member and go with the last byte.
 */

/** The most that all copies together may take, in bytes. */
const most = 2_000_000_000;
/** Of the room that the browser says is left, no more than this part: it is the phone's, not ours. */
const part = 4;

/** OPFS handles as they are on their way into TypeScript's library. */
export type SyncAccess = {
	write(bytes: Uint8Array, options: { at: number }): number;
	truncate(size: number): void;
	flush(): void;
	close(): void;
};

async function folder(member: string, create: boolean): Promise<FileSystemDirectoryHandle | null> {
	try {
		const root = await navigator.storage.getDirectory();
		const uploads = await root.getDirectoryHandle('uploads', { create });
		return await uploads.getDirectoryHandle(member, { create });
	} catch {
		// Not in this browser, not in a private window, or nothing there yet.
		return null;
	}
}

/** A new, empty file to copy into; null where the browser has none to give. */
export async function place(member: string, key: string): Promise<FileSystemFileHandle | null> {
	try {
		return (await (await folder(member, true))?.getFileHandle(key, { create: true })) ?? null;
	} catch {
		return null;
	}
}

/** The copy of a file; null where there is none of that size. */
export async function copyOf(member: string, key: string, size: number): Promise<File | null> {
	try {
		const file = await (await (await folder(member, false))?.getFileHandle(key))?.getFile();
		return file?.size === size ? file : null;
	} catch {
		return null;
	}
}

/** Keeps something small that the page made itself; where it cannot be kept, it is made again when needed. */
export async function keep(member: string, key: string, bytes: Blob): Promise<void> {
	try {
		const stream = await (await place(member, key))?.createWritable();
		await stream?.write(bytes);
		await stream?.close();
	} catch {
		// No room, or a browser that writes in workers only.
	}
}

export async function dropCopy(member: string, key: string): Promise<void> {
	await (await folder(member, false))?.removeEntry(key).catch(() => undefined);
}

/** Removes all copies of a person. */
export async function dropCopies(member: string): Promise<void> {
	try {
		const root = await navigator.storage.getDirectory();
		const uploads = await root.getDirectoryHandle('uploads');
		await uploads.removeEntry(member, { recursive: true });
	} catch {
		// There was nothing.
	}
}

/** Removes copies that no upload needs any more: of a page that died between two steps. */
export async function sweep(member: string, needed: ReadonlySet<string>): Promise<void> {
	const own = await folder(member, false);
	if (!own) return;
	for (const key of await names(own)) if (!needed.has(key)) await own.removeEntry(key).catch(() => undefined);
}

/** Whether there is room for a copy of so many bytes, without filling the phone. */
export async function roomFor(member: string, size: number): Promise<boolean> {
	const own = await folder(member, true);
	if (!own) return false;
	try {
		let taken = 0;
		for (const key of await names(own)) taken += (await (await own.getFileHandle(key)).getFile()).size;
		const { quota = 0, usage = 0 } = await navigator.storage.estimate();
		return fits(size, taken, quota - usage);
	} catch {
		return false;
	}
}

/** Whether `size` bytes more may be kept beside `taken` others where `free` are left. */
export function fits(size: number, taken: number, free: number): boolean {
	return size <= free && taken + size <= Math.min(most, (free + taken) / part);
}

async function names(own: FileSystemDirectoryHandle): Promise<string[]> {
	const found: string[] = [];
	// The iterator is not in every version of TypeScript's library yet.
	const keys = (own as unknown as { keys(): AsyncIterable<string> }).keys();
	for await (const key of keys) found.push(key);
	return found;
}
