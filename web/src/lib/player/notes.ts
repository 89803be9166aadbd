import { m } from '$lib/paraglide/messages';

const known: Record<string, () => string> = {
	silent: m.notice_silent,
	downmixed: m.notice_downmixed,
	second_video_ignored: m.notice_second_video,
	second_audio_ignored: m.notice_second_audio,
	slow_motion: m.notice_slow_motion,
	interlaced: m.notice_interlaced,
	dolby_vision_5: m.notice_dolby_vision_5,
	truncated: m.notice_truncated,
	damaged: m.notice_damaged,
};

/** A remark that inspection made about a file; one this version does not know is shown as it came. */
export function noteName(code: string): string {
	return known[code]?.() ?? code.replaceAll('_', ' ');
}
