import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import { patience } from './patience';

/**
 * The system's Chromium; Playwright's own download is never needed. Best without what is around a page,
 * which nobody looks at here.
 */
const chromium = {
  executablePath:
    process.env.CHROMIUM ??
    ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']
      .map((name) => `/usr/bin/${name}`)
      .find((path) => existsSync(path)),
  args: [
    '--no-sandbox', // root has none, and the only pages shown are our own
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export default defineConfig({
  testDir: 'journeys',
  outputDir: 'artifacts/browser',
  globalSetup: './server.ts',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Generous, as the machine has films to make: a journey that works never waits this long.
  timeout: 180_000 * patience,
  expect: { timeout: 30_000 * patience },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: chromium,
    // The server is up before this file is read again by the workers.
    baseURL: process.env.JOURNEY_URL,
    actionTimeout: 20_000 * patience,
    navigationTimeout: 20_000 * patience,
    // What turns for ever is drawn for ever, and without a graphics card that takes half the machine.
    contextOptions: { reducedMotion: 'reduce' },
    // It fetches the whole app for each of a hundred browsers. Journeys that need it, or lead to the end, allow it.
    serviceWorkers: 'block',
    locale: 'en-GB',
    timezoneId: 'Africa/Nairobi',
    // Recording slows every step down: TRACE=1 npx playwright test upload
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
  },
});
