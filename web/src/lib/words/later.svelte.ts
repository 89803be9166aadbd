/**
 * Words that no first view needs. They are fetched as soon as the page stands, while the link is known
 * to work, so that they are at hand when it does not.
 */
class Later {
	#sentences = $state.raw<Record<string, () => string>>({});

	get sentences(): Record<string, () => string> {
		return this.#sentences;
	}

	async fetch(): Promise<void> {
		try {
			this.#sentences = (await import('./sentences')).sentences;
		} catch {
			// The server's own sentences do meanwhile.
		}
	}
}

export const later = new Later();
