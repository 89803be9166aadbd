import { film } from '../film';
import { expectFits, expectReachable } from '../look';
import { expect, phone, read, test } from '../people';
import { addClip, newStory } from '../story';

test('a camera whose clock was wrong is put right, and what that changes is said before', async ({ branch, open }) => {
  const { amina } = branch;
  const story = await newStory(amina, 'An hour off');
  await addClip(amina, story, film('landscape'), { captured: '2026-05-03T10:00:00Z', make: 'Canon', model: 'XA40' });
  const page = await open(amina, phone);
  await page.goto(`/stories/${story.id}`);
  await page.getByRole('button', { name: 'Put the clock right' }).tap();
  const dialog = page.getByRole('dialog', { name: 'When was it filmed?' });
  await dialog.getByLabel('This clip was really filmed at').fill('2026-05-03T09:30:00');
  await expect(dialog.getByText('This will move:')).toBeVisible();
  await expect(dialog.getByRole('listitem')).toContainText('to May 3, 2026, 9:30 AM');
  await expectFits(page, 'correcting a clock');
  await expectReachable(page, 'correcting a clock');
  await dialog.getByRole('button', { name: 'Correct', exact: true }).tap();
  await expect(page.getByText('Corrected: 1 clip.')).toBeVisible();
  await expect(page.getByText(/by Amina Juma/).first()).toBeVisible();
  type Clips = { clips: { captured_at: string }[] };
  const { clips } = await read<Clips>(amina.api.get(`/api/v1/stories/${story.id}`));
  expect(Date.parse(clips[0]!.captured_at), 'half past nine in Nairobi').toBe(Date.parse('2026-05-03T06:30:00Z'));
});
