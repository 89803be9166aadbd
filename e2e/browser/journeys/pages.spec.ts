import { resolve } from 'node:path';
import type { BrowserContextOptions, Page } from '@playwright/test';
import { film } from '../film';
import { expectFits, expectReachable } from '../look';
import { making } from '../patience';
import { test as base, expect, leave, monitor, newBranch, phone, read, type Branch } from '../people';
import { addClip, newStory, record, take, type Story } from '../story';

type Told = Branch & { stories: Record<'waiting' | 'returned' | 'published', Story> };

/** Nothing moves in these stories, so one telling serves every test of a worker. */
const test = base.extend<object, { told: Told }>({
  told: [
    async ({ admin }, use) => {
      const branch = await newBranch(admin);
      await use({ ...branch, stories: await tell(branch) });
      await leave(branch);
    },
    { scope: 'worker', timeout: 2 * making },
  ],
});

/** Longer words, or a theme and a direction that were each seen elsewhere: only measured. */
const onlyWords = ['monitor, light, Arabic', 'phone, light, French'];

/** Screens, themes and directions, so that each page is seen in both of all three. */
const looks = {
  // With what moves, which the other journeys do without.
  'phone, light': { ...phone, colorScheme: 'light', locale: 'en-GB', reducedMotion: 'no-preference' },
  'monitor, dark': { ...monitor, colorScheme: 'dark', locale: 'en-GB' },
  'phone, dark, Arabic': { ...phone, colorScheme: 'dark', locale: 'ar' },
  'monitor, light, Arabic': { ...monitor, colorScheme: 'light', locale: 'ar' },
  'phone, light, French': { ...phone, colorScheme: 'light', locale: 'fr' },
} satisfies Record<string, BrowserContextOptions>;

for (const [name, look] of Object.entries(looks)) {
  test(`every page can be read and reached: ${name}`, async ({ admin, told, open }, info) => {
    test.slow(); // two dozen pages one after another
    const { stories } = told;

    const see = async (page: Page, what: string) => {
      if (look.viewport!.width <= 400) await expectFits(page, what);
      // Pictures for somebody to look at: LOOK=1 npx playwright test pages
      if (process.env.LOOK) {
        await page.screenshot({
          path: resolve(info.project.outputDir, '../look', `${what}, ${name}.png`.replaceAll(', ', '-').replaceAll(' ', '-')),
          fullPage: true,
        });
      }
      if (!onlyWords.includes(name)) await expectReachable(page, what);
    };
    /** Goes there and looks once that is on the page which is last to come. */
    const visit = async (page: Page, path: string, what: string, last = page.getByRole('heading', { level: 1 })) => {
      await page.goto(path);
      await expect(last.first()).toBeAttached();
      await see(page, what);
    };

    const stranger = await open(null, look);
    await visit(stranger, '/sign-in', 'sign-in');
    await visit(stranger, '/design', 'design');
    await visit(stranger, '/no/such/page', 'missing page');
    await visit(stranger, '/sign-in/a-link', 'one-time link');
    await visit(stranger, stories.published.publications![0]!.url, 'public page');

    const field = await open(told.amina, look);
    const titles = (page: Page) => page.getByRole('heading', { level: 2, name: stories.waiting.title });
    await visit(field, '/stories', 'my stories', titles(field));
    await visit(field, '/stories/new', 'new story', field.getByRole('textbox').first());
    await visit(field, `/stories/${stories.returned.id}/edit`, 'sending', field.getByText('Who built it?'));
    await visit(field, `/stories/${stories.published.id}`, 'own story');
    await visit(field, '/account', 'account', field.getByRole('heading', { level: 2 }).nth(3));
    await visit(field, '/notices', 'notices', field.getByRole('listitem').filter({ hasText: stories.returned.title }));

    const desk = await open(told.chen, look);
    const raised = desk.getByRole('heading', { level: 2, name: stories.published.title });
    await visit(desk, '/desk', 'desk', titles(desk));
    await visit(desk, '/desk?view=below', 'desk, below', raised);
    await visit(desk, '/desk?view=week', 'desk, this week', raised);
    await visit(desk, '/desk?q=nothing-of-the-kind', 'desk, empty', desk.getByRole('heading', { level: 2 }));
    await visit(desk, '/desk?view=below&involved=yes', 'desk, filtered', raised);
    const raise = desk.getByRole('button', { name: told.region.name });
    await visit(desk, `/stories/${stories.waiting.id}`, 'story', raise);
    await raise.click();
    await expect(desk.getByRole('dialog')).toBeVisible();
    await see(desk, 'raise');

    const office = await open(told.paula, look);
    await visit(office, `/stories/${stories.published.id}`, 'published story');

    const administration = await open(admin, look);
    await visit(administration, '/admin/offices', 'offices', administration.getByText(told.team.name));
    await visit(administration, '/admin/policy', 'policy', administration.getByRole('textbox').nth(6));
    await visit(administration, '/admin/wordings', 'wordings', administration.getByRole('heading', { level: 2 }));
    await visit(administration, '/admin/groups', 'groups', administration.getByRole('heading', { level: 2 }));
    await visit(administration, '/admin/people', 'people', administration.getByRole('listitem'));
    await administration.getByRole('searchbox').fill(told.amina.email); // among all whom other journeys brought
    await expect(administration.getByText(told.amina.email)).toBeAttached();
    await administration.locator('.actions').getByRole('button').first().click();
    const table = `name,email,office,role\nليلى,new@example.org,${told.team.slug},contributor\nAmina,${told.amina.email},${told.team.slug},viewer`;
    await administration.locator('input[type=file]').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
    await expect(administration.getByRole('dialog').getByRole('listitem')).toHaveCount(2);
    await see(administration, 'people from a file');
    await visit(administration, '/admin/audit', 'audit log', administration.locator('time'));
  });
}

/** Stories of a branch at several places of their way. */
async function tell({ amina, luis, chen, paula }: Branch): Promise<Told['stories']> {
  const text = 'Clear water for the first time in two years.\n\nSeven women run the pump now.';
  const card = { text, place: 'Mtwara', happened_on: '2026-05-03', language: 'en' };
  const returned = await newStory(amina, 'The bridge', card);
  await take(amina, returned, 'submit');
  await take(luis, returned, 'return', 'Who built it?');

  const waiting = await newStory(amina, 'A title that goes on for quite some time, as titles from the field sometimes do', card);
  await Promise.all([addClip(amina, waiting, film('portrait')), addClip(amina, waiting, film('landscape'))]);
  await record(amina, waiting, 'Halima, at the pump');
  await take(amina, waiting, 'submit', 'Filmed this morning.');
  await take(luis, waiting, 'raise', 'The region should see this.');

  const arabic = { ...card, language: 'ar', text: 'ماء صاف للمرة الأولى منذ عامين.' };
  const published = await newStory(amina, 'بئر متوارا تعمل من جديد', arabic);
  await addClip(amina, published, film('portrait'));
  await take(amina, published, 'submit');
  await take(luis, published, 'raise');
  await take(chen, published, 'raise');
  await take(paula, published, 'clear');
  await take(paula, published, 'publish');
  return { waiting, returned, published: await read<Story>(paula.api.get(`/api/v1/stories/${published.id}`)) };
}
