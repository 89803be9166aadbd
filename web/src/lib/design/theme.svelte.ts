export type Theme = 'system' | 'light' | 'dark';

const key = 'fieldstory:theme';

/** Light or dark. `data-theme` on the root always says which one holds, so the tokens need one block each. */
class ThemeChoice {
	#choice = $state<Theme>('system');

	get choice(): Theme {
		return this.#choice;
	}

	/** Takes up what was chosen before and follows the system where nothing was. Returns its undo. */
	start(): () => void {
		try {
			const stored = localStorage.getItem(key);
			if (stored === 'light' || stored === 'dark') this.#choice = stored;
		} catch {
			// Without storage the system's theme holds.
		}
		const system = matchMedia('(prefers-color-scheme: dark)');
		const follow = () => this.#apply();
		system.addEventListener('change', follow);
		this.#apply();
		return () => system.removeEventListener('change', follow);
	}

	use(choice: Theme): void {
		this.#choice = choice;
		try {
			if (choice === 'system') localStorage.removeItem(key);
			else localStorage.setItem(key, choice);
		} catch {
			// It then holds for this page only.
		}
		this.#apply();
	}

	#apply(): void {
		const dark =
			this.#choice === 'dark' ||
			(this.#choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
		document.documentElement.dataset.theme = dark ? 'dark' : 'light';
	}
}

export const theme = new ThemeChoice();
