import type { Story } from '$lib/api/wire';

/** A person's own story as the server told it last, for the time without a link. */
export type Shelved = {
	/** Member and story. */
	key: string;
	member: string;
	/** Without the people filmed: a phone can be lost or taken, and their names with it. */
	story: Story;
	/** When the server said so, in milliseconds since 1970. */
	at: number;
};

/** How many are kept: what somebody may want to look up or write on under way. */
const most = 50;

type Shelf = {
	all(): Promise<Shelved[]>;
	get(key: string): Promise<Shelved | undefined>;
	put(record: Shelved): Promise<void>;
	drop(key: string): Promise<void>;
};

/** Keeps what the server told of a person's own stories; those of others are not kept. */
export async function shelve(
	shelf: Shelf,
	member: string,
	stories: readonly Story[],
	now = Date.now(),
): Promise<void> {
	for (const story of stories) {
		if (story.author.id !== member) continue;
		await shelf.put({ key: `${member}/${story.id}`, member, story: bare(story), at: now });
	}
	const own = (await shelf.all()).filter((kept) => kept.member === member);
	if (own.length <= most) return;
	own.sort((a, b) => b.at - a.at);
	for (const old of own.slice(most)) await shelf.drop(old.key);
}

export async function shelved(shelf: Shelf, member: string, story: string): Promise<Shelved | undefined> {
	return shelf.get(`${member}/${story}`);
}

export async function unshelve(shelf: Shelf, member: string, story: string): Promise<void> {
	await shelf.drop(`${member}/${story}`);
}

/** All that is kept of a person, the newest first. */
export async function shelvedOf(shelf: Shelf, member: string): Promise<Shelved[]> {
	const own = (await shelf.all()).filter((kept) => kept.member === member);
	return own.sort((a, b) => (a.story.captured_at < b.story.captured_at ? 1 : -1));
}

/** What needs the server is left out: without it nothing can be decided, and who was filmed is not kept. */
function bare(story: Story): Story {
	return { ...story, people: [], gate: [], may: [], may_record: false };
}
