import { cards, forgetPerson, parcels } from '$lib/store/db';
import { dropCopies } from '$lib/upload/attic';

/** What the server does not have yet of a person. */
export type Unsent = { cards: number; clips: number };

export async function unsent(member: string): Promise<Unsent> {
	const own = <T extends { member: string }>(all: T[]) => all.filter((record) => record.member === member);
	return {
		cards: own(await cards.all()).filter((kept) => kept.state !== 'sent').length,
		clips: own(await parcels.all()).filter((entry) => entry.state !== 'done').length,
	};
}

/** Removes what this browser keeps of a person: cards, stories, uploads with the copies of their files. */
export async function forget(member: string): Promise<void> {
	await forgetPerson(member);
	await dropCopies(member);
}
