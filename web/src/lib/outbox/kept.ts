import type { Story } from '$lib/api/wire';

/** What a person writes on a story. */
export type Card = { title: string; text: string; language: string; place: string; happened_on: string };

/** Why the server did not take a card, as it said it. */
export type Refusal = { code: string; detail: string; fault: string };

/** A card in this browser: one that the server does not have yet, or a change to one that it has. */
export type Kept = {
	/** Made up here. A new card is reached under it, and sent under it as Idempotency-Key. */
	key: string;
	/** Who wrote it. It is never sent in somebody else's name. */
	member: string;
	/** The story it became or changes, "" while the server has none. */
	story: string;
	/** All of a new card; of a change the lines that were changed. */
	card: Partial<Card>;
	/** Where a new story comes from, "" = the author's own office. */
	office: string;
	/** Of a change: what stood in those lines before. */
	base: Partial<Card>;
	/** Milliseconds since 1970. */
	at: number;
	/**
	 * writing: still in the form; waiting: to be sent; refused: the server said no; differs: somebody
	 * else changed the same lines; sent: the server has it, the record only leads from key to story.
	 */
	state: 'writing' | 'waiting' | 'refused' | 'differs' | 'sent';
	refusal: Refusal | null;
	/** Where it differs: what stands there now. */
	theirs: Partial<Card> | null;
};

const prefix = 'local-';

export function newKey(id: string): string {
	return prefix + id;
}

/** The key of a change; a story has one, to which later changes are added. */
export function changeKey(member: string, story: string): string {
	return `change-${member}-${story}`;
}

/** What is still in the form for a new story, one a person. */
export function writingKey(member: string): string {
	return `writing-${member}`;
}

/** Whether an address names a card of this browser rather than a story of the server. */
export function isLocal(id: string): boolean {
	return id.startsWith(prefix);
}

export const lines = ['title', 'text', 'language', 'place', 'happened_on'] as const satisfies (keyof Card)[];

/** The card as the server will keep it: what it trims is trimmed here, so that the two can be compared. */
export function tidy(card: Card): Card {
	return {
		title: card.title.split(/\s+/).filter(Boolean).join(' '),
		text: card.text.trim(),
		language: card.language.trim(),
		place: card.place.trim(),
		happened_on: card.happened_on,
	};
}

export function cardOf(story: Card): Card {
	return {
		title: story.title,
		text: story.text,
		language: story.language,
		place: story.place,
		happened_on: story.happened_on,
	};
}

/** The lines in which `now` is not `was`, as they are now and as they were. */
export function changed(was: Card, now: Card): { card: Partial<Card>; base: Partial<Card> } {
	const card: Partial<Card> = {};
	const base: Partial<Card> = {};
	for (const line of lines) {
		if (was[line] === now[line]) continue;
		card[line] = now[line];
		base[line] = was[line];
	}
	return { card, base };
}

/**
 * A story as its author sees it before the server knows of it. What tells of decisions is not in it: there
 * were none, and pages ask for them only of stories that the server has.
 */
export function storyOf(kept: Kept, author: { id: string; name: string }): Story {
	const at = new Date(kept.at).toISOString();
	return {
		...{ title: '', text: '', language: '', place: '', happened_on: '' },
		...kept.card,
		id: kept.key,
		office: kept.office,
		office_name: '',
		stage: 'draft',
		stands_at: kept.office,
		stands_at_name: '',
		author,
		risk: 'low',
		removed: [],
		do_not_publish: false,
		people: [],
		clips: [],
		publications: [],
		may: [],
		may_edit: true,
		may_record: false,
		gate: [],
		offices: [],
		captured_at: at,
		created_at: at,
		updated_at: at,
	} satisfies Partial<Story> as unknown as Story;
}
