import type { CDPSession, Page } from '@playwright/test';
import { expect, phone, test } from '../people';

/** Puts an authenticator that knows its owner into a browser. */
async function withKey(page: Page): Promise<{ session: CDPSession; authenticatorId: string }> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: false,
    },
  });
  return { session, authenticatorId };
}

/** Browsers make passkeys for names, not for addresses in numbers. */
function named(path: string): string {
  const url = new URL(path, process.env.JOURNEY_URL);
  url.hostname = 'localhost';
  return url.href;
}

test('a passkey lets somebody in without a name or a password', async ({ branch, open }) => {
  const page = await open(null, phone);
  const { session, authenticatorId } = await withKey(page);
  const present = (enabled: boolean) =>
    session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });

  await page.goto(named('/sign-in?next=/account'));
  await page.getByLabel('E-mail address').fill(branch.amina.email);
  await page.getByLabel('Password').fill(branch.amina.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).tap();
  await expect(page.getByRole('heading', { name: 'Passkeys' })).toBeVisible();
  await present(true);
  await page.getByLabel('Name of the passkey').fill('My phone');
  await page.getByRole('button', { name: 'Add a passkey' }).tap();
  await expect(page.getByText('The passkey is added.')).toBeVisible();
  await expect(page.getByText('My phone')).toBeVisible();
  await present(false);

  const leave = async () => {
    const answer = await page.request.delete(named('/api/v1/session'));
    expect(answer.ok()).toBe(true);
    await page.goto(named('/sign-in?next=/account'));
  };
  await present(true); // the person picks it where they would type their address
  await leave();
  await expect(page.getByRole('heading', { name: 'Passkeys' })).toBeVisible();
  await present(false);

  await page.getByRole('button', { name: 'Remove the passkey My phone' }).tap();
  await expect(page.getByText('The passkey is removed.')).toBeVisible();
  await leave();
  const button = page.getByRole('button', { name: 'Sign in with a passkey' });
  await expect(button).toBeVisible();
  await present(true);
  await button.tap();
  await expect(page.getByRole('alert')).toContainText('This passkey does not open anything here.');
});

test('where browsers make no passkeys, none are offered', async ({ branch, open }) => {
  const page = await open(branch.amina, phone);
  await page.goto('/account');
  await expect(page.getByRole('heading', { name: 'Recovery codes' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Passkeys' })).toHaveCount(0);
});
