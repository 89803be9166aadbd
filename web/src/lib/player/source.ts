import type { Clip } from '$lib/api/wire';

export type Source = { kind: 'hls' | 'mp4'; url: string };

/**
 * What to play now: the ladder, complete or growing, as soon as the server offers it, before that the
 * best single file there is. A ladder keeps its address when it is complete, so that whoever watches it
 * grow watches on. Null while nothing can be watched.
 */
export function source(clip: Clip): Source | null {
	const hls = clip.hls ? ({ kind: 'hls', url: clip.hls } as const) : null;
	if (!clip.watchable && clip.state !== 'ready') return null;
	if (hls) return hls;
	const files = (clip.renditions ?? []).filter((rendition) => rendition.url && rendition.kind !== 'audio');
	const best = files.reduce<(typeof files)[number] | null>(
		(top, rendition) => (!top || rendition.height > top.height ? rendition : top),
		null,
	);
	return best?.url ? { kind: 'mp4', url: best.url } : null;
}
