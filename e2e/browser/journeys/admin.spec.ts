import { readFileSync } from 'node:fs';
import { expectReachable } from '../look';
import { expect, monitor, read, test } from '../people';
import { newStory, take } from '../story';

test('an administrator gives a role, keeps somebody out and hands out a way back in', async ({ admin, branch, open }) => {
  const { amina } = branch;
  const page = await open(admin, monitor);
  await page.goto('/admin/people');
  await page.getByLabel('Search people').fill(amina.email);
  const row = page.getByRole('listitem').filter({ hasText: amina.email });
  await row.getByRole('button', { name: 'Change roles and account of Amina Juma' }).click();
  const dialog = page.getByRole('dialog', { name: 'Amina Juma' });
  await expect(dialog.getByRole('checkbox', { name: /^Contributor/ })).toBeChecked();
  await dialog.getByRole('checkbox', { name: /^Viewer/ }).check();
  await expectReachable(page, 'roles of a person');
  await dialog.getByRole('button', { name: 'Save roles' }).click();
  await expect(row).toContainText('Viewer');
  const me = await read<{ grants: { role: string }[] }>(amina.api.get('/api/v1/me'));
  expect(me.grants.map(({ role }) => role).sort()).toEqual(['contributor', 'viewer']);

  await dialog.getByRole('button', { name: 'Suspend' }).click();
  await expect(dialog.getByText('Amina Juma cannot come in.')).toBeVisible();
  expect((await amina.api.get('/api/v1/me')).status(), 'she is out at once').toBe(401);
  await dialog.getByRole('button', { name: 'Let in again' }).click();
  await dialog.getByRole('button', { name: 'New sign-in link' }).click();
  const link = await dialog.getByLabel('Sign-in link').inputValue();

  const theirs = await open(null, monitor);
  await theirs.goto(link);
  await theirs.getByRole('button').first().click();
  await expect(theirs.getByRole('button', { name: /Amina Juma/ })).toBeVisible();
});

test('who administers only part of somebody’s roles reads who can do more', async ({ admin, branch, open }) => {
  const { amina, chen, country, region } = branch;
  const who = await read<{ id: string }>(amina.api.get('/api/v1/me'));
  const boss = await read<{ id: string }>(chen.api.get('/api/v1/me'));
  await read(admin.api.put(`/api/v1/members/${who.id}/roles/${region.id}`, { data: { roles: ['viewer'] } }));
  await read(admin.api.put(`/api/v1/members/${boss.id}/roles/${country.id}`, { data: { roles: ['admin'] } }));
  const page = await open(chen, monitor);
  await page.goto('/admin/people');
  await page.getByRole('button', { name: 'Change roles and account of Amina Juma' }).click();
  const dialog = page.getByRole('dialog', { name: 'Amina Juma' });
  await expect(dialog.getByText('Only an administrator of every office where Amina Juma has a role')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'New sign-in link' })).toBeHidden();
  await expectReachable(page, 'roles of a person of whom one administers a part');
});

test('an office moves and closes once it was read what that changes', async ({ admin, branch, open }) => {
  const { amina, team, country, region } = branch;
  const story = await newStory(amina, 'It waits in the field');
  await take(amina, story, 'submit');
  const page = await open(admin, monitor);
  await page.goto('/admin/offices');

  await page.getByRole('button', { name: `Move ${team.name}` }).click();
  const move = page.getByRole('dialog', { name: `Move ${team.name}` });
  await move.getByLabel('It will belong to').selectOption(region.id);
  await expect(move.getByText('Offices that move: 1. Stories that come from there or stand there: 1.')).toBeVisible();
  await expect(move.getByText('Would no longer see them:')).toBeVisible();
  await expect(move.getByRole('listitem').filter({ hasText: country.name })).toContainText('Editor');
  await expectReachable(page, 'moving an office');
  await move.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(page.getByText(`${team.name} belongs to ${region.name} now.`)).toBeVisible();

  await page.getByRole('button', { name: `Close ${team.name}` }).click();
  const close = page.getByRole('dialog', { name: `Close ${team.name}?` });
  await expect(close.getByText('Stories that wait there for a decision: 1')).toBeVisible();
  await expect(close.getByRole('button', { name: 'Close', exact: true }).last()).toBeDisabled();
  await close.getByLabel('Let these stories wait at the office above').check();
  await close.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(page.getByText(`${team.name} is closed.`)).toBeVisible();
  const after = await read<{ stands_at: { id: string } | string }>(admin.api.get(`/api/v1/stories/${story.id}`));
  expect(JSON.stringify(after.stands_at)).toContain(region.id);

  await page.getByRole('button', { name: `Open ${team.name} again` }).click();
  await expect(page.getByText(`${team.name} takes stories again.`)).toBeVisible();
});

