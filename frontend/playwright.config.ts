import { defineConfig } from '@playwright/test';

/** The server to look at; `scripts/e2e.mjs` starts one with the demo world. */
const baseURL = process.env.E2E_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  testDir: 'e2e',
  workers: Number(process.env.E2E_WORKERS ?? 1),
  // On a machine that is shared with others a journey may be told once more.
  retries: Number(process.env.E2E_RETRIES ?? 0),
  reporter: 'list',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  use: {
    baseURL,
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      ...(process.env.CHROMIUM ? { executablePath: process.env.CHROMIUM } : {}),
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
