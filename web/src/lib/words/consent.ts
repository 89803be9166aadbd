import { m } from '$lib/paraglide/messages';

export function consentStateName(state: string): string {
	return (
		{
			unknown: m.consent_unknown,
			given: m.consent_given,
			refused: m.consent_refused,
			withdrawn: m.consent_withdrawn,
		}[state as 'unknown']?.() ?? state
	);
}

export function consentFormName(form: string): string {
	return (
		{ written: m.form_written, verbal: m.form_verbal, mark: m.form_mark, notice: m.form_notice }[
			form as 'written'
		]?.() ?? form
	);
}

export function consentScopeName(scope: string): string {
	return (
		{ internal: m.scope_internal, public: m.scope_public, social: m.scope_social }[scope as 'internal']?.() ??
		scope
	);
}

export function reachName(reach: string): string {
	return { future: m.reach_future, all: m.reach_all }[reach as 'all']?.() ?? reach;
}

export function modeName(mode: string): string {
	return { person: m.mode_person, group: m.mode_group, crowd: m.mode_crowd }[mode as 'person']?.() ?? mode;
}

/** What a mode asks for, where that is not plain. */
export function modeHint(mode: string): string {
	return { group: m.mode_group_hint, crowd: m.mode_crowd_hint }[mode as 'group']?.() ?? '';
}
