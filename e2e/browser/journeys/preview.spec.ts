import { statSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { film } from '../film';
import { making } from '../patience';
import { expect, monitor, phone, read, test } from '../people';
import { newStory, take } from '../story';
import { expectPlays } from '../watch';

test.use({ serviceWorkers: 'allow' });

type Clips = { clips: { state: string; offset: number; watchable: boolean; renditions: { kind: string }[] }[] };

/** Presses play and gives what is seen. */
async function watch(page: Page) {
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  return expectPlays(page.locator('video'));
}

test('over a thin link a small copy goes first, and the film takes its place', async ({ branch, open }) => {
  const { amina, luis } = branch;
  const story = await newStory(amina, 'From the edge of the net');
  const clip = film('rich');
  const size = statSync(clip).size;
  const page = await open(amina, phone);
  let copies = 0;
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.headers()['upload-metadata']?.includes('proxy_for')) copies++;
  });
  await page.goto(`/stories/${story.id}/edit`);
  const link = await page.context().newCDPSession(page);
  const limit = (uploadThroughput: number) =>
    link.send('Network.emulateNetworkConditions', { offline: false, latency: 20, downloadThroughput: -1, uploadThroughput });
  await limit(size / 240); // four minutes for the film, some ten seconds for its copy
  await page.getByText('How and when to send').tap();
  await expect(page.getByLabel('Send a small copy first when the link is slow')).toBeChecked();
  await page.getByLabel('Choose clips').setInputFiles(clip);
  await take(amina, story, 'submit');
  const row = page.getByRole('list', { name: 'Uploads' }).getByRole('listitem');
  await expect(row.getByText('A small copy is there; editors can watch it.')).toBeVisible({ timeout: making });

  // A desk far away watches what has not arrived, and decides on it.
  const desk = await open(luis, monitor);
  await desk.goto(`/stories/${story.id}`);
  await expect(desk.getByText('A preview: the original is still on its way.')).toBeVisible({ timeout: making });
  const seen = await watch(desk);
  expect(seen.width, 'small, and upright as it was filmed').toBe(360);
  expect(seen.height).toBeGreaterThan(seen.width);
  const stands = () => read<Clips>(luis.api.get(`/api/v1/stories/${story.id}`));
  expect((await stands()).clips).toMatchObject([{ state: 'receiving', watchable: true, renditions: [{ kind: 'proxy' }] }]);
  expect((await stands()).clips[0]!.offset, 'the film is far from here').toBeLessThan(size / 2);
  await take(luis, story, 'raise', 'Strong.');

  // The page is loaded anew in the middle: what is there is neither made nor sent again.
  await page.reload();
  await expect(row.getByText('A small copy is there; editors can watch it.')).toBeVisible();
  await limit(-1);
  await expect(page.getByText('Arrived whole. You may wipe the card.')).toBeVisible({ timeout: making });
  expect(copies, 'copies that were begun').toBe(1);
  await expect(desk.getByText(/^A preview:/)).toBeHidden({ timeout: making });
  await expect.poll(async () => (await stands()).clips[0]!.state, { timeout: making }).toBe('ready');
  expect((await stands()).clips[0]!.renditions.map(({ kind }) => kind)).not.toContain('proxy');
  await desk.reload();
  expect((await watch(desk)).height, 'the film itself').toBeGreaterThan(seen.height);
});
