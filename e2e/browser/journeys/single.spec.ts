import type { Page } from '@playwright/test';
import { expectFits, expectReachable } from '../look';
import { expect, monitor, phone, read, test as base } from '../people';
import { client, provider } from '../provider';
import { freePort, up } from '../server';

/** A system with single sign-on, which has to know its address and its provider before it starts. */
const test = base.extend<object, { house: { url: string; link: string } }>({
  house: [
    async ({}, use) => {
      const login = await provider();
      const port = await freePort();
      const system = await up(['--addr', `127.0.0.1:${port}`], {
        FIELDSTORY_PUBLIC_URL: `http://127.0.0.1:${port}`,
        FIELDSTORY_OIDC_ISSUER: login.issuer,
        FIELDSTORY_OIDC_CLIENT_ID: client.id,
        FIELDSTORY_OIDC_CLIENT_SECRET: client.secret,
        FIELDSTORY_OIDC_NAME: 'Staff login',
      });
      await use({ url: system.url, link: /http\S+\/sign-in\/\S+/.exec(system.said.join('\n'))![0] });
      await system.stop();
      await login.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

/** Goes to the provider from the door, says there who they are, and comes back. */
async function comeIn(page: Page, who: { email: string; name: string; groups: string }): Promise<void> {
  await page.getByRole('link', { name: 'Sign in with Staff login' }).click();
  await expect(page.getByRole('heading', { name: 'Staff login' })).toBeVisible();
  await page.getByLabel('Address').fill(who.email);
  await page.getByLabel('Name').fill(who.name);
  await page.getByLabel('Groups').fill(who.groups);
  await page.getByRole('button', { name: 'Go on' }).click();
}

test('a group of single sign-on leads its people to their office, and who is in none is found', async ({ house, open }) => {
  const at = { baseURL: house.url };
  const chen = { email: 'chen@example.org', name: 'Chen Wei', groups: 'staff country-editors' };
  const neema = { email: 'neema@example.org', name: 'Neema Said', groups: 'staff drivers' };

  const admin = await open(null, { ...monitor, ...at });
  await admin.goto(house.link);
  await admin.getByRole('button', { name: 'Sign in' }).click();
  await admin.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People' }).click();
  await admin.getByRole('link', { name: 'Groups of single sign-on' }).click();
  await expect(admin.getByText('whoever comes in by Staff login')).toBeVisible();
  await expectReachable(admin, 'no groups yet');
  const dialog = admin.getByRole('dialog');
  const add = async (group: string, office: string, role: string) => {
    await admin.getByRole('button', { name: 'Add a group' }).click();
    await dialog.getByLabel('Group').fill(group);
    const choice = dialog.getByLabel('Office').getByRole('option', { name: office });
    await dialog.getByLabel('Office').selectOption(await choice.getAttribute('value'));
    await dialog.getByLabel('Role').selectOption(role);
    await expectReachable(admin, 'adding a group');
    await dialog.getByRole('button', { name: 'Give the role' }).click();
    await expect(admin.getByRole('listitem').filter({ hasText: group })).toContainText(`${role} · ${office}`);
  };
  await add('country-editors', 'Country office', 'Editor');

  // Whoever is in the group comes to the desk of that office, with nobody asked.
  const desk = await open(null, { ...phone, ...at });
  await desk.goto('/');
  await comeIn(desk, chen);
  await expect(desk).toHaveURL(/\/desk$/);
  await expect(desk.getByRole('radio', { name: 'Waiting here' })).toBeChecked();
  const me = await read<{ name: string; grants: { office_name: string; role: string }[] }>(desk.request.get('/api/v1/me'));
  expect([me.name, ...me.grants.map(({ office_name, role }) => `${office_name}: ${role}`)]).toEqual(['Chen Wei', 'Country office: editor']);

  // Whose groups give nothing reads that, and an administrator reads why.
  const lost = await open(null, { ...phone, ...at });
  await lost.goto('/');
  await comeIn(lost, neema);
  await expect(lost.getByText('You hold no role yet')).toBeVisible();
  await expect(lost.getByText('It is your only way in.')).toBeVisible();
  await expectFits(lost, 'an account by single sign-on');
  await expectReachable(lost, 'an account by single sign-on');

  await admin.goto('/admin/people');
  await admin.getByLabel('Only people without a role').check();
  await expect(admin.getByText(chen.email)).toBeHidden();
  const row = admin.getByRole('listitem').filter({ hasText: neema.email });
  await expect(row).toContainText('No role');
  await row.getByRole('button', { name: 'Change roles and account of Neema Said' }).click();
  await expect(dialog.getByText('Neema Said holds no role')).toBeVisible();
  await expect(dialog.getByRole('listitem').filter({ hasText: /^drivers$/ })).toBeVisible();
  await expectReachable(admin, 'somebody without a role');
  await dialog.getByRole('link', { name: 'Groups of single sign-on' }).click();
  await add('drivers', 'Field team', 'Contributor');
  await expect(admin.getByRole('listitem').filter({ hasText: 'drivers' })).toContainText('1 person came in with it');
  await lost.goto('/');
  await expect(lost.getByRole('heading', { name: 'My stories' })).toBeVisible();

  // Before a role ends it is read who loses it.
  await admin.getByRole('button', { name: 'Remove from country-editors: Editor · Country office' }).click();
  await expect(dialog.getByText('1 person loses the role.')).toBeVisible();
  await expect(dialog.getByRole('list', { name: 'Who loses the role' })).toHaveText('Chen Wei');
  await expectReachable(admin, 'removing a group');
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(admin.getByText('country-editors no longer holds this role')).toBeVisible();
  expect((await read<{ grants: unknown[] }>(desk.request.get('/api/v1/me'))).grants).toEqual([]);

  // Neema parts her account herself, once there is another way in.
  await lost.goto('/account');
  await lost.getByRole('button', { name: 'Make ten codes' }).tap();
  await expect(lost.getByRole('list', { name: 'Recovery codes' })).toBeVisible();
  await lost.reload();
  await lost.getByRole('button', { name: 'Part from single sign-on' }).tap();
  await expect(lost.getByText('You lose the roles that your groups gave you')).toBeVisible();
  await expectReachable(lost, 'parting from single sign-on');
  await lost.getByRole('button', { name: 'Yes, part them' }).tap();
  await expect(lost.getByText('Your account is parted from single sign-on.')).toBeVisible();
  await expect(lost.getByText('You hold no role yet')).toBeVisible();

  // Chen is parted by the administrator, and is out at once.
  await admin.goto('/admin/people');
  const other = admin.getByRole('listitem').filter({ hasText: chen.email });
  await other.getByRole('button', { name: 'Change roles and account of Chen Wei' }).click();
  await dialog.getByRole('button', { name: 'Part from single sign-on' }).click();
  await expect(dialog.getByText('Chen Wei is signed out where they came in by it')).toBeVisible();
  await dialog.getByRole('button', { name: 'Yes, part them' }).click();
  await expect(admin.getByText('Chen Wei is parted from single sign-on.')).toBeVisible();
  expect((await desk.request.get('/api/v1/me')).status()).toBe(401);
  await desk.goto('/account');
  await comeIn(desk, { ...chen, groups: 'drivers' });
  await expect(desk.getByText('Contributor · Field team')).toBeVisible();
});
