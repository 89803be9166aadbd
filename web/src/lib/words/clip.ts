import type { Clip, ClipState } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';
import { number } from './format';

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
			cancelled: m.clip_cancelled,
		}[state as ClipState]?.() ?? state
	);
}

/** Says that what plays is a small copy that was sent ahead of the clip; empty where it is the clip itself. */
export function previewNote(clip: Clip): string {
	if (!(clip.renditions ?? []).some((rendition) => rendition.kind === 'proxy')) return '';
	if (clip.state === 'receiving') return m.clip_preview();
	return ['refused', 'failed', 'cancelled'].includes(clip.state)
		? m.clip_preview_only()
		: m.clip_preview_made();
}

/** How long the rest will take, in minutes and no finer; empty where nobody can tell. */
export function timeLeft(clip: Clip): string {
	const seconds = clip.left_seconds;
	if (seconds === null || seconds === undefined) return '';
	return seconds < 60
		? m.clip_left_soon()
		: m.clip_left_minutes({ minutes: number(Math.round(seconds / 60)) });
}
