import type { Clip } from '$lib/api/wire';

export type Source = { kind: 'hls' | 'mp4'; url: string };

/**
 * What to play now: the whole ladder when it is complete, before that the best single file there is,
 * and the growing ladder where there is no file yet. Null while nothing can be watched.
 */
export function source(clip: Clip): Source | null {
	const hls = clip.hls ? ({ kind: 'hls', url: clip.hls } as const) : null;
	if (clip.state === 'ready' && hls) return hls;
	if (!clip.watchable && clip.state !== 'ready') return null;
	const files = (clip.renditions ?? []).filter((rendition) => rendition.url && rendition.kind !== 'audio');
	const best = files.reduce<(typeof files)[number] | null>(
		(top, rendition) => (!top || rendition.height > top.height ? rendition : top),
		null,
	);
	if (best?.url) return { kind: 'mp4', url: best.url };
	return hls;
}
