/**
 * How the message catalogue is compiled, for Vite and for the scripts alike.
 *
 * One language is chosen by the person (kept in local storage), else by the browser, else English.
 *
 * @type {import('@inlang/paraglide-js').CompilerOptions}
 */
export const paraglide = {
	project: './project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
	emitGitIgnore: false,
	emitReadme: false,
	isServer: 'false',
};
