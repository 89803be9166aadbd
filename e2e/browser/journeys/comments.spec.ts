import { expectFits, expectReachable } from '../look';
import { expect, monitor, phone, test } from '../people';
import { newStory, take } from '../story';

test('an editor asks, the author answers on a phone and never meets what is internal', async ({ branch, open }) => {
  const { amina, luis, chen } = branch;
  const story = await newStory(amina, 'The weir');
  await take(amina, story, 'submit');

  const desk = await open(luis, monitor);
  await desk.goto(`/stories/${story.id}`);
  const notes = desk.getByRole('region', { name: 'Internal notes' });
  await notes.getByLabel('Write an internal note').fill('The district chief is her uncle.');
  await notes.getByRole('button', { name: 'Keep the note' }).click();
  await expect(notes.getByRole('listitem')).toContainText('The district chief');

  const comments = desk.getByRole('region', { name: 'Comments' });
  await comments.getByLabel('Write a comment').fill('Who built it?');
  await comments.getByRole('button', { name: 'Mention somebody' }).click();
  await comments.getByRole('button', { name: chen.name }).click();
  await comments.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(comments.getByRole('listitem').filter({ hasText: 'Who built it?' })).toContainText(`Told: ${chen.name}`);
  await expectReachable(desk, 'comments');

  const page = await open(amina, phone);
  await page.goto(`/stories/${story.id}`);
  const said = page.getByRole('region', { name: 'Comments' });
  await expect(said.getByRole('listitem')).toContainText('Who built it?');
  await said.getByLabel('Write a reply').fill('The women of the valley.');
  await said.getByRole('button', { name: 'Send', exact: true }).tap();
  await expect(said.getByRole('listitem')).toHaveCount(2);
  await expect(page.getByRole('region', { name: 'Internal notes' })).toHaveCount(0);
  await expectFits(page, 'comments');
  await expect(comments.getByText('The women of the valley.'), 'the open desk hears it').toBeVisible();

  const told = await open(chen, monitor);
  await told.goto('/notices');
  await expect(told.getByRole('listitem').filter({ hasText: 'mentioned you in a comment' })).toContainText(story.title);
});
