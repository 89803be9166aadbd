import type { Verb } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';

/** The verb as it stands on a button. */
export function verbName(verb: Verb, next = ''): string {
	switch (verb) {
		case 'submit':
			return m.verb_submit();
		case 'raise':
			return next ? m.verb_raise_to({ office: next }) : m.verb_raise();
		case 'pull':
			return m.verb_pull();
		case 'return':
			return m.verb_return();
		case 'keep':
			return m.verb_keep();
		case 'decline':
			return m.verb_decline();
		case 'clear':
			return m.verb_clear();
		case 'publish':
			return m.verb_publish();
		case 'withdraw':
			return m.verb_withdraw();
	}
}

/** What a step of the trail says: who is named beside it. */
export function stepName(verb: string): string {
	const told: Record<string, () => string> = {
		create: m.step_create,
		submit: m.step_submit,
		raise: m.step_raise,
		pull: m.step_pull,
		return: m.step_return,
		keep: m.step_keep,
		decline: m.step_decline,
		clear: m.step_clear,
		publish: m.step_publish,
		withdraw: m.step_withdraw,
		undo: m.step_undo,
		rise: m.step_rise,
		remind: m.step_remind,
		move: m.step_move,
		recall: m.step_recall,
		retract: m.step_retract,
		lapse: m.step_lapse,
		omit: m.step_omit,
		trash: m.step_trash,
		restore: m.step_restore,
		remove: m.step_remove,
		trash_clip: m.step_trash_clip,
		restore_clip: m.step_restore_clip,
		remove_clip: m.step_remove_clip,
		endorse: m.step_endorse,
		also: m.step_also,
		unendorse: m.step_unendorse,
	};
	return told[verb]?.() ?? verb;
}

/** Who took a step where no member did: people filmed take consent back through their own link. */
export function stepActor(verb: string): string {
	return verb === 'recall' || verb === 'retract' ? m.step_by_filmed() : m.step_by_clock();
}
