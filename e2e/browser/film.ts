import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const here = import.meta.dirname;
const footage = resolve(here, process.env.FIELDSTORY_FOOTAGE ?? '../../../shared/footage');
const made = resolve(here, 'artifacts/film');

const h264 = ['-c:v', 'libx264', '-preset', 'veryfast'];
const hevc = ['-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1', '-x265-params', 'log-level=error'];
const steady = ['-b:v', '6500k', '-minrate', '6500k', '-maxrate', '6500k', '-bufsize', '6500k', '-x264-params', 'nal-hrd=cbr'];

/** What the journeys film: real footage where it is at hand, and what takes its place where it is not. */
const reels = {
  /** H.264 from a phone held upright; the real file lies on its side and says so. */
  portrait: { real: 'phone/iphone6-portrait-gps.mov', picture: 'size=320x568:rate=30', encode: h264 },
  landscape: { real: 'phone/geese-720p-gps.mp4', picture: 'size=1280x720:rate=30', encode: h264 },
  /** From a phone held upright, in a codec that this Chromium does not play. */
  hevc: { real: 'phone/samsung-motionphoto-video.mp4', picture: 'size=480x640:rate=15', encode: hevc },
  /** As many bytes as its few pictures allow, from a phone held upright; the real file lies on its side and says so. */
  rich: { real: 'phone/android-3gp5-rot90-720p.mp4', picture: 'size=480x854:rate=30', encode: [...h264, ...steady] },
  /** Some 3 MB, so that a slow link takes its time over it. */
  large: { real: 'phone/samsung-motionphoto-video.mp4', picture: 'size=1280x720:rate=30', encode: [...h264, ...steady] },
} satisfies Record<string, { real: string; picture: string; encode: string[] }>;

export type Reel = keyof typeof reels;

/** The path of real footage, for what must show it. */
export function real(path: string): string {
  const file = join(footage, path);
  if (!existsSync(file)) throw new Error(`There is no ${file}; say where the footage is with FIELDSTORY_FOOTAGE.`);
  return file;
}

/** The path of a film. Those that had to be made are kept for the next run. */
export function film(reel: Reel): string {
  const { real, picture, encode } = reels[reel];
  const path = join(footage, real);
  if (existsSync(path)) return path;
  const own = join(made, `${reel}.mp4`);
  if (existsSync(own)) return own;
  mkdirSync(made, { recursive: true });
  const fresh = join(made, `${reel}-${process.pid}.mp4`);
  const inputs = [`testsrc2=${picture}`, 'sine=frequency=330'].flatMap((input) => ['-f', 'lavfi', '-i', input]);
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...inputs, '-t', '4', '-pix_fmt', 'yuv420p', ...encode, '-c:a', 'aac', fresh]);
  renameSync(fresh, own); // two workers may make the same at once
  return own;
}

/** A file that is called a film and is none. */
export function broken(): string {
  mkdirSync(made, { recursive: true });
  const path = join(made, 'shopping list.mp4');
  writeFileSync(path, 'rice, beans, batteries for the camera\n'.repeat(100));
  return path;
}
