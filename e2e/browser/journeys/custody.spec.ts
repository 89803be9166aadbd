import { film } from '../film';
import { expectFits, expectReachable } from '../look';
import { expect, monitor, phone, read, test } from '../people';
import { addClip, newStory, take } from '../story';

test('an editor keeps the originals for custodians, and one who is made custodian opens them', async ({ admin, branch, open }) => {
  const { amina, luis, chen, team } = branch;
  const story = await newStory(amina, 'A witness speaks');
  await addClip(amina, story, film('landscape'));
  await take(amina, story, 'submit');
  const original = `/api/v1/clips/${(await read<{ clips: { id: string }[] }>(amina.api.get(`/api/v1/stories/${story.id}`))).clips[0]!.id}/original`;

  const held = await open(luis, phone);
  await held.goto(`/stories/${story.id}`);
  await expect(held.getByRole('link', { name: 'Download the original' })).toBeVisible();
  const keep = held.getByRole('checkbox', { name: 'Keep the originals for custodians' });
  await keep.tap();
  await expect(held.getByText(`An administrator or a custodian of ${team.name} can lift that.`)).toBeVisible();
  await expect(keep).toBeChecked();
  await expect(keep).toBeDisabled();
  await expect(held.getByText('The original is restricted: only custodians can download it.')).toBeVisible();
  await expect(held.getByRole('link', { name: 'Download the original' })).toHaveCount(0);
  await expectFits(held, 'a restricted story');
  await expectReachable(held, 'a restricted story');
  for (const { api, name } of [amina, luis, admin]) expect((await api.get(original)).status(), name).toBe(403);

  const people = await open(admin, monitor);
  await people.goto('/admin/people');
  await people.getByLabel('Search people').fill(chen.email);
  const row = people.getByRole('listitem').filter({ hasText: chen.email });
  await row.getByRole('button', { name: 'Change roles and account of Chen Wei' }).click();
  const dialog = people.getByRole('dialog', { name: 'Chen Wei' });
  await dialog.getByRole('checkbox', { name: /^Custodian: Sees what was sent in/ }).check();
  await expectReachable(people, 'making a custodian');
  await dialog.getByRole('button', { name: 'Save roles' }).click();
  await expect(row).toContainText('Custodian');

  const custodian = await open(chen, monitor);
  await custodian.goto(`/stories/${story.id}`);
  const download = custodian.waitForEvent('download');
  await custodian.getByRole('link', { name: 'Download the original' }).click();
  await (await download).cancel();
  const lift = custodian.getByRole('checkbox', { name: 'Keep the originals for custodians' });
  await expectReachable(custodian, 'a restricted story for a custodian');
  await lift.uncheck();
  await expect(custodian.getByText('Then only custodians can download the files')).toBeVisible();
  await expect(held.getByRole('link', { name: 'Download the original' }), 'at once for everybody').toBeVisible();

  await custodian.getByRole('radio', { name: 'High' }).check({ force: true });
  await expect(custodian.getByText('The risk is high, so only custodians')).toBeVisible();
  await expect(lift).toBeDisabled();
  type Log = { items: { what: string; by: { name: string } }[] };
  const log = await read<Log>(admin.api.get(`/api/v1/audit?story=${story.id}&what=clip.downloaded`));
  expect(log.items.map(({ by }) => by.name)).toEqual(['Chen Wei']);
});
