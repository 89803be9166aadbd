import type { ClipState, Pillar, Risk, Role, Stage, Verb } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';

/** What a stage is called. */
export function stageName(stage: Stage | string): string {
	return (
		{
			draft: m.stage_draft,
			waiting: m.stage_waiting,
			returned: m.stage_returned,
			kept: m.stage_kept,
			declined: m.stage_declined,
			cleared: m.stage_cleared,
			withdrawn: m.stage_withdrawn,
		}[stage as Stage]?.() ?? stage
	);
}

export function clipStateName(state: ClipState | string): string {
	return (
		{
			receiving: m.clip_receiving,
			received: m.clip_received,
			inspecting: m.clip_inspecting,
			rendering: m.clip_rendering,
			ready: m.clip_ready,
			refused: m.clip_refused,
			failed: m.clip_failed,
		}[state as ClipState]?.() ?? state
	);
}

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
		rise: m.step_rise,
		remind: m.step_remind,
	};
	return told[verb]?.() ?? verb;
}

export function roleName(role: Role | string): string {
	return (
		{
			viewer: m.role_viewer,
			contributor: m.role_contributor,
			editor: m.role_editor,
			publisher: m.role_publisher,
			admin: m.role_admin,
		}[role as Role]?.() ?? role
	);
}

export function roleMeans(role: Role | string): string {
	return (
		{
			viewer: m.role_viewer_means,
			contributor: m.role_contributor_means,
			editor: m.role_editor_means,
			publisher: m.role_publisher_means,
			admin: m.role_admin_means,
		}[role as Role]?.() ?? ''
	);
}

export function riskName(risk: Risk | string): string {
	return { low: m.risk_low, some: m.risk_some, high: m.risk_high }[risk as 'low']?.() ?? risk;
}

export function pillarName(pillar: Pillar | string): string {
	return { face: m.pillar_face, place: m.pillar_place, name: m.pillar_name }[pillar as 'face']?.() ?? pillar;
}

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
