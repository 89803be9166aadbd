import { expect, type Locator } from '@playwright/test';

type Picture = { width: number; height: number; mean: number; spread: number };

/** What a video shows at this moment: its size, how bright it is and how much that differs, 0 to 255. */
export function picture(video: Locator): Promise<Picture> {
  return video.evaluate((element: HTMLVideoElement) => {
    const canvas = document.createElement('canvas');
    canvas.width = 64;
    canvas.height = 64;
    const pen = canvas.getContext('2d')!;
    pen.drawImage(element, 0, 0, 64, 64);
    const { data } = pen.getImageData(0, 0, 64, 64);
    const lights = Array.from({ length: 64 * 64 }, (_, at) => (data[at * 4]! + data[at * 4 + 1]! + data[at * 4 + 2]!) / 3);
    const mean = lights.reduce((sum, light) => sum + light, 0) / lights.length;
    const spread = Math.sqrt(lights.reduce((sum, light) => sum + (light - mean) ** 2, 0) / lights.length);
    return { width: element.videoWidth, height: element.videoHeight, mean, spread };
  });
}

/** The second at which a video is. */
export function second(video: Locator): Promise<number> {
  return video.evaluate((element: HTMLVideoElement) => element.currentTime);
}

/** Time goes on and there is a picture: neither black, nor one colour. A short film may be over by now. */
export async function expectPlays(video: Locator): Promise<Picture> {
  const start = await second(video);
  const moved = (element: HTMLVideoElement, start: number) =>
    element.currentTime > start || (element.ended && element.currentTime > 0);
  await expect.poll(() => video.evaluate(moved, start), { message: 'the video moves' }).toBe(true);
  const seen = await picture(video);
  expect(seen.mean, 'the picture is not black').toBeGreaterThan(8);
  expect(seen.spread, 'there is something in the picture').toBeGreaterThan(4);
  return seen;
}
