/// <reference lib="webworker" />
import {
	BlobSource,
	BufferTarget,
	Conversion,
	getFirstEncodableAudioCodec,
	getFirstEncodableVideoCodec,
	Input,
	MATROSKA,
	MP4,
	Mp4OutputFormat,
	MPEG_TS,
	Output,
	QTFF,
	Quality,
	WEBM,
} from 'mediabunny';
import { expected, fit, isWorth, shape } from './preview';

/** The copy, or null where none can be made or none is worth it. */
export type Made = Blob | null;

const worker = self as unknown as DedicatedWorkerGlobalScope;

worker.onmessage = (event: MessageEvent<Blob>) => {
	void make(event.data).then(
		(made) => worker.postMessage(made satisfies Made),
		// A film that this browser cannot read goes without a copy.
		() => worker.postMessage(null satisfies Made),
	);
};

/**
 * Makes the small copy of a film: upright, without anything the camera wrote beside the pictures. The film
 * is read piece by piece; only the copy lies in memory, and what would be too large for that is not begun.
 */
async function make(film: Blob): Promise<Made> {
	const input = new Input({
		source: new BlobSource(film, { handleUnhandledError: () => undefined }),
		formats: [MP4, QTFF, MATROSKA, WEBM, MPEG_TS],
	});
	try {
		const seconds = (await input.getDurationFromMetadata()) ?? (await input.computeDuration());
		if (!isWorth(expected(seconds), film.size)) return null;
		const track = await input.getPrimaryVideoTrack();
		if (!track || !(await track.canDecode())) return null;
		const size = fit(await track.getDisplayWidth(), await track.getDisplayHeight());
		const video = new Quality({ bitrate: shape.video });
		const sound = new Quality({ bitrate: shape.sound });
		// The server shows H.264 as it is and encodes the other first.
		const codec = await getFirstEncodableVideoCodec(['avc', 'vp9'], { ...size, quality: video });
		if (!codec) return null;
		// 48 kHz is what every encoder takes.
		const heard = { numberOfChannels: 1, sampleRate: 48_000, quality: sound };
		const voice = await getFirstEncodableAudioCodec(['aac', 'opus'], heard);
		const target = new BufferTarget();
		const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target });
		const conversion = await Conversion.init({
			input,
			output,
			tracks: 'primary',
			tags: {},
			showWarnings: false,
			video: {
				...size,
				fit: 'fill',
				codec,
				quality: video,
				frameRate: shape.rate,
				keyFrameInterval: 2,
				allowTransformationMetadata: false,
				forceTranscode: true,
			},
			audio: voice ? { ...heard, codec: voice, forceTranscode: true } : { discard: true },
		});
		if (!conversion.isValid || !conversion.utilizedTracks.some((used) => used.isVideoTrack())) return null;
		await conversion.execute();
		const copy = target.buffer && new Blob([target.buffer], { type: 'video/mp4' });
		return copy && isWorth(copy.size, film.size) ? copy : null;
	} finally {
		input.dispose();
	}
}
