import { m } from '$lib/paraglide/messages';

const known: Record<string, () => string> = {
	no_audio: m.notice_no_audio,
	variable_rate: m.notice_variable_rate,
	second_video_ignored: m.notice_second_video,
	data_track_ignored: m.notice_data_track,
	tone_mapped: m.notice_tone_mapped,
};

/** A remark that inspection made about a file; one this version does not know is shown as it came. */
export function noteName(code: string): string {
	return known[code]?.() ?? code.replaceAll('_', ' ');
}
