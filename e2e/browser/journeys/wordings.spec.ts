import { expectFits, expectReachable } from '../look';
import { expect, monitor, phone, read, test } from '../people';
import { newStory } from '../story';

type Wording = { id: string; name: string; version: number; language: string; text: string; retired: boolean };

test('an administrator keeps the texts that people agree to, to the letter', async ({ admin, branch, open }) => {
  const name = `For ${branch.team.name}`;
  const first = 'I agree that my film is shown.\n\nI can take this back at any time.';
  const arabic = 'أوافق على عرض الفيلم الذي أظهر فيه.';
  const kept = async () => (await read<{ items: Wording[] }>(admin.api.get('/api/v1/wordings'))).items.filter((one) => one.name === name);
  const page = await open(admin, monitor);
  await page.goto('/admin/offices');
  await page.getByRole('link', { name: 'Consent wordings' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Consent wordings' })).toBeVisible();

  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'New wording' }).click();
  await dialog.getByLabel('Name').fill(name);
  await expect(dialog.getByLabel('Language')).toHaveValue('en');
  await dialog.getByLabel('Text').fill(first);
  await expectReachable(page, 'writing a wording');
  await dialog.getByRole('button', { name: 'Add the text' }).click();
  await expect(page.getByText(`Added: ${name}, version 1, English.`)).toBeVisible();

  const card = page.getByRole('region', { name });
  await card.getByRole('button', { name: `Add a language to version 1 of ${name}` }).click();
  await expect(dialog.getByLabel('Language').getByRole('option', { name: 'English' })).toHaveCount(0);
  await dialog.getByText('How it reads in English').click();
  await expect(dialog.getByText('I can take this back')).toBeVisible();
  await dialog.getByLabel('Language').selectOption('Arabic');
  await dialog.getByLabel('Text').fill(arabic);
  await dialog.getByRole('button', { name: 'Add the text' }).click();

  await card.getByRole('button', { name: `Read ${name}, version 1, Arabic` }).click();
  const text = dialog.getByText(arabic);
  await expect(text).toHaveAttribute('lang', 'ar');
  expect(await text.evaluate((element) => getComputedStyle(element).direction), 'it runs as it is written').toBe('rtl');
  await expectReachable(page, 'reading a wording');
  await dialog.getByRole('button', { name: 'Done' }).click();

  // The next version is made out of the one before it, which stays as it is.
  await card.getByRole('button', { name: `Begin the next version of ${name}` }).click();
  await expect(dialog.getByLabel('Text')).toHaveValue(arabic);
  await dialog.getByLabel('Language').selectOption('English');
  await expect(dialog.getByLabel('Text')).toHaveValue(first);
  await expect(dialog.getByRole('button', { name: 'Add the text' })).toBeDisabled();
  await dialog.getByLabel('Text').fill(`${first}\n\nHelp does not depend on it.`);
  await dialog.getByRole('button', { name: 'Add the text' }).click();
  await expect(card.getByRole('heading', { level: 3 })).toHaveText(['Version 2', 'Version 1']);

  await card.getByRole('button', { name: `Retire ${name}, version 1, English` }).click();
  await expect(page.getByRole('dialog', { name: `Retire ${name}, version 1, English?` })).toContainText(
    'It is no longer offered for new records. Those that exist keep it to the letter.',
  );
  await expectReachable(page, 'retiring a wording');
  await dialog.getByRole('button', { name: 'Retire', exact: true }).click();
  await expect(page.getByText(`Retired: ${name}, version 1, English.`)).toBeVisible();
  await expect(card.getByRole('listitem').filter({ hasText: 'Retired' }).last()).toContainText('Used by 0 records');
  expect((await kept()).map(({ version, language, text, retired }) => [version, language, text, retired])).toEqual([
    [2, 'en', `${first}\n\nHelp does not depend on it.`, false],
    [1, 'ar', arabic, false],
    [1, 'en', first, true],
  ]);

  // What is retired is not offered to whoever records somebody; what is not, is.
  const story = await newStory(branch.amina, 'The wells');
  const field = await open(branch.amina, phone);
  await field.goto(`/stories/${story.id}`);
  await field.getByRole('button', { name: 'Add a person' }).tap();
  const record = field.getByRole('dialog');
  await record.getByLabel('Consent to be shown').selectOption('Agreed');
  await record.getByText('Wording, day, end').tap();
  const offered = record.getByLabel('What was read out or signed').getByRole('option');
  await expect(offered.filter({ hasText: `${name}, version 2, English` })).toHaveCount(1);
  await expect(offered.filter({ hasText: `${name}, version 1, English` })).toHaveCount(0);

  await card.getByRole('button', { name: `Offer ${name}, version 1, English again` }).click();
  await expect(page.getByText(`Offered again: ${name}, version 1, English.`)).toBeVisible();
});

test('whoever administers less than everything reads who keeps the wordings', async ({ branch, open }) => {
  const page = await open(branch.paula, phone);
  await page.goto('/admin/wordings');
  await expect(page.getByRole('heading', { name: 'Headquarters decides this' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'New wording' })).toBeHidden();
  await expectFits(page, 'wordings of others');
});
