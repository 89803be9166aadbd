export type Toast = { id: number; text: string; tone: 'good' | 'bad' };

/** Short sentences that tell what happened. They leave by themselves; bad news stays longer. */
class Toasts {
	#items = $state<Toast[]>([]);
	#last = 0;

	get items(): Toast[] {
		return this.#items;
	}

	tell(text: string, tone: Toast['tone'] = 'good'): void {
		const id = ++this.#last;
		this.#items = [...this.#items.slice(-2), { id, text, tone }];
		setTimeout(() => this.drop(id), tone === 'good' ? 6000 : 12_000);
	}

	drop(id: number): void {
		this.#items = this.#items.filter((toast) => toast.id !== id);
	}
}

export const toasts = new Toasts();
