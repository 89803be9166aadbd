import type { Clip, ClipState } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';

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

/** Says that what plays is a small copy that was sent ahead of the clip; empty where it is the clip itself. */
export function previewNote(clip: Clip): string {
	if (!(clip.renditions ?? []).some((rendition) => rendition.kind === 'proxy')) return '';
	if (clip.state === 'receiving') return m.clip_preview();
	return clip.state === 'refused' || clip.state === 'failed' ? m.clip_preview_only() : m.clip_preview_made();
}
