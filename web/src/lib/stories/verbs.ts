import type { Story, Verb } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';

/** In the order in which they are offered: what carries a story on comes before what stops it. */
const order: readonly Verb[] = [
	'submit',
	'publish',
	'clear',
	'raise',
	'pull',
	'keep',
	'return',
	'decline',
	'withdraw',
];

/** The verbs a person may use now, the likeliest first. */
export function offered(may: readonly string[] | null | undefined): Verb[] {
	return order.filter((verb) => may?.includes(verb));
}

/**
 * Which of them is the next thing to do here: to raise a waiting story while an office is above, to
 * clear it at the top, to publish what is cleared.
 */
export function foremost(verbs: readonly Verb[], top: boolean): Verb | undefined {
	const wanted: Verb[] = top
		? ['submit', 'publish', 'clear', 'pull']
		: ['submit', 'publish', 'raise', 'clear', 'pull'];
	return wanted.find((verb) => verbs.includes(verb));
}

/** The foremost verb before the others. */
export function arranged(verbs: readonly Verb[], first: Verb | undefined): Verb[] {
	return first ? [first, ...verbs.filter((verb) => verb !== first)] : [...verbs];
}

/** The author must be told why. */
export function owesReason(verb: Verb): boolean {
	return verb === 'return' || verb === 'decline';
}

/** What the step will do, before it is taken. */
export function means(verb: Verb, story: Story, next: string): string {
	const office = story.stands_at_name || story.office_name;
	switch (verb) {
		case 'submit':
			return m.means_submit({ office: story.stage === 'returned' ? office : story.office_name });
		case 'raise':
			return m.means_raise({ office: next });
		case 'pull':
			return m.means_pull();
		case 'return':
			return m.means_return({ author: story.author.name, office });
		case 'keep':
			return m.means_keep({ office });
		case 'decline':
			return m.means_decline({ author: story.author.name });
		case 'clear':
			return m.means_clear();
		case 'publish':
			return m.means_publish();
		case 'withdraw':
			return m.means_withdraw();
	}
}

/** What happened, after it was taken. */
export function tells(verb: Verb, story: Story): string {
	const office = story.stands_at_name || story.office_name;
	switch (verb) {
		case 'submit':
			return m.told_submit({ office });
		case 'raise':
		case 'pull':
			return m.told_raise({ office });
		case 'return':
			return m.told_return({ author: story.author.name });
		case 'keep':
			return m.told_keep({ office });
		case 'decline':
			return m.told_decline({ author: story.author.name });
		case 'clear':
			return m.told_clear();
		case 'publish':
			return m.told_publish();
		case 'withdraw':
			return m.told_withdraw();
	}
}
