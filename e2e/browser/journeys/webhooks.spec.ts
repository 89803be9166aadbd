import { expectFits, expectReachable } from '../look';
import { expect, monitor, phone, test } from '../people';
import { newStory, take } from '../story';

// A name that no network knows (RFC 2606): what is sent there waits, and the log says so.
const url = 'https://hook.invalid/fieldstory';

test('an administrator adds a webhook, reads its log, sends again and removes it', async ({ admin, branch, open }) => {
  const { amina, region } = branch;
  const page = await open(admin, monitor);
  await page.goto('/admin/offices');
  await page.getByRole('link', { name: 'Webhooks' }).click();
  await page.getByRole('button', { name: 'Add a webhook' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Address').fill(url);
  await dialog.getByLabel('Office').selectOption(region.id);
  await dialog.getByRole('checkbox', { name: 'story.submitted' }).check();
  await expectReachable(page, 'adding a webhook');
  await dialog.getByRole('button', { name: 'Add a webhook' }).click();
  await expect(dialog.getByLabel('Secret')).toHaveValue(/^whsec_/);
  await dialog.getByRole('button', { name: 'Done' }).click();

  await take(amina, await newStory(amina, 'The ferry'), 'submit');
  const one = page.getByRole('listitem').filter({ hasText: region.name });
  await expect(one).toContainText(url);
  await one.getByRole('button', { name: `Log of ${url}` }).click();
  const sent = one.getByRole('list', { name: 'What was sent' });
  await expect(sent.getByRole('listitem')).toHaveCount(1);
  await expect(sent).toContainText('Waits');
  await expectReachable(page, 'webhooks');
  await sent.getByRole('button', { name: /^Send story.submitted/ }).click();
  await expect(page.getByText('It is sent again now.')).toBeVisible();

  const small = await open(admin, phone);
  await small.goto('/admin/offices/webhooks');
  await expect(small.getByText(region.name)).toBeVisible();
  await expectFits(small, 'webhooks');

  await one.getByRole('button', { name: `Stop ${url}` }).click();
  await expect(one.getByText('Stopped')).toBeVisible();
  await one.getByRole('button', { name: `Remove ${url}` }).click();
  await one.getByRole('button', { name: `Remove ${url}` }).click();
  await expect(one).toHaveCount(0);
});
