// Writes down what the service worker keeps, so that the field's pages open without a link: their
// scripts, those that they ask for later, and their styles. What is heavy and needs a link anyway is left out.
import { readdir, writeFile } from 'node:fs/promises';
import { built, entry, field, load, routes, scripts, start } from './manifest.mjs';

const manifest = await load();

/** Watching, and making copies of clips: asked for when somebody does that. */
const heavy = /hls|media-chrome|mediabunny|player\/controls|uqr/;
const later = (key) => !heavy.test(key) && !heavy.test(manifest[key]?.file ?? '');

const files = new Map();
const [first, app, layout] = start();
// The app's entry knows every page of every kind: those are taken one by one below.
for (const key of [first, app]) scripts(key, files);
scripts(layout, files, later);
scripts(entry('nodes/1.js'), files, later); // the page that says what went wrong
for (const { path, node } of await routes())
	if (field.includes(path)) scripts(entry(`nodes/${node}.js`), files, later);

const styles = [...files.values()].flatMap((key) => manifest[key].css ?? []);
// Workers are built apart and not in the manifest: one looks through files that are chosen, and is kept; the
// one that makes small copies is heavy, and is only needed with a link.
const workers = (await readdir(new URL('_app/immutable/workers/', built)))
	.filter((file) => file.endsWith('.js') && !file.startsWith('preview.'))
	.map((file) => `_app/immutable/workers/${file}`);
const list = [...new Set([...files.keys(), ...styles, ...workers])].map((file) => `/${file}`).sort();
await writeFile(new URL('../build/_app/field.json', import.meta.url), JSON.stringify(list));
console.log(`The field's pages are ${list.length} files without a link.`);
