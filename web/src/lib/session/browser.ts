// The names that browsers and systems have for people. User agents all claim to be each other: the first
// that fits is the one that is meant.
const browsers: [RegExp, string][] = [
	[/Edg(e|A|iOS)?\//, 'Edge'],
	[/OPR\/|Opera/, 'Opera'],
	[/SamsungBrowser/, 'Samsung Internet'],
	[/Firefox|FxiOS/, 'Firefox'],
	[/Chrome|CriOS|Chromium/, 'Chrome'],
	[/Safari/, 'Safari'],
];
const systems: [RegExp, string][] = [
	[/iPhone/, 'iPhone'],
	[/iPad/, 'iPad'],
	[/Android/, 'Android'],
	[/CrOS/, 'ChromeOS'],
	[/Windows/, 'Windows'],
	[/Mac OS X|Macintosh/, 'Mac'],
	[/Linux/, 'Linux'],
];

/** Which browser on which system a user agent is; null where it does not say. */
export function browserOf(agent: string): { browser: string; system: string } | null {
	const browser = browsers.find(([pattern]) => pattern.test(agent));
	const system = systems.find(([pattern]) => pattern.test(agent));
	return browser && system ? { browser: browser[1], system: system[1] } : null;
}
