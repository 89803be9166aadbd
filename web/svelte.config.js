import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: true },
	kit: {
		// One page for every address: the Go server answers unknown paths with it.
		adapter: adapter({ pages: 'build', assets: 'build', fallback: 'index.html', precompress: true }),
		// An open tab learns of a new version the next time it moves between pages.
		version: { pollInterval: 0 },
		// The app registers it itself, to follow it to new versions.
		serviceWorker: { register: false },
		// The Go handler hashes the inline scripts of index.html into the CSP header itself.
		alias: { $messages: 'src/lib/paraglide/messages' },
	},
};
