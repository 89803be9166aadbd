// Holds every page to its script budget: what a first view loads before anything is clicked, compressed
// as the server sends it. Scripts that a page asks for later (dialogs, the player, the tus client) are
// not in it; `--list` shows every file.
import { readFile } from 'node:fs/promises';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { built, entry, field, load, routes, scripts, start } from './manifest.mjs';

const kilobyte = 1000;
const budgets = { field: 80 * kilobyte, desk: 150 * kilobyte };

await load();

async function weigh(file) {
	const body = await readFile(new URL(file, built));
	return {
		gzip: gzipSync(body, { level: 9 }).length,
		brotli: brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
	};
}

const weights = new Map();
let over = false;
for (const { path, node } of (await routes()).sort((a, b) => a.path.localeCompare(b.path))) {
	const files = new Map();
	for (const key of [...start(), entry(`nodes/${node}.js`)]) scripts(key, files);
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
