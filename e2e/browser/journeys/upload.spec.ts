import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Page } from '@playwright/test';
import { broken, film } from '../film';
import { making } from '../patience';
import { expect, phone, test, type Branch } from '../people';
import { newStory } from '../story';
import { expectPlays } from '../watch';

type Open = (who: Branch['amina'], how: object) => Promise<Page>;

/** Opens the page where Amina sends clips of a story. */
async function sending(open: Open, { amina }: Branch, title: string): Promise<Page> {
  const story = await newStory(amina, title);
  const page = await open(amina, phone);
  await page.goto(`/stories/${story.id}/edit`);
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  return page;
}

/** Lets so many bytes a second leave the phone; gives what takes the limit away. */
async function slow(page: Page, bytes: number): Promise<() => Promise<unknown>> {
  const link = await page.context().newCDPSession(page);
  const limit = (uploadThroughput: number) =>
    link.send('Network.emulateNetworkConditions', { offline: false, latency: 20, downloadThroughput: -1, uploadThroughput });
  await limit(bytes);
  return () => limit(-1);
}

const moving = (page: Page) => page.getByRole('list', { name: 'Uploads' }).getByRole('listitem');
const arrived = (page: Page) => page.getByRole('list', { name: 'Clips of this story' }).getByRole('listitem');
/** How much of a clip has left the phone, in percent. */
async function share(page: Page, clip: string): Promise<number> {
  const bar = page.getByRole('progressbar', { name: `Upload of ${basename(clip)}` });
  return Number(await bar.getAttribute('aria-valuenow'));
}

test('an upload that breaks off goes on where it was', async ({ branch, open }) => {
  const page = await sending(open, branch, 'Over a bad link');
  const clip = film('large');
  const size = statSync(clip).size;

  const quick = await slow(page, 300_000); // ten seconds for the clip
  await page.getByLabel('Choose clips').setInputFiles(clip);
  await expect.poll(() => share(page, clip)).toBeGreaterThan(35);

  page.on('dialog', (dialog) => void dialog.accept()); // “leave the page?”
  await page.reload();
  await expect(moving(page).getByText(/^Choose the file .* It goes on from [1-9]\d?%\.$/)).toBeVisible();

  await quick();
  const rest = page.waitForRequest((request) => request.method() === 'PATCH');
  await page.getByLabel('Choose the file').setInputFiles(clip);
  const offset = Number((await rest).headers()['upload-offset']);
  expect(offset, 'what arrived is not sent again').toBeGreaterThan(size / 5);
  expect(offset).toBeLessThan(size);
  await expect(arrived(page).getByText('Arrived whole. You may wipe the card.')).toBeVisible();
});

test('two files travel at once and one can be paused', async ({ branch, open }) => {
  const page = await sending(open, branch, 'Two at once');
  const clips = [film('large'), film('landscape')];
  const quick = await slow(page, 400_000);
  await page.getByLabel('Choose clips').setInputFiles(clips);
  await expect(moving(page)).toHaveCount(2);
  for (const clip of clips) {
    await expect.poll(() => share(page, clip), { message: `${clip} moves` }).toBeGreaterThan(5);
  }
  await page.getByRole('button', { name: `Pause the upload of ${basename(clips[0]!)}` }).tap();
  await expect(page.getByText('Paused. What was sent is kept.', { exact: true })).toBeVisible();
  await quick();
  await expect(arrived(page)).toHaveCount(1);
  await page.getByRole('button', { name: `Resume the upload of ${basename(clips[0]!)}` }).tap();
  await expect(arrived(page)).toHaveCount(2);
  await expect(arrived(page).getByText('Arrived whole. You may wipe the card.')).toHaveCount(2);
});

test('files are dropped on the page', async ({ branch, open }) => {
  const page = await sending(open, branch, 'Dropped');
  const clip = film('portrait');
  const files = await page.evaluateHandle(
    ({ name, bytes }) => {
      const files = new DataTransfer();
      const data = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
      files.items.add(new File([data], name, { type: 'video/quicktime' }));
      return files;
    },
    { name: basename(clip), bytes: readFileSync(clip).toString('base64') },
  );
  await page.getByRole('main').dispatchEvent('dragover', { dataTransfer: files });
  await page.getByRole('main').dispatchEvent('drop', { dataTransfer: files });
  await expect(arrived(page).filter({ hasText: basename(clip) })).toBeVisible();
  await expect(arrived(page).getByText('Arrived whole. You may wipe the card.')).toBeVisible();
});

test('a clip that no browser here plays is made watchable', async ({ branch, open }) => {
  const page = await sending(open, branch, 'Filmed in HEVC');
  await page.getByLabel('Choose clips').setInputFiles(film('hevc'));
  await expect(arrived(page).getByText('Arrived whole. You may wipe the card.')).toBeVisible();
  await page.getByRole('link', { name: 'Open the story' }).tap();
  const play = page.getByRole('button', { name: 'Play', exact: true });
  await expect(play, 'other clips may be before it').toBeVisible({ timeout: making });
  await play.tap();
  const seen = await expectPlays(page.locator('video'));
  expect(seen.height, 'a clip filmed upright stands upright').toBeGreaterThan(seen.width);
});

test('a file that is no film is refused in a sentence', async ({ branch, open }) => {
  const page = await sending(open, branch, 'Not a film');
  await page.getByLabel('Choose clips').setInputFiles(broken());
  const row = arrived(page).filter({ hasText: 'shopping list.mp4' });
  await expect(row.getByText('This file cannot be used.')).toBeVisible({ timeout: making });
  await expect(row).toContainText(/This file cannot be used\.\s+\S+ .{20,}\./);
});
