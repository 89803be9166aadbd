import { fileURLToPath } from 'node:url';

const own = fileURLToPath(new URL('../src/lib/ui/Icon.svelte', import.meta.url));

/**
 * Draws Lucide's icons with the app's own component, which is a fifth of the size.
 *
 * @returns {import('vite').Plugin}
 */
export function icons() {
	return {
		name: 'fieldstory-icons',
		enforce: 'pre',
		resolveId: (id, from) => (id === '../Icon.svelte' && from?.includes('@lucide/svelte') ? own : undefined),
	};
}
