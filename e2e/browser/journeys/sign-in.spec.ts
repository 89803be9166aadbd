import { expect, monitor, phone, test } from '../people';
import { signIns } from '../server';

test('everybody who was printed can sign in', async ({ request }) => {
  expect(signIns().length).toBeGreaterThan(4);
  for (const { email, password } of signIns()) {
    const answer = await request.post('/api/v1/session', { data: { email, password } });
    expect(answer.ok(), email).toBe(true);
    expect(await (await request.get('/api/v1/me')).json()).toMatchObject({ email });
  }
});

test('a wrong password is answered with what to do', async ({ branch, open }) => {
  const page = await open(null, phone);
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(branch.amina.email);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).tap();
  await expect(page.getByRole('alert')).toContainText('Address and password do not go together.');
});

test('an address of a story leads there after signing in', async ({ branch, open }) => {
  const page = await open(null, monitor);
  await page.goto('/desk?view=below');
  await page.getByLabel('E-mail address').fill(branch.luis.email);
  await page.getByLabel('Password').fill(branch.luis.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('radio', { name: 'Came in below' })).toBeChecked();
});

test('an invited person comes in by a one-time link', async ({ admin, branch, open }) => {
  const page = await open(admin, monitor);
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People' }).click();
  await page.getByRole('button', { name: 'Invite a person' }).click();
  const email = `neema.${branch.team.id}@example.org`;
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Neema Said');
  await dialog.getByLabel('E-mail address').fill(email);
  const office = dialog.getByLabel('Office').getByRole('option', { name: branch.team.name });
  await dialog.getByLabel('Office').selectOption(await office.getAttribute('value'));
  await dialog.getByLabel('Role').selectOption('Contributor');
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  await expect(page.getByRole('dialog', { name: 'Invitation for Neema Said' })).toBeVisible();
  await expect(dialog.getByRole('img', { name: /^QR code.*Neema Said/ })).toBeVisible();
  const link = await dialog.getByRole('textbox', { name: 'Sign-in link' }).inputValue();
  await dialog.getByRole('button', { name: 'Done' }).click();
  // There may be more people than a page shows.
  await page.getByRole('searchbox', { name: 'Search people' }).fill('Neema Said');
  await expect(page.getByText(email)).toBeVisible();

  const theirs = await open(null, phone);
  await theirs.goto(link);
  await theirs.getByRole('button', { name: 'Sign in' }).tap();
  await expect(theirs.getByRole('heading', { name: 'My stories' })).toBeVisible();
  await theirs.getByRole('button', { name: /Neema Said/ }).tap();
  await theirs.getByRole('menuitem', { name: 'Account' }).tap();
  await theirs.getByLabel('New password').fill('four words in a row');
  await theirs.getByRole('button', { name: 'Set password' }).tap();
  await expect(theirs.getByText('Your password is set.')).toBeVisible();

  const thief = await open(null, phone);
  await thief.goto(link);
  await thief.getByRole('button', { name: 'Sign in' }).tap();
  await expect(thief.getByText('was used already')).toBeVisible();

  await thief.goto('/sign-in');
  await thief.getByLabel('E-mail address').fill(email);
  await thief.getByLabel('Password').fill('four words in a row');
  await thief.getByRole('button', { name: 'Sign in' }).tap();
  await expect(thief.getByRole('heading', { name: 'My stories' })).toBeVisible();
});
