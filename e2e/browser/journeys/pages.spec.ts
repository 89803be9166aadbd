import { resolve } from 'node:path';
import type { BrowserContextOptions, Page } from '@playwright/test';
import { expectFits, expectReachable } from '../look';
import { expect, monitor, phone, read, test, type Branch, type Person } from '../people';
import { addClip, newStory, take, type Story } from '../story';

type Scene = Branch & { admin: Person; open: (who: Person | null, how?: BrowserContextOptions) => Promise<Page> };

/** Screens, themes and directions, so that each page is seen in both of all three. */
const looks = {
  'phone, light': { ...phone, colorScheme: 'light', locale: 'en-GB' },
  'monitor, dark': { ...monitor, colorScheme: 'dark', locale: 'en-GB' },
  'phone, dark, Arabic': { ...phone, colorScheme: 'dark', locale: 'ar' },
  'monitor, light, Arabic': { ...monitor, colorScheme: 'light', locale: 'ar' },
  'phone, light, French': { ...phone, colorScheme: 'light', locale: 'fr' },
} satisfies Record<string, BrowserContextOptions>;

for (const [name, look] of Object.entries(looks)) {
  test(`every page can be read and reached: ${name}`, async ({ admin, branch, open }, info) => {
    const scene = { ...branch, admin, open };
    const stories = await tell(scene);

    const see = async (page: Page, what: string) => {
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
      await expect(page.getByRole('main').locator('[aria-busy="true"], [role="status"][aria-label]')).toHaveCount(0);
      if (look.viewport!.width <= 400) await expectFits(page, what);
      // Pictures for somebody to look at: LOOK=1 npx playwright test pages
      if (process.env.LOOK) {
        await page.screenshot({
          path: resolve(info.project.outputDir, '../look', `${what}, ${name}.png`.replaceAll(', ', '-').replaceAll(' ', '-')),
          fullPage: true,
        });
      }
      await expectReachable(page, what);
    };
    const visit = async (page: Page, path: string, what: string) => {
      await page.goto(path);
      await page.waitForLoadState('networkidle').catch(() => undefined);
      await see(page, what);
    };

    const stranger = await open(null, look);
    await visit(stranger, '/sign-in', 'sign-in');
    await visit(stranger, '/design', 'design');
    await visit(stranger, '/no/such/page', 'missing page');
    await visit(stranger, '/sign-in/a-link', 'one-time link');
    await visit(stranger, stories.published.publications![0]!.url, 'public page');

    const field = await open(branch.amina, look);
    await visit(field, '/stories', 'my stories');
    await visit(field, '/stories/new', 'new story');
    await visit(field, `/stories/${stories.returned.id}/edit`, 'sending');
    await visit(field, `/stories/${stories.published.id}`, 'own story');
    await visit(field, '/account', 'account');

    const desk = await open(branch.chen, look);
    await visit(desk, '/desk', 'desk');
    await visit(desk, '/desk?view=below', 'desk, below');
    await visit(desk, '/desk?q=nothing-of-the-kind', 'desk, empty');
    await visit(desk, `/stories/${stories.waiting.id}`, 'story');
    await desk.getByRole('button', { name: branch.region.name }).click();
    await expect(desk.getByRole('dialog')).toBeVisible();
    await see(desk, 'raise');

    const office = await open(branch.paula, look);
    await visit(office, `/stories/${stories.published.id}`, 'published story');

    const administration = await open(admin, look);
    await visit(administration, '/admin/offices', 'offices');
    await visit(administration, '/admin/people', 'people');
  });
}

/** Stories of a branch at several places of their way. */
async function tell({ amina, luis, chen, paula }: Scene): Promise<Record<'waiting' | 'returned' | 'published', Story>> {
  const card = { text: 'Clear water for the first time in two years.\n\nSeven women run the pump now.', place: 'Mtwara', happened_on: '2026-05-03', language: 'en' };
  const returned = await newStory(amina, 'The bridge', card);
  await take(amina, returned, 'submit');
  await take(luis, returned, 'return', 'Who built it?');

  const waiting = await newStory(amina, 'A title that goes on for quite some time, as titles from the field sometimes do', card);
  await Promise.all([addClip(amina, waiting, 'portrait'), addClip(amina, waiting, 'landscape')]);
  await read(amina.api.post(`/api/v1/stories/${waiting.id}/people`, { data: person }));
  await take(amina, waiting, 'submit', 'Filmed this morning.');
  await take(luis, waiting, 'raise', 'The region should see this.');

  const published = await newStory(amina, 'بئر متوارا تعمل من جديد', { ...card, language: 'ar', text: 'ماء صاف للمرة الأولى منذ عامين.' });
  await addClip(amina, published, 'landscape');
  await take(amina, published, 'submit');
  await take(luis, published, 'raise');
  await take(chen, published, 'raise');
  await take(paula, published, 'clear');
  await take(paula, published, 'publish');
  return { waiting, returned, published: await read<Story>(paula.api.get(`/api/v1/stories/${published.id}`)) };
}

const person = { name: 'Halima, at the pump', child: false, state: 'unknown', form: '', use: '', guardian: '', language: '', expires: '' };
