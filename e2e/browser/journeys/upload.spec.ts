import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Page } from '@playwright/test';
import { broken, film } from '../film';
import { making } from '../patience';
import { expect, phone, test, type Branch } from '../people';
import { newStory } from '../story';
import { expectPlays } from '../watch';

test.use({ serviceWorkers: 'allow' });

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

/** Sends a good part of a clip over a slow link; gives what takes the limit away. */
async function begin(page: Page, clip: string): Promise<() => Promise<unknown>> {
  const quick = await slow(page, 300_000); // ten seconds for the clip
  await page.getByLabel('Choose clips').setInputFiles(clip);
  await expect.poll(() => share(page, clip)).toBeGreaterThan(35);
  return quick;
}

/** The offset from which the next bytes go out. */
async function resumed(page: Page, how: () => Promise<unknown>): Promise<number> {
  const rest = page.waitForRequest((request) => request.method() === 'PATCH');
  await how();
  return Number((await rest).headers()['upload-offset']);
}

/** A browser that keeps no files: the clip has to be chosen again. */
const forgetful = (page: Page) =>
  page.addInitScript(() => Object.defineProperty(navigator.storage, 'getDirectory', { value: undefined }));

test('an upload goes on by itself when the page was closed in the middle', async ({ branch, open }) => {
  const page = await sending(open, branch, 'Over a bad link');
  const clip = film('large');
  await begin(page, clip);
  const asked: string[] = [];
  page.on('dialog', (dialog) => (asked.push(dialog.message()), void dialog.accept()));
  const offset = await resumed(page, () => page.goto('/stories')); // another page, and nothing is chosen
  expect(asked, 'nothing would be lost, so nothing is asked').toEqual([]);
  expect(offset, 'what arrived is not sent again').toBeGreaterThan(statSync(clip).size / 5);
  expect(offset).toBeLessThan(statSync(clip).size);
  await page.getByRole('link', { name: 'Over a bad link' }).tap();
  await expect(arrived(page).getByText('Arrived whole. You may wipe the card.')).toBeVisible();
  await page.getByText('Receipt', { exact: true }).tap();
  await expect(page.getByText('The same as the file on this device.')).toBeVisible();
});

test('a browser that keeps no files asks for the same one, and takes no other', async ({ branch, open }) => {
  const page = await sending(open, branch, 'Chosen again');
  await forgetful(page);
  await page.reload();
  const clip = film('large');
  const quick = await begin(page, clip);
  let asked = 0;
  page.on('dialog', (dialog) => (asked++, void dialog.accept())); // “leave the page?”
  await page.reload();
  expect(asked, 'the page warns before the file is lost to it').toBe(1);
  await expect(moving(page).getByText(/^Choose the file .* It goes on from [1-9]\d?%\.$/)).toBeVisible();
  await quick();

  let sent = 0;
  page.on('request', (request) => (sent += request.method() === 'PATCH' ? 1 : 0));
  const bytes = readFileSync(clip);
  bytes[100]! ^= 1; // the same name and length, and another film
  const other = { name: basename(clip), mimeType: 'video/mp4', buffer: bytes };
  await page.getByLabel('Choose the file').setInputFiles(other);
  await expect(moving(page).getByText('That is another file than the').first()).toBeVisible();
  expect(sent, 'none of its bytes').toBe(0);

  const offset = await resumed(page, () => page.getByLabel('Choose the file').setInputFiles(clip));
  expect(offset).toBeGreaterThan(statSync(clip).size / 5);
  await expect(arrived(page).getByText('Arrived whole. You may wipe the card.')).toBeVisible();
});

test('two tabs send a file once, and the second goes on when the first is closed', async ({ branch, open }) => {
  const page = await sending(open, branch, 'In two tabs');
  const clip = film('large');
  const second = await page.context().newPage();
  await second.goto(page.url());
  const posted: string[] = [];
  for (const tab of [page, second])
    tab.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/uploads')) posted.push(request.url());
    });
  // Held back by the app itself: the emulated link lets the rest out at once when its page is closed.
  await page.getByText('How and when to send').tap();
  await page.getByLabel('Speed at most').selectOption('300000');
  const began = Date.now();
  await page.getByLabel('Choose clips').setInputFiles(clip);
  await expect(second.getByText('Another tab of this browser is sending.')).toBeVisible();
  await expect.poll(() => share(second, clip), { message: 'the second shows it' }).toBeGreaterThan(25);
  const offset = await resumed(second, () => page.close());
  expect(offset).toBeGreaterThan(statSync(clip).size / 5);
  await expect(arrived(second).getByText('Arrived whole. You may wipe the card.')).toBeVisible();
  expect(posted, 'opened once').toHaveLength(1);
  const seconds = (Date.now() - began) / 1000;
  expect(statSync(clip).size / seconds, 'bytes a second').toBeLessThan(600_000);
});

test('a clip that is here already is offered, not sent', async ({ branch, open }) => {
  const page = await sending(open, branch, 'The first time');
  const clip = film('landscape');
  await page.getByLabel('Choose clips').setInputFiles(clip);
  await expect(arrived(page).getByText('Arrived whole. You may wipe the card.')).toBeVisible();

  const story = await newStory(branch.amina, 'The second time');
  await page.goto(`/stories/${story.id}/edit`);
  let sent = 0;
  page.on('request', (request) => (sent += request.method() === 'PATCH' ? 1 : 0));
  await page.getByLabel('Choose clips').setInputFiles(clip);
  await expect(moving(page).getByText('This file is here already, in “The first time”.').first()).toBeVisible();
  expect(sent).toBe(0);
  await page.getByRole('button', { name: `Send ${basename(clip)} all the same` }).tap();
  await expect(arrived(page)).toHaveCount(1);
});

test('a file is discarded here and on the server', async ({ branch, open }) => {
  const page = await sending(open, branch, 'Thrown away');
  const clip = film('large');
  await begin(page, clip);
  await page.getByRole('button', { name: `Discard the upload of ${basename(clip)}` }).tap();
  const gone = page.waitForResponse((answer) => answer.request().method() === 'DELETE');
  await page.getByRole('button', { name: 'Discard what was sent' }).tap();
  expect((await gone).status()).toBe(204);
  await expect(moving(page)).toHaveCount(0);
  await page.reload();
  await expect(page.getByLabel('Choose clips')).toBeAttached();
  await expect(moving(page)).toHaveCount(0);
});

test('two files travel at once and one can be paused', async ({ branch, open }) => {
  const page = await sending(open, branch, 'Two at once');
  const clips = [film('large'), film('landscape')];
  // So slow that a busy machine finds both still on their way.
  const quick = await slow(page, 120_000);
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
  await expect(page.getByLabel('Choose clips'), 'the place for it is there').toBeAttached();
  await page.getByRole('main').dispatchEvent('dragover', { dataTransfer: files });
  await page.getByRole('main').dispatchEvent('drop', { dataTransfer: files });
  await expect(arrived(page).filter({ hasText: basename(clip) })).toBeVisible();
  await expect(arrived(page).getByText('Arrived whole. You may wipe the card.')).toBeVisible();
});

test('a file let go where nothing takes it leaves the page as it is', async ({ branch, open }) => {
  const page = await open(branch.amina, phone);
  await page.goto('/stories');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const refused = await page.getByRole('main').evaluate((main) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['film'], 'film.mp4'));
    return !main.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
  });
  expect(refused).toBe(true);
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
