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
	return { written: m.form_written, verbal: m.form_verbal, mark: m.form_mark }[form as 'written']?.() ?? form;
}

export function consentScopeName(scope: string): string {
	return (
		{ internal: m.scope_internal, public: m.scope_public, social: m.scope_social }[scope as 'internal']?.() ??
		scope
	);
}
