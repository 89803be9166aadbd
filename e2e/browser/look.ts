import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Nothing that keeps people out: what axe knows of WCAG 2.1 AA, and its good habits. */
export async function expectReachable(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'])
    .setLegacyMode() // in the page itself: there are no frames to gather from
    .analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary}`),
  );
  expect.soft(found, what).toEqual([]);
}

/** No page is wider than the screen it is on. */
export async function expectFits(page: Page, what: string): Promise<void> {
  // Not the window: on a phone it grows with what is too wide for it.
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, screen.width]);
  expect.soft(wide, `${what} is wider than the screen`).toBeLessThanOrEqual(room!);
}
