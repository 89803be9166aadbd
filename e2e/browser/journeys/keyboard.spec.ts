import type { Page } from '@playwright/test';
import { film } from '../film';
import { expect, monitor, test } from '../people';
import { addClip, newStory, take } from '../story';
import { second } from '../watch';

/** Presses Tab until something is in focus, as somebody without a pointer does. */
async function tabTo(page: Page, what: ReturnType<Page['getByRole']>): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if ((await what.count()) === 1 && (await what.evaluate((element) => element.matches(':focus')))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${what}`);
}

test('the desk is worked with the keyboard alone', async ({ branch, open }) => {
  const { amina, luis, country } = branch;
  const story = await newStory(amina, 'By keys only');
  await addClip(amina, story, film('landscape'));
  await take(amina, story, 'submit');

  const page = await open(null, monitor);
  await page.goto('/sign-in');
  await tabTo(page, page.getByLabel('E-mail address'));
  await page.keyboard.type(luis.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(luis.password);
  await page.keyboard.press('Enter');

  await expect(page.getByRole('link', { name: story.title })).toBeVisible();
  await tabTo(page, page.getByRole('link', { name: story.title }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: story.title, level: 1 })).toBeVisible();

  const video = page.locator('video');
  const play = page.getByRole('button', { name: /^(Play|Pause)$/ });
  await expect(play).toBeVisible();
  await tabTo(page, play);
  await page.keyboard.press('Space');
  await expect.poll(() => second(video)).toBeGreaterThan(0.2);
  await page.keyboard.press('Space');
  await expect.poll(() => video.evaluate((v: HTMLVideoElement) => v.paused)).toBe(true);

  await tabTo(page, page.getByRole('button', { name: `Raise to ${country.name}` }));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: `Raise to ${country.name}` });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: `Raise to ${country.name}` }), 'focus comes back').toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, dialog.getByLabel('Note'));
  await page.keyboard.type('Worth a look.');
  await tabTo(page, dialog.getByRole('button', { name: `Raise to ${country.name}` }));
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText(`It waits at ${country.name} now.`)).toBeVisible();
});

test('the menu of the account is worked with the keyboard alone', async ({ branch, open }) => {
  const page = await open(branch.amina, monitor);
  await page.goto('/stories');
  const trigger = page.getByRole('button', { name: /Amina Juma/ });
  const item = (name: string) => page.locator('[role^="menuitem"]', { hasText: name });
  await tabTo(page, trigger);
  await page.keyboard.press('Enter');
  await expect(item('Account'), 'the first is in focus').toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(item('Sign out'), 'it goes round').toBeFocused();
  await page.keyboard.press('Home');
  await expect(item('Account')).toBeFocused();
  await page.keyboard.press('End');
  await expect(item('Sign out')).toBeFocused();
  await page.keyboard.type('fr');
  await expect(item('Français'), 'typing finds').toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(trigger, 'focus comes back').toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(item('Account')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('menu'), 'Tab goes on past it').toBeHidden();
  await trigger.click();
  await expect(page.getByRole('menu')).toBeVisible();
  await page.getByRole('heading', { level: 1 }).click();
  await expect(page.getByRole('menu'), 'so does a touch elsewhere').toBeHidden();
});
