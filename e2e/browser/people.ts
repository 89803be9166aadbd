import { randomBytes } from 'node:crypto';
import {
  test as base,
  expect,
  request,
  type APIRequestContext,
  type APIResponse,
  type BrowserContextOptions,
  type Page,
} from '@playwright/test';
import { signIns } from './server';

type Role = 'contributor' | 'editor' | 'publisher' | 'admin';
type Office = { id: string; name: string; slug: string; parent: string | null };

export type Person = {
  name: string;
  email: string;
  password: string;
  /** Signed in, for what a journey needs but is not about. */
  api: APIRequestContext;
};

/** A branch of the organisation that one journey has to itself, so that all of them can run at once. */
export type Branch = {
  region: Office;
  country: Office;
  team: Office;
  amina: Person; // contributor of the field team
  luis: Person; // editor of the field team
  chen: Person; // editor of the country office
  paula: Person; // publisher of the region
};

/** A phone in a hand, and the screen of a desk. */
export const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};
export const monitor: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };

type Fixtures = {
  branch: Branch;
  /** Opens a browser of its own, signed in when a person is given. */
  open: (person: Person | null, options?: BrowserContextOptions) => Promise<Page>;
};

export const test = base.extend<Fixtures, { admin: Person }>({
  admin: [
    async ({}, use) => {
      for (const { email, password } of signIns()) {
        const api = await signedIn(email, password);
        const me = await read<{ name: string; grants: { role: Role }[] }>(api.get('/api/v1/me'));
        if (me.grants.some((grant) => grant.role === 'admin')) {
          await use({ name: me.name, email, password, api });
          return await api.dispose();
        }
        await api.dispose();
      }
      throw new Error('Nobody among the printed sign-ins is an administrator.');
    },
    { scope: 'worker' },
  ],

  branch: async ({ admin }, use) => {
    const branch = await newBranch(admin);
    await use(branch);
    await leave(branch);
  },

  open: async ({ browser, contextOptions }, use) => {
    const wrong: string[] = [];
    const pages: Page[] = [];
    await use(async (person, options = {}) => {
      const context = await browser.newContext({
        ...contextOptions,
        ...options,
        ...(person ? { storageState: await person.api.storageState() } : {}),
      });
      const page = await context.newPage();
      // A page that throws, or is refused something by its own policy, is broken even where it looks well.
      page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`));
      page.on('console', (message) => {
        // What is not there is said on the page; the browser and the router say it here as well.
        if (message.type() !== 'error' || /^Failed to load resource|Not found:/.test(message.text())) return;
        wrong.push(`${page.url()}: ${message.text()}`);
      });
      pages.push(page);
      return page;
    });
    await Promise.all(pages.map((page) => page.context().close()));
    expect(wrong, 'what the consoles of the browsers said').toEqual([]);
  },
});

export { expect };

/** Makes a branch below headquarters; its offices bear a mark, as others like it stand beside them. */
export async function newBranch(admin: Person, mark = randomBytes(3).toString('hex')): Promise<Branch> {
  const offices = await read<{ items: Office[] }>(admin.api.get('/api/v1/offices'));
  const root = offices.items.find((office) => !office.parent)!;
  const add = (name: string, level: string, parent: Office) =>
    read<Office>(admin.api.post('/api/v1/offices', { data: { name: `${name} ${mark}`.trim(), level, parent: parent.id } }));
  const region = await add('Eastern Africa and the Great Lakes', 'Region', root);
  const country = await add('Tanzania', 'Country office', region);
  const team = await add('Mtwara', 'Field team', country);
  const person = (name: string, office: Office, role: Role) => invite(admin, name, office, role);
  return {
    region,
    country,
    team,
    amina: await person('Amina Juma', team, 'contributor'),
    luis: await person('Luis Ortega', team, 'editor'),
    chen: await person('Chen Wei', country, 'editor'),
    paula: await person('Paula Nkosi', region, 'publisher'),
  };
}

export async function leave({ amina, luis, chen, paula }: Branch): Promise<void> {
  await Promise.all([amina, luis, chen, paula].map(({ api }) => api.dispose()));
}

/** Invites somebody, takes their link and chooses a password for them. */
async function invite(admin: Person, name: string, office: Office, role: Role): Promise<Person> {
  const email = `${name.split(' ')[0]}.${office.id}@example.org`.toLowerCase();
  const password = 'correct horse battery';
  const { link } = await read<{ link: string }>(
    admin.api.post('/api/v1/members', { data: { name, email, office: office.id, role } }),
  );
  const api = await request.newContext({ baseURL: process.env.JOURNEY_URL });
  expect((await api.post(link)).ok()).toBe(true);
  await read(api.patch('/api/v1/me', { data: { password } }));
  return { name, email, password, api };
}

async function signedIn(email: string, password: string): Promise<APIRequestContext> {
  const api = await request.newContext({ baseURL: process.env.JOURNEY_URL });
  const answer = await api.post('/api/v1/session', { data: { email, password } });
  if (!answer.ok()) throw new Error(`${email} cannot sign in: ${answer.status()} ${await answer.text()}`);
  return api;
}

/** The body of an answer, or an error that says what was asked and what came back. */
export async function read<T>(asked: Promise<APIResponse>): Promise<T> {
  const answer = await asked;
  if (!answer.ok()) throw new Error(`${answer.url()} answers ${answer.status()}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
