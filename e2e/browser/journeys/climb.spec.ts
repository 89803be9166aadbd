import { createHash } from 'node:crypto';
import type { Response } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { film } from '../film';
import { making } from '../patience';
import { expect, monitor, phone, test } from '../people';
import { newStory, record, take } from '../story';
import { expectPlays, second } from '../watch';

test.use({ serviceWorkers: 'allow' });

const title = 'The well runs again';
const text = 'Clear water for the first time in two years.\n\nSeven women run the pump now.';

test('a clip filmed on a phone climbs to the public', async ({ branch, open, browser }) => {
  const { amina, luis, chen, paula, team, country } = branch;
  const clip = film('portrait');
  const name = basename(clip);

  const desk = await open(luis, monitor);
  await test.step('Luis has his empty desk open', async () => {
    await desk.goto('/');
    await expect(desk.getByRole('heading', { name: 'Nothing waits here' })).toBeVisible();
    await expect(desk.getByText(`Every story that came to ${team.name} has an answer.`)).toBeVisible();
  });

  const field = await open(null, phone);
  await test.step('Amina signs in on her phone', async () => {
    await field.goto('/');
    await field.getByLabel('E-mail address').fill(amina.email);
    await field.getByLabel('Password').fill(amina.password);
    await field.getByRole('button', { name: 'Sign in' }).tap();
    await expect(field.getByRole('heading', { name: 'My stories' })).toBeVisible();
    await expect(field.getByRole('heading', { name: 'Your first story starts here' })).toBeVisible();
  });

  await test.step('She writes the card, which is saved before any file', async () => {
    await field.getByRole('link', { name: 'New story' }).tap();
    await field.getByLabel('Title').fill(title);
    await field.getByLabel('What happened').fill(text);
    await field.getByLabel('Where').fill('Mtwara');
    await field.getByLabel('When').fill('2026-05-03');
    await field.getByRole('button', { name: 'Save and add clips' }).tap();
    await expect(field.getByRole('heading', { name: title })).toBeVisible();
    await expect(field.getByText('Only you can see it.')).toBeVisible();
  });

  await test.step('She sends the clip and gets a receipt', async () => {
    await field.getByLabel('Choose clips').setInputFiles(clip);
    const arrived = field.getByRole('list', { name: 'Clips of this story' }).getByRole('listitem').filter({ hasText: name });
    await expect(arrived.getByText('Arrived whole. You may wipe the card.')).toBeVisible();
    await arrived.getByText('Receipt', { exact: true }).tap();
    await expect(arrived.getByText(createHash('sha256').update(readFileSync(clip)).digest('hex'))).toBeVisible();
  });

  await test.step('She puts on record who was filmed, and that nobody asked yet', async () => {
    await field.getByRole('button', { name: 'Add a person' }).tap();
    const dialog = field.getByRole('dialog', { name: 'Add a person' });
    await dialog.getByLabel('Who').fill('Halima, at the pump');
    await dialog.getByRole('button', { name: 'Save' }).tap();
    await expect(dialog).toBeHidden(); // it says the same as what it leaves behind
    await expect(field.getByText('Not asked yet')).toBeVisible();
  });

  await test.step('She sends the story to her office', async () => {
    await field.getByRole('button', { name: 'Send to my office' }).tap();
    const dialog = field.getByRole('dialog', { name: 'Send to my office' });
    await dialog.getByLabel('Note').fill('Filmed this morning.');
    await dialog.getByRole('button', { name: 'Send to my office' }).tap();
    await expect(field.getByText(`Waiting for a decision at ${team.name}.`)).toBeVisible();
  });

  const card = desk.getByRole('article').filter({ has: desk.getByRole('heading', { name: title }) });
  await test.step('It comes onto Luis’s desk without a reload', async () => {
    await expect(card).toBeVisible();
    await expect(card.getByText('Amina Juma')).toBeVisible();
    await expect(card.getByRole('img', { name: `Stands at ${team.name}, step 1 of 4` })).toBeVisible();
  });

  await test.step('He looks through it under the pointer', async () => {
    const slider = card.getByRole('slider', { name: `Look through ${title}` });
    await expect(slider, 'sprites are made').toBeVisible({ timeout: making });
    const box = (await slider.boundingBox())!;
    const shown = card.locator('[style*="sprites.jpg"]');
    const at = async (share: number) => {
      const poster = (await card.boundingBox())!;
      await desk.mouse.move(poster.x + poster.width * share, box.y - 40);
      await expect(shown).toBeVisible();
      return shown.evaluate((tile) => getComputedStyle(tile).backgroundPosition);
    };
    const last = await at(0.95);
    await expect.poll(() => at(0.05), 'another picture at the start than at the end').not.toBe(last);
  });

  const ladder = (answer: Response) => answer.url().endsWith('/hls/master.m3u8') && answer.ok();
  const master = desk.waitForResponse(ladder, { timeout: making });
  const video = desk.locator('video');
  await test.step('He watches it: upright, moving, not black', async () => {
    await card.getByRole('link', { name: title }).click();
    await expect(desk.getByRole('heading', { name: title, level: 1 })).toBeVisible();
    await master; // the ladder is played as soon as it is complete
    await expect.poll(() => video.evaluate((v: HTMLVideoElement) => v.currentSrc.split(':')[0])).toBe('blob');
    await desk.getByRole('button', { name: 'Play', exact: true }).click();
    const seen = await expectPlays(video);
    expect(seen.height, 'a clip filmed upright stands upright').toBeGreaterThan(seen.width);
  });

  await test.step('He pauses and seeks', async () => {
    await desk.locator('video').evaluate((v: HTMLVideoElement) => v.pause());
    const seek = desk.getByRole('slider', { name: 'Seek' });
    const box = (await seek.boundingBox())!;
    await desk.mouse.click(box.x + box.width / 4, box.y + box.height / 2);
    await expect.poll(() => second(video)).toBeGreaterThan(0.5);
    expect(await second(video)).toBeLessThan(2);
    await expect.poll(() => video.evaluate((v: HTMLVideoElement) => v.seeking)).toBe(false);
  });

  await test.step('He raises it with a note', async () => {
    await desk.getByRole('button', { name: `Raise to ${country.name}` }).click();
    const dialog = desk.getByRole('dialog', { name: `Raise to ${country.name}` });
    await dialog.getByLabel('Note').fill('The region should see this.');
    await dialog.getByRole('button', { name: `Raise to ${country.name}` }).click();
    await expect(desk.getByText(`It waits at ${country.name} now.`)).toBeVisible();
    await expect(desk.getByText('The region should see this.')).toBeVisible();
  });

  const next = await open(chen, monitor);
  await test.step('It waits at the next office, where Chen keeps it', async () => {
    await next.goto('/');
    await next.getByRole('link', { name: title }).click();
    await expect(next.getByText('The region should see this.')).toBeVisible();
    await next.getByRole('button', { name: 'Keep here' }).click();
    await next.getByRole('dialog').getByRole('button', { name: 'Keep here' }).click();
    await expect(next.getByText(`${country.name} keeps and uses it.`)).toBeVisible();
  });

  const office = await open(paula, { ...monitor, permissions: ['clipboard-read', 'clipboard-write'] });
  const unknown = /It is not known whether .* agreed to be shown\. Ask, and record the answer\./;
  await test.step('The gate holds it back from Paula until consent is on record', async () => {
    await office.goto('/');
    await office.getByRole('radio', { name: 'Came in below' }).check();
    await office.getByRole('link', { name: title }).click();
    await expect(office.getByText(unknown)).toBeVisible();
    await expect(office.getByRole('button', { name: 'Clear for publication' })).toBeHidden();
    await office.getByRole('button', { name: 'Edit Halima, at the pump' }).click();
    const dialog = office.getByRole('dialog', { name: 'Person filmed' });
    await dialog.getByLabel('Consent to be shown').selectOption('Agreed');
    await dialog.getByLabel('How it was recorded').selectOption('Recorded verbally');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(office.getByText(unknown)).toBeHidden();
  });

  await test.step('She clears and publishes it, and copies the link', async () => {
    await office.getByRole('button', { name: 'Clear for publication' }).click();
    await office.getByRole('dialog').getByRole('button', { name: 'Clear for publication' }).click();
    await office.getByRole('button', { name: 'Publish' }).click();
    await office.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
    await expect(office.getByText('It is public.')).toBeVisible();
    await office.getByRole('button', { name: 'Copy' }).click();
    await expect(office.getByRole('button', { name: 'Copied' })).toBeVisible();
  });
  const link = await office.evaluate(() => navigator.clipboard.readText());

  const friend = await browser.newPage({ ...phone, javaScriptEnabled: false });
  await test.step('A friend without scripts reads and watches it', async () => {
    await friend.goto(link);
    await expect(friend.getByRole('heading', { name: title })).toBeVisible();
    await expect(friend.getByText('Seven women run the pump now.')).toBeVisible();
    await expect(friend.getByText('3 May 2026'), 'the day its author said, not the camera’s').toBeVisible();
    await expect(friend.locator('script')).toHaveCount(0);
    const shown = friend.locator('video');
    await shown.focus();
    await friend.keyboard.press('Space');
    const seen = await expectPlays(shown);
    expect(seen.height).toBeGreaterThan(seen.width);
  });

  await test.step('A shared link shows a picture', async () => {
    const tag = (property: string) => friend.locator(`meta[property="${property}"]`).getAttribute('content');
    expect(await tag('og:title')).toBe(title);
    expect(await tag('og:url')).toBe(link);
    const image = await friend.request.get((await tag('og:image'))!);
    expect(image.headers()['content-type']).toBe('image/jpeg');
    const film = await friend.request.get((await tag('og:video'))!, { headers: { Range: 'bytes=0-99' } });
    expect(film.status()).toBe(206);
  });

  await test.step('Amina reads what became of it', async () => {
    await field.goto('/stories');
    await expect(field.getByText('It is public.')).toBeVisible();
    await field.getByRole('link', { name: title }).tap();
    await expect(field.getByText('The region should see this.')).toBeVisible();
  });

  await test.step('Paula withdraws it, and it is gone', async () => {
    await office.getByRole('button', { name: 'Withdraw' }).click();
    await office.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
    await expect(office.getByText('It was withdrawn and is no longer public.')).toBeVisible();
    const answer = (await friend.goto(link))!;
    expect(answer.status()).toBe(404);
    await expect(friend.getByText('This story is not published, or is published no longer.')).toBeVisible();
  });
  await friend.context().close();
});

