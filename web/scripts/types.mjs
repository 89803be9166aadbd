// Writes the wire types from the OpenAPI document the Go side keeps; with --check it only compares.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import { format } from 'prettier';

const source = new URL('../../api/openapi.json', import.meta.url);
const target = new URL('../src/lib/api/schema.d.ts', import.meta.url);
const head = '// Generated from api/openapi.json by `npm run types`. Do not edit.\n\n';

const nodes = await openapiTS(JSON.parse(await readFile(source, 'utf8')));
const wanted = await format(head + astToString(nodes), {
	parser: 'typescript',
	useTabs: true,
	printWidth: 110,
});

if (process.argv.includes('--check')) {
	const kept = await readFile(target, 'utf8').catch(() => '');
	if (kept !== wanted) {
		console.error('src/lib/api/schema.d.ts does not match api/openapi.json: run `npm run types` and commit.');
		process.exit(1);
	}
} else {
	await writeFile(target, wanted);
}
