import { baseLocale, isLocale, overwriteGetLocale, setLocale, type Locale } from '$lib/paraglide/runtime';

/** The languages, each in its own words. */
export const languages: readonly { code: Locale; name: string }[] = [
	{ code: 'en', name: 'English' },
	{ code: 'fr', name: 'Français' },
	{ code: 'ar', name: 'العربية' },
];

/**
 * The language in use. Messages read it through Paraglide's `getLocale`, so every text on the page
 * changes with it and nothing is loaded again: an upload in flight goes on.
 */
class Language {
	#code = $state<Locale>(baseLocale);

	get code(): Locale {
		return this.#code;
	}

	get direction(): 'ltr' | 'rtl' {
		return directionOf(this.#code);
	}

	/** Starts with what app.html found before the first paint. */
	start(): void {
		const found = document.documentElement.lang;
		if (isLocale(found)) this.#code = found;
		overwriteGetLocale(() => this.#code);
	}

	use(code: Locale): void {
		this.#code = code;
		void setLocale(code, { reload: false });
		document.documentElement.lang = code;
		document.documentElement.dir = this.direction;
	}
}

export function directionOf(code: string): 'ltr' | 'rtl' {
	return /^(ar|fa|he|ur|ps|ckb|sd|ug|dv|yi)\b/.test(code) ? 'rtl' : 'ltr';
}

export const language = new Language();
