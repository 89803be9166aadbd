import { expectFits, expectReachable } from '../look';
import { expect, phone, test } from '../people';
import { newStory, take } from '../story';

test('an author hears what became of a story while the page is open, and marks it read', async ({ branch, open }) => {
  const { amina, luis } = branch;
  const story = await newStory(amina, 'The bridge');
  await take(amina, story, 'submit');

  const page = await open(amina, phone);
  await page.goto('/stories');
  const bell = page.getByRole('link', { name: 'What is new' });
  await expect(bell).toBeVisible();
  // A page that has been told its count listens as well: what comes now comes by that line.
  await expect(page.getByRole('heading', { level: 2, name: story.title })).toBeVisible();
  await take(luis, story, 'return', 'Who built it?');
  await expect(page.getByRole('link', { name: 'What is new: 1 unread' })).toBeVisible();

  await bell.tap();
  const notice = page.getByRole('listitem').filter({ hasText: story.title });
  await expect(notice).toContainText('Luis Ortega sent it back. It waits for changes.');
  await expect(notice).toContainText('Who built it?');
  await expectFits(page, 'notices');
  await expectReachable(page, 'notices');

  await page.getByRole('button', { name: 'Mark all as read' }).tap();
  await expect(notice.getByText('New')).toBeHidden();
  await expect(page.getByRole('link', { name: 'What is new', exact: true }), 'the bell hears it').toBeVisible();
  await page.reload();
  await expect(page.getByRole('listitem').filter({ hasText: story.title })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Mark all as read' })).toBeHidden();

  await page.getByRole('link', { name: story.title }).tap();
  await expect(page.getByRole('heading', { level: 1, name: story.title })).toBeVisible();
});
