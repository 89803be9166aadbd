import type { Step } from '$lib/api/wire';

/**
 * Words that no first view needs. They are fetched as soon as the page stands, while the link is known
 * to work, so that they are at hand when it does not.
 */
class Later {
	#sentences = $state.raw<Record<string, () => string>>({});
	#told = $state.raw<(step: Step, me: string) => string>(() => '');

	get sentences(): Record<string, () => string> {
		return this.#sentences;
	}

	/** Who took a step and when, as a sentence. */
	get told(): (step: Step, me: string) => string {
		return this.#told;
	}

	async fetch(): Promise<void> {
		try {
			const { sentences, told } = await import('./sentences');
			this.#sentences = sentences;
			this.#told = told;
		} catch {
			// The server's own sentences do meanwhile.
		}
	}
}

export const later = new Later();