test('offices come from a file that is checked whole before anything is added', async ({ admin, branch, open }) => {
  const { team } = branch;
  const page = await open(admin, monitor);
  await page.goto('/admin/offices');
  await page.getByRole('button', { name: `Offices from a file, below ${team.name}` }).click();
  const dialog = page.getByRole('dialog', { name: `Offices from a file, below ${team.name}` });
  const bring = (...lines: string[]) =>
    dialog
      .getByLabel('CSV file')
      .setInputFiles({ name: 'offices.csv', mimeType: 'text/csv', buffer: Buffer.from(['office,level', ...lines].join('\n')) });
  await bring('مكتب الشمال,Site', 'Nowhere / Camp,Site');
  await expect(dialog.getByRole('listitem')).toContainText('Line 3:');
  await expect(dialog.getByRole('button', { name: 'Add them' })).toBeDisabled();
  await bring('مكتب الشمال,Site', 'مكتب الشمال / Camp,Camp');
  await expect(dialog.getByText('Offices to add: 2. There already: 0.')).toBeVisible();
  await expectReachable(page, 'offices from a file');
  await dialog.getByRole('button', { name: 'Add them' }).click();
  await expect(page.getByText('Offices added: 2.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Rename Camp' })).toBeVisible();
});

test('people come from a file that is checked whole, and their links are handed over once', async ({ admin, branch, open }) => {
  const { amina, team } = branch;
  const page = await open(admin, monitor);
  await page.goto('/admin/people');
  await page.getByRole('button', { name: 'From a file' }).click();
  const dialog = page.getByRole('dialog', { name: 'People from a file' });
  const bring = (...lines: string[]) =>
    dialog
      .getByLabel('CSV file')
      .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(['name;email;office;role', ...lines].join('\n')) });
  const fresh = `new-${Date.now()}@example.org`;
  await bring(`ليلى;${fresh};${team.slug};contributor`, `Nobody;nobody;${team.slug};king`);
  await expect(dialog.getByRole('listitem')).toContainText('Line 3:');
  await expect(dialog.getByRole('button', { name: 'Invite them' })).toBeDisabled();
  const whole = [`ليلى;${fresh};${team.slug};contributor`, `Amina;${amina.email};${team.slug};viewer`, `Joseph;late-${fresh};${team.slug};viewer`];
  await bring(...whole);
  await expect(dialog.getByText('To invite: 2. Have an account and get a role: 1. Nothing to do: 0.')).toBeVisible();
  await expectReachable(page, 'people from a file');
  await dialog.getByRole('button', { name: 'Invite them' }).click();
  await expect(dialog.getByText('The links are shown only now')).toBeVisible();
  await expectReachable(page, 'links of people from a file');
  const saving = page.waitForEvent('download');
  await dialog.getByRole('link', { name: 'Save the links as CSV' }).click();
  const table = readFileSync(await (await saving).path(), 'utf8');
  expect(table).toContain(`ليلى,${fresh},${team.name},`);

  const theirs = await open(null, monitor);
  await theirs.goto(/http\S+/.exec(table)![0]);
  await theirs.getByRole('button').first().click();
  await expect(theirs.getByRole('button', { name: /ليلى/ })).toBeVisible();
  const me = await read<{ grants: { role: string }[] }>(amina.api.get('/api/v1/me'));
  expect(me.grants.map(({ role }) => role).sort()).toEqual(['contributor', 'viewer']);

  // Whose link was lost is invited again by the same file, and nobody else.
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'From a file' }).click();
  await bring(...whole);
  await expect(dialog.getByText('To invite: 0. Have an account and get a role: 0. Nothing to do: 3.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Invite them' })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'never come in: 1' }).check();
  await expectReachable(page, 'people of a file invited again');
  await dialog.getByRole('button', { name: 'Invite them' }).click();
  const savingAgain = page.waitForEvent('download');
  await dialog.getByRole('link', { name: 'Save the links as CSV' }).click();
  const anew = readFileSync(await (await savingAgain).path(), 'utf8');
  expect(anew.trim().split('\n')).toHaveLength(2);
  expect(anew).toContain(`Joseph,late-${fresh},${team.name},`);
});
