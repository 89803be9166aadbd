import type { Page } from '@playwright/test';
import { expect, phone, read, test, type Branch, type Person } from '../people';
import { newStory, type Story } from '../story';

test.use({ serviceWorkers: 'allow' });

type Stories = { items: (Story & { text: string; place: string })[] };

const own = async ({ api }: Person) => (await read<Stories>(api.get('/api/v1/stories?mine=true'))).items;

/** Opens the app and waits until it would open again without a link. */
async function ready(open: (who: Person, how: object) => Promise<Page>, { amina }: Branch): Promise<Page> {
  const page = await open(amina, phone);
  await page.goto('/stories');
  await expect(page.getByRole('heading', { name: 'My stories' })).toBeVisible();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
  });
  return page;
}

test('a card written without a link becomes one story when there is one', async ({ branch, open }) => {
  const page = await ready(open, branch);
  await page.context().setOffline(true);
  await page.goto('/stories/new'); // opened anew, by nothing but what the phone keeps
  await expect(page.getByText('No link. What you write')).toBeVisible();
  await page.getByLabel('Title').fill('The bridge holds');
  await page.getByLabel('What happened').fill('It stood through the flood.');
  await page.getByRole('button', { name: 'Save and add clips' }).tap();
  await expect(page.getByText('On this device only. It is sent by itself')).toBeVisible();

  // The phone dies; the words do not.
  await page.goto('/stories');
  const cards = page.getByRole('list', { name: 'Stories on this device only' }).getByRole('listitem');
  await expect(cards).toHaveCount(1);
  await cards.getByRole('link', { name: 'The bridge holds' }).tap();
  await page.getByRole('button', { name: 'Edit' }).tap();
  await page.getByLabel('Where').fill('Lower Mtwara');
  await page.getByRole('button', { name: 'Save', exact: true }).tap();
  await expect(page.getByText('Lower Mtwara')).toBeVisible();
  expect(await own(branch.amina)).toEqual([]);

  // A second tab must not make a second story of it.
  const second = await page.context().newPage();
  await second.goto('/stories');
  await expect(second.getByRole('link', { name: 'The bridge holds' })).toBeVisible();
  await page.context().setOffline(false);
  await expect(page).toHaveURL(/\/stories\/[0-9a-f-]{36}\/edit$/);
  await expect(page.getByLabel('Choose clips')).toBeAttached();
  await expect(second.getByRole('list', { name: 'Stories on this device only' })).toBeHidden();
  await expect(second.getByRole('link', { name: 'The bridge holds' })).toHaveCount(1);
  expect(await own(branch.amina)).toMatchObject([
    { title: 'The bridge holds', text: 'It stood through the flood.', place: 'Lower Mtwara' },
  ]);
});

test('a card whose answer is lost becomes one story', async ({ branch, open }) => {
  const page = await open(branch.amina, phone);
  let lost = 0;
  await page.route('**/api/v1/stories', async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.continue();
    lost++;
    await route.fetch(); // it arrives, and the answer does not come back
    await route.abort();
  });
  await page.goto('/stories/new');
  await page.getByLabel('Title').fill('Said once');
  await page.getByRole('button', { name: 'Save and add clips' }).tap();
  await expect(page).toHaveURL(/\/stories\/[0-9a-f-]{36}\/edit$/);
  expect(lost).toBe(1);
  expect(await own(branch.amina)).toMatchObject([{ title: 'Said once' }]);
});

test('a story is read and changed without a link, and a change by two is asked about', async ({ branch, open }) => {
  const { amina } = branch;
  const story = await newStory(amina, 'The school', { text: 'As it was.', place: 'Mtwara' });
  const page = await ready(open, branch);
  await expect(page.getByRole('link', { name: 'The school' })).toBeVisible();
  await page.context().setOffline(true);
  await page.goto(`/stories/${story.id}/edit`);
  await expect(page.getByText(/^Without a link this is shown as it stood on/)).toBeVisible();
  await page.getByRole('button', { name: 'Edit' }).tap();
  await page.getByLabel('What happened').fill('As Amina saw it.');
  await page.getByRole('button', { name: 'Save', exact: true }).tap();
  await expect(page.getByText('Your changes are on this device only.')).toBeVisible();

  await read(amina.api.patch(`/api/v1/stories/${story.id}`, { data: { text: 'As somebody else wrote it.' } }));
  await page.context().setOffline(false);
  await expect(page.getByText('Somebody else changed the same lines meanwhile.')).toBeVisible();
  await page.getByRole('button', { name: 'Use mine' }).tap();
  await expect(page.getByText('Somebody else changed')).toBeHidden();
  await expect.poll(() => own(amina)).toMatchObject([{ text: 'As Amina saw it.' }]);
});

test('signing out takes along what is private', async ({ branch, open }) => {
  const page = await ready(open, branch);
  await page.context().setOffline(true);
  await page.goto('/stories/new');
  await page.getByLabel('Title').fill('Not for others');
  await page.getByRole('button', { name: 'Save and add clips' }).tap();
  await expect(page.getByText('On this device only.')).toBeVisible();
  await page.getByRole('button', { name: /Amina Juma/ }).tap();
  await page.getByRole('menuitem', { name: 'Sign out' }).tap();
  const dialog = page.getByRole('dialog', { name: 'Not everything is sent' });
  await expect(dialog.getByText('1 card or change')).toBeVisible();
  await dialog.getByRole('button', { name: 'Sign out and remove it' }).tap();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  const left = await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((done, failed) => {
      const asked = indexedDB.open('fieldstory');
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
    const all = async (store: string) =>
      new Promise<unknown[]>((done) => {
        const asked = db.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => done(asked.result as unknown[]);
      });
    const people = ['cards', 'stories', 'parcels', 'sums'];
    const kept = (await Promise.all(people.map(all))).flat();
    const answers: string[] = [];
    for (const key of await caches.keys())
      for (const { url } of await (await caches.open(key)).keys()) if (/\/(api|s)\//.test(url)) answers.push(url);
    return { kept, answers, me: localStorage.getItem('fieldstory:me') };
  });
  expect(left).toEqual({ kept: [], answers: [], me: null });

  // The server is told when there is a link, before anybody is let in.
  await page.context().setOffline(false);
  await page.goto('/stories');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect.poll(async () => (await page.request.get('/api/v1/me')).status()).toBe(401);
});
