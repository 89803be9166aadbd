export type Toast = {
	id: number;
	text: string;
	tone: 'good' | 'bad';
	/** What can be done about it, once. */
	action?: { label: string; act: () => void };
};

/** Bad news stays longer than good, and what one may still want to act upon longest. */
const stays = { good: 6000, bad: 12_000, action: 25_000 };

/** Short sentences that tell what happened. They leave by themselves, but never while somebody is at them. */
class Toasts {
	#items = $state<Toast[]>([]);
	#last = 0;
	#held = false;

	get items(): Toast[] {
		return this.#items;
	}

	tell(text: string, tone: Toast['tone'] = 'good', action?: Toast['action']): void {
		const id = ++this.#last;
		this.#items = [...this.#items.slice(-2), { id, text, tone, action }];
		this.#leave(id, action ? stays.action : stays[tone]);
	}

	drop(id: number): void {
		this.#items = this.#items.filter((toast) => toast.id !== id);
	}

	/** The pointer or the focus is among them: nothing leaves. */
	hold(held: boolean): void {
		this.#held = held;
	}

	#leave(id: number, after: number): void {
		setTimeout(() => (this.#held ? this.#leave(id, 2000) : this.drop(id)), after);
	}
}

export const toasts = new Toasts();
