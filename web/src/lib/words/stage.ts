import type { Stage } from '$lib/api/wire';
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
