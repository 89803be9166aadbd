import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { BrowserContextOptions, Page } from '@playwright/test';
import { real } from '../film';
import { making, patience } from '../patience';
import { test as base, expect, leave, monitor, newBranch, phone, read, type Branch, type Person } from '../people';
import { addClip, newStory, record, take, type Story } from '../story';

const folder = resolve(import.meta.dirname, '../../../docs/pictures');
const light: BrowserContextOptions = { colorScheme: 'light', locale: 'en-GB', reducedMotion: 'reduce' };

type Told = Branch & { lake: Story; road: Story };

const test = base.extend<object, { told: Told }>({
  told: [
    async ({ admin }, use) => {
      const branch = await newBranch(admin, '');
      await use({ ...branch, ...(await tell(branch)) });
      await leave(branch);
    },
    { scope: 'worker', timeout: 4 * making },
  ],
});

test.describe.configure({ mode: 'serial' });
test.setTimeout(180_000 * patience);

test('the field’s pages', async ({ told, open }) => {
  const page = await open(told.amina, { ...phone, ...light });
  await page.goto('/stories');
  await expect(page.getByRole('heading', { name: told.lake.title })).toBeVisible();
  await keep(page, 'field-stories');

  await page.goto('/stories/new');
  await page.getByLabel('Title').fill('Rice terraces after the rain');
  await page.getByLabel('What happened').fill('The upper terraces held. Two families lost their seedlings and get new ones from the store.');
  await keep(page, 'field-card');
  await page.getByLabel('Where').fill('Upper Mtwara');
  await page.getByRole('button', { name: 'Save and add clips' }).tap();

  // Other stories here have these clips already, which is told and can be overruled.
  const again = page.getByRole('button', { name: /all the same$/ });
  await page.getByLabel('Choose clips').setInputFiles(real('phone/geese-720p-gps.mp4'));
  await again.tap();
  await expect(page.getByText('Arrived whole. You may wipe the card.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Clips of this story' }).locator('img')).toBeVisible({ timeout: making });
  const link = await page.context().newCDPSession(page);
  const slow = { offline: false, latency: 20, downloadThroughput: -1, uploadThroughput: 100_000 };
  await link.send('Network.emulateNetworkConditions', slow);
  await page.getByLabel('Choose clips').setInputFiles(real('camera/gopro-karma-hero5.mp4'));
  await again.tap();
  const bar = page.getByRole('progressbar', { name: /^Upload of/ });
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(25);
  await page.getByRole('heading', { name: 'Clips', exact: true }).evaluate((title) => title.scrollIntoView());
  await keep(page, 'field-sending');
});

