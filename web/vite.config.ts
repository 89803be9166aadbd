import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { icons } from './scripts/icons.mjs';
import { names } from './scripts/names.mjs';
import { paraglide } from './scripts/paraglide.mjs';

// Where `npm run dev` finds the Go side.
const server = process.env.FIELDSTORY_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
	// Under test the catalogue is compiled beforehand; the plugin's watch would keep the process alive.
	plugins: [process.env.VITEST ? [] : paraglideVitePlugin(paraglide), icons(), sveltekit(), names()],
	build: { manifest: true },
	server: {
		proxy: Object.fromEntries(['/api', '/s/', '/sign-in/'].map((path) => [path, { target: server }])),
	},
	test: {
		include: ['src/**/*.test.ts'],
		environment: 'node',
	},
});
