// Holds every page to its script budget: what a first view loads before anything is clicked, compressed
// as the server sends it. Scripts that a page asks for later (dialogs, the player, the tus client) are
// not in it; `--list` shows every file.
import { readdir, readFile } from 'node:fs/promises';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const built = new URL('../.svelte-kit/output/client/', import.meta.url);
const kilobyte = 1000;
const budgets = { field: 80 * kilobyte, desk: 150 * kilobyte };

/** Pages that people in the field open; whatever is not named here belongs to the desk. */
const field = ['/', '/sign-in', '/stories', '/stories/new', '/stories/[id]/edit', '/account'];

const manifest = JSON.parse(
	await readFile(new URL('.vite/manifest.json', built), 'utf8').catch(() => {
		console.error('There is no build to measure: run `npm run build` first.');
		process.exit(1);
	}),
);

/** All scripts that come with an entry, without those asked for later. */
function scripts(key, found = new Map()) {
	const chunk = manifest[key];
	if (!chunk) throw new Error(`The manifest has no ${key}`);
	if (found.has(chunk.file)) return found;
	found.set(chunk.file, key);
	for (const other of chunk.imports ?? []) scripts(other, found);
	return found;
}

const entry = (part) =>
	Object.keys(manifest).find(
		(key) => key.endsWith(part) && (manifest[key].isEntry || manifest[key].isDynamicEntry),
	);

/** Routes by number of their page's node, as SvelteKit wrote them down. */
async function routes() {
	const app = await readFile(
		new URL('../.svelte-kit/generated/client-optimized/app.js', import.meta.url),
		'utf8',
	);
	const dictionary = /export const dictionary = (\{[\s\S]*?\});/.exec(app);
	if (!dictionary)
		throw new Error('SvelteKit writes its routes differently now; scripts/budget.mjs must follow.');
	return [...dictionary[1].matchAll(/"([^"]+)":\s*\[~?(\d+)/g)].map(([, path, node]) => ({ path, node }));
}

async function weigh(file) {
	const body = await readFile(new URL(file, built));
	return {
		gzip: gzipSync(body, { level: 9 }).length,
		brotli: brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
	};
}

const weights = new Map();
let over = false;
const always = [
	entry('client/entry.js') ?? entry('runtime/client/entry.js'),
	entry('client-optimized/app.js'),
	entry('nodes/0.js'),
];
const nodes = await readdir(new URL('../.svelte-kit/generated/client-optimized/nodes/', import.meta.url));
if (nodes.length === 0 || always.some((key) => !key))
	throw new Error('The start scripts are not in the manifest.');

for (const { path, node } of (await routes()).sort((a, b) => a.path.localeCompare(b.path))) {
	const files = new Map();
	for (const key of [...always, entry(`nodes/${node}.js`)]) scripts(key, files);
	let gzip = 0;
	let brotli = 0;
	for (const file of files.keys()) {
		if (!weights.has(file)) weights.set(file, await weigh(file));
		gzip += weights.get(file).gzip;
		brotli += weights.get(file).brotli;
	}
	const kind = field.includes(path) ? 'field' : 'desk';
	const fits = gzip <= budgets[kind];
	over ||= !fits;
	const size = (bytes) => `${(bytes / kilobyte).toFixed(1).padStart(6)} kB`;
	console.log(
		`${fits ? 'ok  ' : 'OVER'} ${path.padEnd(22)} ${kind.padEnd(5)} ${size(gzip)} gzip ${size(brotli)} brotli, of ${size(budgets[kind])}`,
	);
	if (process.argv.includes('--list'))
		for (const file of [...files.keys()].sort((a, b) => weights.get(b).gzip - weights.get(a).gzip))
			console.log(`       ${size(weights.get(file).gzip)} ${file} ${files.get(file)}`);
}

if (over) {
	console.error('A page is over its script budget. Load what it does not need at first with import().');
	process.exit(1);
}