test('the desk’s pages', async ({ told, open }) => {
  const page = await open(told.chen, { ...monitor, ...light });
  await page.goto('/desk');
  await expect(page.getByRole('article')).toHaveCount(8);
  await expect(page.getByRole('article').locator('img:not([role])')).toHaveCount(7);
  const box = (await page.getByRole('article').nth(3).boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.6, box.y + 60);
  await keep(page, 'desk');

  await page.goto(`/stories/${told.lake.id}`);
  await expect(page.getByRole('button', { name: /^Raise to/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await keep(page, 'story');

  await page.getByRole('button', { name: 'Send back' }).click();
  await page.getByLabel('Reason').fill('Who tested the water, and when? One sentence is enough.');
  await keep(page, 'send-back');
});

test('the public page', async ({ told, open }) => {
  const story = await read<Story>(told.paula.api.get(`/api/v1/stories/${told.road.id}`));
  const page = await open(null, { ...phone, ...light });
  await page.goto(story.publications![0]!.url);
  const video = page.locator('video');
  // A film that was never played has a wheel turning over it wherever it is sought.
  await video.evaluate(async (element: HTMLVideoElement) => {
    element.muted = true;
    await element.play();
    element.pause();
    element.muted = false;
    element.currentTime = 0.5;
  });
  await expect.poll(() => video.evaluate((v: HTMLVideoElement) => v.readyState > 2 && !v.seeking)).toBe(true);
  await keep(page, 'public');
});

/** Takes the picture and keeps it small: 256 colours are enough to see what is meant. */
async function keep(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const raw = resolve(folder, `${name}-raw.png`);
  await page.screenshot({ path: raw, animations: 'disabled' });
  const palette = '[a]palettegen=max_colors=256:stats_mode=full[p];[b][p]paletteuse=dither=sierra2_4a';
  const smaller = page.viewportSize()!.width <= 400 ? 'scale=540:-2:flags=lanczos,' : '';
  const graph = `[0:v]${smaller}split[a][b];${palette}`;
  const out = ['-filter_complex', graph, '-frames:v', '1', '-update', '1', resolve(folder, `${name}.png`)];
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', raw, ...out]);
  rmSync(raw);
}

/** Begins to send a clip, as over a link that is slow. */
async function arrive({ api }: Person, story: Story, path: string, share: number): Promise<void> {
  const bytes = readFileSync(path);
  const encode = (value: string) => Buffer.from(value).toString('base64');
  const tus = { 'Tus-Resumable': '1.0.0' };
  const metadata = `story ${encode(story.id)},filename ${encode(basename(path))},filetype ${encode('video/mp4')}`;
  const length = String(bytes.length);
  const made = await api.post('/api/v1/uploads', { headers: { ...tus, 'Upload-Length': length, 'Upload-Metadata': metadata } });
  const body = { 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' };
  const data = bytes.subarray(0, bytes.length * share);
  expect((await api.patch(made.headers()['location']!, { headers: { ...tus, ...body }, data })).ok()).toBe(true);
}

/** What a country office may find on its desk. Nobody can be recognised in these clips; docs/pictures says whose they are. */
async function tell({ amina, luis, chen, paula }: Branch): Promise<Pick<Told, 'lake' | 'road'>> {
  const begin = async (title: string, clip: string, card: Record<string, string>) => {
    const story = await newStory(amina, title, { language: 'en', place: 'Mtwara', ...card });
    await addClip(amina, story, real(clip));
    await take(amina, story, 'submit');
    return story;
  };
  const road = await begin('First trucks on the northern road', 'camera/canon-MVI_4823.AVI', {
    text: 'For three rainy seasons the northern road was closed from March to June. This year the first trucks came through in April.\n\nThe new culverts were dug by the villages themselves.',
    place: 'Northern road, kilometre 40',
    happened_on: '2026-04-18',
  });
  await take(luis, road, 'raise', 'Short, but it says everything.');
  await take(chen, road, 'raise');
  await take(paula, road, 'clear', 'Nobody can be recognised.');
  await take(paula, road, 'publish');

  const lake = await begin('The geese are back on the lake', 'phone/geese-720p-gps.mp4', {
    text: 'Two years after the tannery upstream closed, the water is clear enough for birds.\n\nThe fishing cooperative counts them every Friday and sends the numbers to the university.',
    place: 'Lake Oruma, eastern shore',
    happened_on: '2026-05-03',
  });
  await addClip(amina, lake, real('camera/flower.webm'));
  await record(amina, lake, 'Boatman at the landing');
  const others = [
    await begin('A wall against the sea', 'camera/gopro-karma-hero5.mp4', { happened_on: '2026-04-29' }),
    await begin('What the drought left standing', 'camera/flower.webm', { happened_on: '2026-04-11' }),
    await begin('Out before dawn with the boats', 'camera/lightroom-uuid540.mp4', { happened_on: '2026-03-30' }),
    await begin('Sun for the clinic on the hill', 'phone/android-1080p-gps.mp4', { happened_on: '2026-03-12' }),
    await begin('The beetle that eats the weed', 'camera/bug_video_640.mp4', { happened_on: '2026-02-25' }),
    await begin('Forty kilometres to the next well', 'camera/canon-MVI_4823.AVI', { happened_on: '2026-02-02' }),
  ];
  await take(luis, lake, 'raise', 'Strong pictures, and good news for once. The region should see this.');
  const arriving = await newStory(amina, 'Seven villages read the rain', { language: 'en', happened_on: '2026-05-12' });
  await arrive(amina, arriving, real('camera/gopro-karma-hero5.mp4'), 0.62);
  await take(amina, arriving, 'submit');
  for (const story of [...others, arriving]) await take(luis, story, 'raise');
  return { lake, road };
}
