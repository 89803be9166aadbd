// Shorter names for what the build writes. Every page names some three hundred files, and a hash is what
// compression cannot shorten: a character less of each is a page's worth of words.
const kinds = /** @type {const} */ (['entryFileNames', 'chunkFileNames', 'assetFileNames']);

/**
 * Names with 42 bits of hash in place of 48. Browsers keep a file for good by its name, so it must not
 * come again with other content: of 200,000 names, a thousand versions of us, two are the same with a
 * chance of one in two hundred. With six characters that would be one in three.
 *
 * @returns {import('vite').Plugin}
 */
export function names() {
	return {
		name: 'names',
		enforce: 'post',
		config(config) {
			const output = config.build?.rollupOptions?.output;
			if (!output || Array.isArray(output)) return;
			for (const kind of kinds) {
				const name = output[kind];
				if (typeof name === 'string') output[kind] = name.replace('[hash]', '[hash:7]');
			}
		},
	};
}
