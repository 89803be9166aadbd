import type { Story } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';
import { toasts } from '$lib/ui/toasts.svelte';
import { say } from '$lib/words/problem';
import { act } from './deeds';

/** Tells what a step did, and offers to take it back while that is allowed. */
export function tellUndoable(text: string, after: Story, done: (story: Story) => void): void {
	if (!after.may?.includes('undo')) return toasts.tell(text);
	toasts.tell(text, 'good', { label: m.verb_undo(), act: () => undo(after, done) });
}

/** Takes the reader's own last step back and says what came of it. */
export async function undo(story: Pick<Story, 'id' | 'last'>, done: (story: Story) => void): Promise<void> {
	try {
		const after = await act(story, 'undo');
		toasts.tell(m.told_undo());
		done(after);
	} catch (error) {
		toasts.tell(say(error), 'bad');
	}
}
