import { defineConfig } from '@playwright/test';
import journeys from './playwright.config';

/** The pictures of the documentation, taken from the running system: npm run pictures. */
export default defineConfig({ ...journeys, testDir: 'pictures', outputDir: 'artifacts/pictures', workers: 1 });
