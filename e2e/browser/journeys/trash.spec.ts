import { expectFits, expectReachable } from '../look';
import { expect, monitor, phone, test } from '../people';
import { newStory, take } from '../story';

test('an author throws a draft away on a phone and brings it back', async ({ branch, open }) => {
  const { amina } = branch;
  const story = await newStory(amina, 'The bridge');
  const page = await open(amina, phone);
  await page.goto(`/stories/${story.id}`);

  await page.getByRole('button', { name: 'Put the story into the trash' }).tap();
  const asked = page.getByRole('dialog', { name: 'Put into the trash' });
  await expectFits(page, 'the dialog');
  await expectReachable(page, 'the dialog');
  await asked.getByRole('button', { name: 'Put into the trash' }).tap();
  await expect(page).toHaveURL(/\/stories$/);
  await expect(page.getByRole('heading', { level: 2, name: story.title })).toBeHidden();

  await page.getByRole('button', { name: `${amina.name}, account` }).tap();
  await page.getByRole('menuitem', { name: 'Trash' }).tap();
  const line = page.getByRole('listitem').filter({ hasText: story.title });
  await expect(line).toContainText('Removed for good on');
  await expectFits(page, 'the trash');
  await expectReachable(page, 'the trash');
  await line.getByRole('button', { name: `Bring back “${story.title}”` }).tap();
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
  await page.goto(`/stories/${story.id}`);
  await expect(page.getByRole('heading', { level: 1, name: story.title })).toBeVisible();
});

test('an administrator throws away what waits, and its author reads why', async ({ admin, branch, open }) => {
  const { amina, luis } = branch;
  const story = await newStory(amina, 'The same bridge');
  await take(amina, story, 'submit');
  const desk = await open(luis, monitor);
  await desk.goto(`/stories/${story.id}`);
  await expect(desk.getByRole('heading', { level: 1, name: story.title })).toBeVisible();
  await expect(desk.getByRole('button', { name: 'Put the story into the trash' })).toBeHidden();

  const list = await open(luis, monitor);
  await list.goto('/desk');
  await expect(list.getByText(story.title)).toBeVisible();

  const page = await open(admin, monitor);
  await page.goto(`/stories/${story.id}`);
  await page.getByRole('button', { name: 'Put the story into the trash' }).click();
  const asked = page.getByRole('dialog', { name: 'Put into the trash' });
  await asked.getByRole('button', { name: 'Put into the trash' }).click();
  await expect(asked.getByText('Say why')).toBeVisible();
  await asked.getByRole('textbox').fill('We have it already.');
  await asked.getByRole('button', { name: 'Put into the trash' }).click();
  await expect(page.getByText(`“${story.title}” is in the trash.`)).toBeVisible();
  await expect(desk.getByRole('heading', { level: 1, name: story.title }), 'open pages lose it').toBeHidden();

  await expect(list.getByText(story.title), 'so do open lists').toBeHidden();

  const phoned = await open(amina, phone);
  await phoned.goto('/notices');
  await phoned.getByRole('link', { name: story.title }).first().tap();
  await expect(phoned).toHaveURL(/\/trash$/);
  const line = phoned.getByRole('listitem').filter({ hasText: story.title });
  await expect(line).toContainText('We have it already.');
  await expect(line.getByRole('button')).toBeHidden();
});
