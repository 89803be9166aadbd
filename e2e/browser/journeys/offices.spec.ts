import { expectFits, expectReachable } from '../look';
import { expect, monitor, phone, read, test as base } from '../people';
import { up } from '../server';

/** A system of its own: so many offices would stand in the way of every other journey. */
const test = base.extend<object, { house: { url: string; link: string } }>({
  house: [
    async ({}, use) => {
      const system = await up(['--addr', '127.0.0.1:0']);
      await use({ url: system.url, link: /http\S+\/sign-in\/\S+/.exec(system.said.join('\n'))![0] });
      await system.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

const countries = 5;
const teams = 999;

test('among five thousand offices one is found by its name, on every page that asks for one', async ({ house, open }) => {
  const at = { baseURL: house.url };
  const page = await open(null, { ...monitor, ...at });
  await page.goto(house.link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  const { items } = await read<{ items: { id: string; name: string }[] }>(page.request.get('/api/v1/offices'));
  const lines = ['office,level'];
  for (let country = 1; country <= countries; country++) {
    lines.push(`Country ${country},Country`);
    for (let team = 1; team <= teams; team++) lines.push(`Country ${country} / Team ${country}-${team},Field team`);
  }
  const root = items[0]!;
  await read(page.request.post(`/api/v1/offices/${root.id}/import`, { data: { csv: lines.join('\n'), apply: true } }));

  // The tree shows the highest, opens where it is asked to, and is searched.
  await page.goto('/admin/offices');
  await page.getByRole('button', { name: 'Show all below Country 5' }).click();
  await expect(page.getByRole('button', { name: 'Rename Team 5-999' })).toBeVisible();
  await page.getByLabel('Search offices').fill('team 3-77');
  await expect(page.getByRole('listitem').filter({ hasText: 'Team 3-777' })).toContainText('Country 3');
  await expectReachable(page, 'offices that were searched');
  const hand = await open(null, { ...phone, ...at, storageState: await page.context().storageState() });
  await hand.goto('/admin/offices');
  await hand.getByLabel('Search offices').fill('4-444');
  await hand.getByRole('button', { name: 'Move Team 4-444' }).click();
  const moving = hand.getByRole('dialog');
  await moving.getByRole('searchbox').fill('country 2');
  await moving.getByRole('radio', { name: /^Country 2/ }).check();
  await expect(moving.getByText('Nobody sees more or less than before.')).toBeVisible();
  await expectFits(hand, 'choosing where an office moves');
  await expectReachable(hand, 'choosing where an office moves');
  await moving.getByRole('button', { name: 'Move' }).click();
  await expect(moving).toBeHidden();
  await expect(hand.getByRole('listitem').filter({ hasText: 'Team 4-444' })).toContainText('Country 2');

  // Somebody is invited to a team; what is typed to find it does not send the form.
  await page.goto('/admin/people');
  await page.getByRole('button', { name: 'Invite a person' }).click();
  const inviting = page.getByRole('dialog');
  await inviting.getByLabel('Name').fill('Chen Wei');
  await inviting.getByLabel('E-mail').fill('chen@example.org');
  await inviting.getByRole('searchbox').fill('2-123');
  await inviting.getByRole('searchbox').press('Enter');
  await inviting.getByRole('radio', { name: /^Team 2-123/ }).check();
  await expectReachable(page, 'inviting to one of five thousand offices');
  await inviting.getByRole('button', { name: 'Make the link' }).click();
  await inviting.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Chen Wei' })).toContainText('Team 2-123');

  // A desk far down the tree, and a story from there.
  await hand.goto('/desk');
  await hand.getByRole('button', { name: /^Office: / }).click();
  const choosing = hand.getByRole('dialog');
  await choosing.getByRole('searchbox').fill('1-999');
  await choosing.getByRole('radio', { name: /^Team 1-999/ }).check();
  await expectFits(hand, 'choosing whose desk is shown');
  await choosing.getByRole('button', { name: 'Show its desk' }).click();
  await expect(hand.getByRole('button', { name: 'Office: Team 1-999.' })).toBeVisible();
  await hand.reload();
  await expect(hand.getByRole('button', { name: 'Office: Team 1-999.' })).toBeVisible();
  await hand.goto('/stories/new');
  await hand.getByLabel('Title').fill('The pump works');
  await hand.getByRole('searchbox').fill('5-500');
  await hand.getByRole('radio', { name: /^Team 5-500/ }).check();
  await expectFits(hand, 'a story from one of five thousand offices');
  await expectReachable(hand, 'a story from one of five thousand offices');
});
