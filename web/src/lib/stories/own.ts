import type { Story } from '$lib/api/wire';
import { session } from '$lib/session/session.svelte';
import { shelvedStories } from '$lib/store/db';
import { shelve, shelved, shelvedOf, unshelve, type Shelved } from './shelved';

/** One's own stories in this browser, for the time without a link. Comes after the page, not with it. */

/** A browser that keeps nothing is no reason to show nothing. */
const forgiven = () => undefined;

export async function keepOwn(stories: readonly Story[]): Promise<void> {
	if (session.me) await shelve(shelvedStories, session.me.id, stories).catch(forgiven);
}

export async function loseOwn(story: string): Promise<void> {
	if (session.me) await unshelve(shelvedStories, session.me.id, story).catch(forgiven);
}

export async function ownStory(story: string): Promise<Shelved | undefined> {
	return session.me ? shelved(shelvedStories, session.me.id, story).catch(forgiven) : undefined;
}

export async function ownStories(): Promise<Shelved[]> {
	return session.me ? ((await shelvedOf(shelvedStories, session.me.id).catch(forgiven)) ?? []) : [];
}
