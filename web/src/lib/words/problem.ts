import { Failure } from '$lib/api/failure';
import type { Step } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { session } from '$lib/session/session.svelte';
import { later } from './later.svelte';

/** Sentences for the problems that may meet a person at the door. The others come after the first view. */
const early: Record<string, () => string> = {
	offline: m.problem_offline,
	signed_out: m.problem_signed_out,
	sign_in: m.problem_sign_in,
	sign_in_code: m.problem_sign_in_code,
	passkey: m.problem_passkey,
	passkey_state: m.problem_passkey_state,
	too_many: m.problem_too_many,
	not_found: m.problem_not_found,
	forbidden: m.problem_forbidden,
	internal: m.problem_internal,
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
	const { code, detail, fault, step } = isProblem(problem) ? problem : Failure.of(problem);
	const sentence = early[code] ?? later.sentences[code];
	// Somebody else's step came in between: who, what and when, at the reader's own hour.
	const news = step ? later.told(step, session.me?.id ?? '') : '';
	if (news && sentence) return `${sentence()} ${news}`;
	if (detail && (getLocale() === 'en' || !sentence)) return detail;
	return (sentence ?? byFault[fault ?? 'us'] ?? m.problem_internal)();
}

function isProblem(value: unknown): value is { code: string; detail: string; fault?: string; step?: Step } {
	return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
}
