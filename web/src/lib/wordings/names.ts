import type { Wording } from '$lib/api/wire';

/** A wording with its versions, the newest first, each in the languages that it is in. */
export type Named = { name: string; versions: { version: number; texts: Wording[] }[] };

/** Puts texts together by name and version, in the order in which the server lists them. */
export function byName(texts: readonly Wording[]): Named[] {
	const names: Named[] = [];
	for (const text of texts) {
		let named = names.find(({ name }) => name === text.name);
		if (!named) names.push((named = { name: text.name, versions: [] }));
		let one = named.versions.find(({ version }) => version === text.version);
		if (!one) named.versions.push((one = { version: text.version, texts: [] }));
		one.texts.push(text);
	}
	return names;
}

/** What is typed as a name is kept as the server keeps it, so that it is found to be there already. */
export function tidyName(typed: string): string {
	return typed.trim().split(/\s+/).join(' ');
}