test('a story that is sent back comes again with an answer', async ({ branch, open }) => {
  const { amina, luis, team } = branch;
  const field = await open(amina, phone);
  await field.goto('/stories/new');
  await field.getByLabel('Title').fill('Night school');
  await field.getByRole('button', { name: 'Save and add clips' }).tap();
  await field.getByRole('button', { name: 'Send to my office' }).tap();
  await field.getByRole('dialog').getByRole('button', { name: 'Send to my office' }).tap();
  await expect(field.getByText(`Waiting for a decision at ${team.name}.`)).toBeVisible();

  const desk = await open(luis, monitor);
  await desk.goto('/');
  await desk.getByRole('link', { name: 'Night school' }).click();
  await desk.getByRole('button', { name: 'Send back' }).click();
  const dialog = desk.getByRole('dialog', { name: 'Send back' });
  await dialog.getByRole('button', { name: 'Send back' }).click();
  await expect(dialog.getByText('Say why, in a sentence or two: the author will read it.')).toBeVisible();
  await dialog.getByLabel('Reason').fill('Who teaches there?');
  await dialog.getByRole('button', { name: 'Send back' }).click();
  await expect(desk.getByText('It is back with Amina Juma.')).toBeVisible();

  // Her page is still open; it learns of it by itself.
  await expect(field.getByText(`${team.name} asks:`)).toBeVisible();
  await expect(field.getByText('Who teaches there?')).toBeVisible();
  await field.getByRole('button', { name: 'Edit' }).first().tap();
  await field.getByLabel('What happened').fill('Bakari teaches there, a baker by day.');
  await field.getByRole('button', { name: 'Save' }).tap();
  await expect(field.getByText('Bakari teaches there, a baker by day.')).toBeVisible();
  await field.getByRole('button', { name: 'Send to my office' }).tap();
  await field.getByRole('dialog').getByRole('button', { name: 'Send to my office' }).tap();
  await expect(field.getByText(`Waiting for a decision at ${team.name}.`)).toBeVisible();

  await desk.goto('/');
  await desk.getByRole('link', { name: 'Night school' }).click();
  await expect(desk.getByText('Bakari teaches there, a baker by day.')).toBeVisible();
  await expect(desk.getByText('Who teaches there?')).toBeVisible();
});

test('who decides in another language reads whose consent is not known', async ({ branch, open }) => {
  const { amina, luis } = branch;
  const story = await newStory(amina, 'The ford');
  for (const name of ['Halima', 'Bakari']) await record(amina, story, name);
  await take(amina, story, 'submit');
  const desk = await open(luis, { ...monitor, locale: 'fr-FR' });
  await desk.goto(`/stories/${story.id}`);
  const missing = desk.getByText('On ignore si une personne filmée');
  await expect(missing).toHaveText([/^Halima · On ignore/, /^Bakari · On ignore/]);
});
