import { expectReachable } from '../look';
import { expect, phone, read, test } from '../people';

test('a code from the sheet lets somebody in, once', async ({ branch, open }) => {
  const { amina } = branch;
  const page = await open(amina, phone);
  await page.goto('/account');
  await page.getByRole('button', { name: 'Make ten codes' }).tap();
  await expect(page.getByText('Write these down now: they are shown this once.')).toBeVisible();
  const sheet = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(sheet).toHaveCount(10);
  const codes = await sheet.allTextContents();
  await expectReachable(page, 'recovery codes');
  await page.reload();
  await expect(page.getByText(/^10 of 10 can still be used\./)).toBeVisible();
  await expect(page.getByText(codes[0]!)).toHaveCount(0);

  const leave = async () => {
    await page.getByRole('button', { name: /Amina Juma/ }).tap();
    await page.getByRole('menuitem', { name: 'Sign out' }).tap();
    await expect(page.getByRole('button', { name: 'Use a recovery code' })).toBeVisible();
  };
  const comeIn = async (code: string) => {
    await page.getByRole('button', { name: 'Use a recovery code' }).tap();
    await page.getByLabel('E-mail address').fill(amina.email);
    await page.getByLabel('Recovery code').fill(code);
    await page.getByRole('button', { name: 'Sign in', exact: true }).tap();
  };
  await leave();
  // As somebody copies it from paper: small letters, no hyphens.
  await comeIn(codes[3]!.toLowerCase().replaceAll('-', ' '));
  await expect(page.getByRole('heading', { name: 'My stories' })).toBeVisible();
  await page.goto('/account');
  await expect(page.getByText(/^9 of 10 can still be used\./)).toBeVisible();
  const told = await read<{ items: { what: string }[] }>(page.request.get('/api/v1/notices'));
  expect(told.items.map(({ what }) => what), 'she is told that one was used').toContain('account.code_used');

  // With it she chooses a new password, the old one being lost.
  await page.getByLabel('New password').fill('another four random words');
  await page.getByRole('button', { name: 'Set password' }).tap();
  await expect(page.getByText('Your password is set.')).toBeVisible();

  await leave();
  await comeIn(codes[3]!);
  await expect(page.getByRole('alert')).toContainText('or the code was used already');
  await page.getByLabel('Recovery code').fill(codes[4]!);
  await page.getByRole('button', { name: 'Sign in', exact: true }).tap();
  await expect(page.getByRole('heading', { name: 'My stories' })).toBeVisible();
});
