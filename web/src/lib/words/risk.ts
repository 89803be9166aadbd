import type { Pillar, Risk } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';

export function riskName(risk: Risk | string): string {
	return { low: m.risk_low, some: m.risk_some, high: m.risk_high }[risk as 'low']?.() ?? risk;
}

export function pillarName(pillar: Pillar | string): string {
	return { face: m.pillar_face, place: m.pillar_place, name: m.pillar_name }[pillar as 'face']?.() ?? pillar;
}
