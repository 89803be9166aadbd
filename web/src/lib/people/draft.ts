import type { Filmed, FilmedInput, Guardian } from '$lib/api/wire';

/** An answer as a form holds it: every choice has a value, whether it is asked for or not. */
export type Answer = {
	state: string;
	form: string;
	use: string;
	reach: string;
	wording: string;
	language: string;
	given_on: string;
	expires: string;
};

export type Draft = {
	name: string;
	mode: string;
	child: boolean;
	spoken_language: string;
	spoken_for: string;
	own: Answer;
	guardianName: string;
	guardian: Answer;
};

function answer(from?: Filmed | Guardian | null): Answer {
	return {
		state: from?.state ?? 'unknown',
		form: from?.form || 'written',
		use: from?.use || 'public',
		reach: from?.reach || 'all',
		wording: from?.wording ?? '',
		language: from?.language ?? '',
		given_on: from?.given_on ?? '',
		expires: from?.expires ?? '',
	};
}

/** A form for the record there is, or for a new one. */
export function draftOf(person: Filmed | null): Draft {
	return {
		name: person?.name ?? '',
		mode: person?.mode ?? 'person',
		child: person?.child ?? false,
		spoken_language: person?.spoken_language ?? '',
		spoken_for: person?.spoken_for ?? '',
		own: answer(person),
		guardianName: person?.guardian?.name ?? '',
		guardian: answer(person?.guardian),
	};
}

function send(from: Answer, before: string) {
	const given = from.state === 'given';
	return {
		state: from.state,
		form: given ? from.form : '',
		use: given ? from.use : '',
		reach: from.state === 'withdrawn' ? from.reach : '',
		wording: from.wording,
		language: from.wording ? '' : from.language,
		given_on: from.given_on,
		// Left out, it ends as the organisation has decided; emptied on purpose, it does not end.
		...(given && (from.expires || before) ? { expires: from.expires } : {}),
	};
}

/** What is sent of a form. `person` is the record it began with. */
export function inputOf(draft: Draft, person: Filmed | null): FilmedInput {
	return {
		name: draft.name,
		mode: draft.mode,
		child: draft.child,
		spoken_language: draft.spoken_language,
		spoken_for: draft.mode === 'group' ? draft.spoken_for : '',
		...send(draft.own, person?.expires ?? ''),
		...(draft.child && draft.mode !== 'crowd'
			? { guardian: { name: draft.guardianName, ...send(draft.guardian, person?.guardian?.expires ?? '') } }
			: {}),
	} as FilmedInput;
}
