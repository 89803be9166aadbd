// What Vite and SvelteKit wrote down of the build: which scripts belong to which page.
import { readFile } from 'node:fs/promises';

export const built = new URL('../.svelte-kit/output/client/', import.meta.url);

/** Pages that people in the field open; whatever is not named here belongs to the desk. */
export const field = ['/', '/sign-in', '/stories', '/stories/new', '/stories/[id]/edit', '/account'];

let manifest = {};

/** Reads the manifest of the last build. */
export async function load() {
	manifest = JSON.parse(
		await readFile(new URL('.vite/manifest.json', built), 'utf8').catch(() => {
			console.error('There is no build to look at: run `npm run build` first.');
			process.exit(1);
		}),
	);
	return manifest;
}

/** All scripts that come with an entry, by file; those asked for later only where `later` lets them in. */
export function scripts(key, found = new Map(), later = () => false) {
	const chunk = manifest[key];
	if (!chunk) throw new Error(`The manifest has no ${key}`);
	if (found.has(chunk.file)) return found;
	found.set(chunk.file, key);
	for (const other of chunk.imports ?? []) scripts(other, found, later);
	for (const other of chunk.dynamicImports ?? []) if (later(other)) scripts(other, found, later);
	return found;
}

export const entry = (part) =>
	Object.keys(manifest).find(
		(key) => key.endsWith(part) && (manifest[key].isEntry || manifest[key].isDynamicEntry),
	);

/** What every page begins with. */
export function start() {
	const always = [
		entry('client/entry.js') ?? entry('runtime/client/entry.js'),
		entry('client-optimized/app.js'),
		entry('nodes/0.js'),
	];
	if (always.some((key) => !key)) throw new Error('The start scripts are not in the manifest.');
	return always;
}

/** Routes by number of their page's node, as SvelteKit wrote them down. */
export async function routes() {
	const app = await readFile(
		new URL('../.svelte-kit/generated/client-optimized/app.js', import.meta.url),
		'utf8',
	);
	const dictionary = /export const dictionary = (\{[\s\S]*?\});/.exec(app);
	if (!dictionary)
		throw new Error('SvelteKit writes its routes differently now; scripts/manifest.mjs must follow.');
	return [...dictionary[1].matchAll(/"([^"]+)":\s*\[~?(\d+)/g)].map(([, path, node]) => ({ path, node }));
}
