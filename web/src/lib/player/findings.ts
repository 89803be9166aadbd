import type { Clip } from '$lib/api/wire';
import { m } from '$lib/paraglide/messages';
import { runtime } from '$lib/words/format';

type Finding = NonNullable<Clip['facts']>['findings'][number];

const known: Record<Finding['code'], () => string> = {
	too_short: m.found_too_short,
	too_dark: m.found_too_dark,
	blown_out: m.found_blown_out,
	out_of_focus: m.found_out_of_focus,
	shaking: m.found_shaking,
	black: m.found_black,
	frozen: m.found_frozen,
	wind: m.found_wind,
	clipping: m.found_clipping,
	silence: m.found_silence,
};

/** What was noticed in a clip and when, as a line of text. */
export function findingLine(finding: Finding, duration: number): string {
	const what = known[finding.code]?.() ?? finding.code.replaceAll('_', ' ');
	if (finding.code === 'too_short') return what;
	if (finding.from < 0.5 && finding.to > duration - 0.5) return m.found_whole({ what });
	return m.found_span({ what, from: runtime(finding.from), to: runtime(finding.to) });
}
