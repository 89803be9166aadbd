import { expectFits, expectReachable } from '../look';
import { expect, monitor, phone, read, test } from '../people';

type Policy = { retention: Record<string, number>; retention_from: string | null; consent_months: number };

/** The organisation is one: whatever a journey sets, it sets back. */
test.describe.configure({ mode: 'serial' });

test.afterEach(async ({ admin }) => {
  const retention = { draft: 0, returned: 0, declined: 0, kept: 0, withdrawn: 0 };
  await read(admin.api.patch('/api/v1/policy', { data: { consent_months: 0, consent_file: false, trash_days: 30, retention } }));
});

test('headquarters sets a rule once it was read what that would take', async ({ admin, open }) => {
  const page = await open(admin, monitor);
  await page.goto('/admin/offices');
  await page.getByRole('link', { name: 'For the whole organisation' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'What holds for the whole organisation' })).toBeVisible();
  await expect(page.getByText('Nothing goes by itself: everything is kept for ever.')).toBeVisible();
  await expectReachable(page, 'the policy');

  // By keyboard alone, as whoever sees no mouse does.
  const drafts = page.getByRole('textbox', { name: 'Drafts that nobody touched' });
  await drafts.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('a year');
  await expect(page.getByRole('alert').filter({ hasText: 'Say after how many months' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('1200');
  await expect(page.getByText('Nothing: no story has lain for so long.')).toBeVisible();
  await expect(page.getByText('When you save this, nothing happens before')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Saved\. The rules take nothing before/)).toBeVisible();
  await expect(page.getByText('These rules take nothing before')).toBeVisible();

  const saved = await read<Policy>(admin.api.get('/api/v1/policy'));
  expect(saved.retention).toEqual({ draft: 1200, returned: 0, declined: 0, kept: 0, withdrawn: 0 });
  expect(new Date(saved.retention_from!).valueOf()).toBeGreaterThan(Date.now() + 23 * 60 * 60 * 1000);
  await page.goto('/admin/audit');
  await expect(page.getByText('keep_draft: 1200').first()).toBeVisible();
});

test('the preview lists what a rule would take, on a phone', async ({ admin, branch, open }) => {
  const { amina } = branch;
  const items = Array.from({ length: 12 }, (_, i) => ({
    id: amina.email,
    title: i ? `A draft of long ago ${i}` : 'A draft with a title that goes on for quite some time, as titles from the field do',
    author: { id: 'a', name: amina.name },
    office: branch.team.id,
    office_name: branch.team.name,
    stage: 'draft',
    since: '2024-05-03T10:00:00Z',
    clips: 2,
    bytes: 3.2e9,
  }));
  const page = await open(admin, phone);
  // Nobody waits a month for a draft to grow old: what the server finds is a test beside it.
  await page.route('**/api/v1/policy/retention?*', async (route) => {
    const url = new URL(route.request().url());
    const rest = url.searchParams.has('cursor');
    url.searchParams.delete('cursor');
    const answer = await route.fetch({ url: url.href });
    const real = (await answer.json()) as { classes: { stage: string; stories: number; clips: number; bytes: number }[] };
    if (url.searchParams.get('draft') !== '12') return route.fulfill({ response: answer });
    await route.fulfill({
      json: {
        ...real,
        classes: real.classes.map((one) => (one.stage === 'draft' ? { ...one, stories: 212, clips: 424, bytes: 678e9 } : one)),
        stories: 212,
        day: 100,
        items: (rest ? items.slice(10) : items.slice(0, 10)).map((one, i) => ({ ...one, id: `${rest}-${i}` })),
        next_cursor: rest ? '' : 'more',
      },
    });
  });
  await page.goto('/admin/policy');
  await page.getByRole('textbox', { name: 'Drafts that nobody touched' }).fill('12');
  await expect(page.getByText('212 stories with 424 clips, 678 GB')).toBeVisible();
  await expect(page.getByText('Now: 212 stories, 424 clips, 678 GB')).toBeVisible();
  const list = page.getByRole('list', { name: 'What these rules would take now' });
  await expect(list.getByRole('listitem')).toHaveCount(10);
  await page.getByRole('button', { name: 'Show more of them' }).tap();
  await expect(list.getByRole('listitem')).toHaveCount(12);
  await expect(page.getByText(/on the first day at most 100 stories\. .* 30 days each can be brought back/)).toBeVisible();
  await expectFits(page, 'the preview');
  await expectReachable(page, 'the preview');
});

test('whoever administers less than everything reads who decides', async ({ admin, branch, open }) => {
  const { paula, region } = branch;
  await read(admin.api.put(`/api/v1/members/${(await read<{ id: string }>(paula.api.get('/api/v1/me'))).id}/roles/${region.id}`, { data: { roles: ['admin'] } }));
  const page = await open(paula, monitor);
  await page.goto('/admin/offices');
  await expect(page.getByRole('link', { name: 'Trash' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'For the whole organisation' })).toBeHidden();
  await page.goto('/admin/policy');
  await expect(page.getByRole('heading', { name: 'Headquarters decides this' })).toBeVisible();
});
