import type { ClipState } from '$lib/api/wire';
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
