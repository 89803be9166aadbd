import { Failure } from '$lib/api/failure';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';

/** Sentences for the problems that the interface itself can put better, or in the reader's language. */
const known: Record<string, () => string> = {
	offline: m.problem_offline,
	signed_out: m.problem_signed_out,
	not_found: m.problem_not_found,
	forbidden: m.problem_forbidden,
	internal: m.problem_internal,
	note_missing: m.problem_note_missing,
	note_long: m.problem_note_long,
	at_top: m.problem_at_top,
	not_watchable: m.problem_not_watchable,
	stage: m.problem_stage,
	office_closed: m.problem_office_closed,
	title: m.problem_title,
	text: m.problem_text,
	place: m.problem_place,
	language: m.problem_language,
	happened_on: m.problem_happened_on,
	email: m.problem_email,
	sign_in: m.problem_sign_in,
	password: m.problem_password,
	name: m.problem_name,
	office_name: m.problem_office_name,
	office_level: m.problem_office_level,
	link: m.problem_link,
	do_not_publish: m.problem_do_not_publish,
	risk: m.problem_risk,
	consent_refused: m.problem_consent_refused,
	consent_withdrawn: m.problem_consent_withdrawn,
	consent_unknown: m.problem_consent_unknown,
	consent_internal: m.problem_consent_internal,
	consent_guardian: m.problem_consent_guardian,
	consent_expired: m.problem_consent_expired,
	person_name: m.problem_person_name,
	consent_form: m.problem_consent_form,
	consent_use: m.problem_consent_use,
	consent_expires: m.problem_consent_expires,
};

const byFault: Record<string, () => string> = {
	input: m.problem_fault_input,
	file: m.problem_fault_file,
	permission: m.problem_forbidden,
	state: m.problem_stage,
	dependency: m.problem_fault_dependency,
	us: m.problem_internal,
	link: m.problem_offline,
};

/**
 * Turns a problem into words: the one place where that is done.
 *
 * The server's own sentences are English and often name the person or office concerned, so an English
 * reader gets those; others get the catalogue's sentence, and the server's where the catalogue has none.
 */
export function say(problem: unknown): string {
	const { code, detail, fault } = isProblem(problem) ? problem : Failure.of(problem);
	const sentence = known[code];
	if (detail && (getLocale() === 'en' || !sentence)) return detail;
	return (sentence ?? byFault[fault ?? 'us'] ?? m.problem_internal)();
}

function isProblem(value: unknown): value is { code: string; detail: string; fault?: string } {
	return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
}
