import { monitor, phone, expect, test } from '../people';
import { expectFits, expectReachable } from '../look';
import { newStory, take } from '../story';

test('another office stands behind a story, and takes its word back', async ({ branch, open }) => {
  const { amina, luis, chen, country } = branch;
  const story = await newStory(amina, 'The drought');
  await take(amina, story, 'submit');

  const page = await open(chen, monitor);
  await page.goto(`/stories/${story.id}`);
  await page.getByRole('button', { name: 'Endorse', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Endorse' });
  await dialog.getByRole('button', { name: 'Endorse', exact: true }).click();
  await expect(dialog.getByRole('alert'), 'a word is owed').toBeVisible();
  await dialog.getByRole('textbox').fill('The whole country has it.');
  await expectReachable(page, 'endorsing');
  await dialog.getByRole('button', { name: 'Endorse', exact: true }).click();
  await expect(dialog).toBeHidden();
  const word = page.getByRole('region', { name: 'From other offices' });
  await expect(word.getByText(`Endorsed by ${country.name}`)).toBeVisible();
  await expect(word.getByText('The whole country has it.')).toBeVisible();

  // Where it stands it is on the card; its author reads it on the page and is told, on a phone too.
  const desk = await open(luis, monitor);
  await desk.goto('/desk');
  await expect(desk.getByRole('article').filter({ hasText: story.title }).getByText('1 endorsement')).toBeVisible();
  const field = await open(amina, phone);
  await field.goto(`/stories/${story.id}`);
  await expect(field.getByText(`Endorsed by ${country.name}`)).toBeVisible();
  await expect(field.getByRole('button', { name: 'Endorse', exact: true })).toBeHidden();
  await expectFits(field, 'a story that was endorsed');
  await field.goto('/notices');
  await expect(field.getByText('endorses it for another office')).toBeVisible();

  await word.getByRole('button', { name: `Take back: ${country.name}` }).click();
  await expect(word.getByText(`Endorsed by ${country.name}`)).toBeHidden();
  await expect(page.getByText('Endorsement taken back')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Endorse', exact: true })).toBeVisible();
});

test('a story that another office has too is named beside it', async ({ branch, open }) => {
  const { amina, luis, chen, country, team } = branch;
  const here = await newStory(amina, 'The drought');
  await take(amina, here, 'submit');
  const theirs = await newStory(chen, 'Dry wells everywhere');
  await take(chen, theirs, 'submit');

  const page = await open(chen, monitor);
  await page.goto(`/stories/${here.id}`);
  await page.getByRole('button', { name: 'We have the same story' }).click();
  const dialog = page.getByRole('dialog', { name: 'We have the same story' });
  await dialog.getByRole('searchbox').fill('dry');
  await dialog.getByRole('radio', { name: theirs.title }).check();
  await expectReachable(page, 'naming the same story');
  await dialog.getByRole('button', { name: 'We have the same story' }).click();
  const word = page.getByRole('region', { name: 'From other offices' });
  await expect(word.getByText(`Also raised by ${country.name}`)).toBeVisible();
  await expect(word.getByRole('link', { name: theirs.title })).toBeVisible();

  // Whoever opens the other story is led to this one; named once, it is not offered there again.
  await page.getByRole('link', { name: theirs.title }).click();
  await expect(page.getByRole('heading', { name: theirs.title })).toBeVisible();
  await expect(word.getByText(`Also raised by ${team.name}`)).toBeVisible();
  await expect(word.getByRole('link', { name: here.title })).toBeVisible();
  await page.getByRole('button', { name: 'We have the same story' }).click();
  await dialog.getByRole('searchbox').fill('drought');
  await expect(dialog.getByText('No story of another office is found.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  // The team's editor does not see the other story, and is not led to it.
  const desk = await open(luis, phone);
  await desk.goto(`/stories/${here.id}`);
  await expect(desk.getByText(`Also raised by ${country.name}`)).toBeVisible();
  await expect(desk.getByText(theirs.title)).toBeHidden();

  // Taken back at either of the two, it is gone from both.
  await word.getByRole('button', { name: `Take back: ${team.name}` }).click();
  await expect(word.getByText(`Also raised by ${team.name}`)).toBeHidden();
  await desk.reload();
  await expect(desk.getByRole('heading', { name: here.title })).toBeVisible();
  await expect(desk.getByText(`Also raised by ${country.name}`)).toBeHidden();
});
