import { monitor, phone, expect, test } from '../people';
import { expectFits, expectReachable } from '../look';
import { newStory, take } from '../story';

test('a full desk is narrowed to what an editor looks for', async ({ branch, open }) => {
  const { amina, luis, team } = branch;
  const made = async (title: string, card: Record<string, string>) => {
    const story = await newStory(amina, title, card);
    await take(amina, story, 'submit');
    return story;
  };
  await made('The well', { language: 'ar-SD', happened_on: '2026-03-01' });
  const school = await made('The school', { language: 'sw', happened_on: '2026-03-02' });
  await made('The bridge', { happened_on: '2026-03-20' });
  await take(luis, school, 'keep');

  const page = await open(luis, monitor);
  const story = (title: string) => page.getByRole('link', { name: title, exact: true });
  await page.goto(`/desk?office=${team.id}&view=below`);
  await expect(story('The well')).toBeVisible();

  // A key opens the filters and goes to the first of them.
  await page.keyboard.press('f');
  const filters = page.getByRole('region', { name: 'Filters' });
  await expect(filters.getByLabel('Overdue')).toBeFocused();
  await filters.getByLabel('Language').selectOption({ label: 'Arabic' });
  await expect(story('The bridge')).toBeHidden();
  await expect(story('The well')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Filters: 1' })).toHaveAttribute('aria-expanded', 'true');

  // What is chosen stands in the address, and is there again after a reload.
  await filters.getByLabel('Language').selectOption({ label: 'All languages' });
  await filters.getByLabel('Filmed until').fill('2026-03-02');
  await expect(story('The bridge')).toBeHidden();
  await expect(story('The school')).toBeVisible();
  await filters.getByLabel('Filmed from').fill('2026-03-02');
  await expect(story('The well')).toBeHidden();
  await page.reload();
  await expect(filters.getByLabel('Filmed from')).toHaveValue('2026-03-02');
  await expect(story('The school')).toBeVisible();
  await expect(story('The well')).toBeHidden();

  await filters.getByRole('button', { name: 'Clear filters' }).click();
  await expect(story('The well')).toBeVisible();
  await filters.getByLabel('Mine: I wrote it or decided on it').check();
  await expect(story('The well')).toBeHidden();
  await expect(story('The school'), 'luis kept it').toBeVisible();
  await expectReachable(page, 'the desk with its filters');

  // Nothing is overdue yet, and the page says how to go on.
  await page.keyboard.press('o');
  await expect(page.getByText('No story matches')).toBeVisible();
  await expect(page).toHaveURL(/overdue=yes/);
  await page.keyboard.press('o');
  await expect(story('The school')).toBeVisible();
  await page.keyboard.press('m');
  await expect(story('The well')).toBeVisible();
  await expect(page).not.toHaveURL(/overdue|involved/);
});

test('the filters of the desk fit a phone', async ({ branch, open }) => {
  const page = await open(branch.luis, phone);
  await page.goto(`/desk?office=${branch.team.id}&overdue=yes`);
  await expect(page.getByRole('region', { name: 'Filters' })).toBeVisible();
  await expectFits(page, 'the desk with its filters');
  // A phone's window grows with what is too wide for it; its screen does not.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.viewport!.width);
  await expectReachable(page, 'the desk with its filters on a phone');
});

test('an address that names an office out of reach is asked about once', async ({ branch, open }) => {
  const page = await open(branch.luis, monitor);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/v1/offices') asked.push(request.url());
  });
  await page.goto('/desk?office=01900000-0000-7000-8000-000000000000');
  await expect(page.getByText('There is nothing here that you can see.')).toBeVisible();
  // Where it is asked for ever, it is asked while these are answered.
  for (let round = 0; round < 10; round++) await page.evaluate(() => fetch('/api/v1/me'));
  expect(asked.length, asked.join('\n')).toBeLessThan(4);
});
