// @ts-check
// The shipped files in Debian's Chromium; each test starts a server of its own (fixtures.mjs).

import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.mjs',
  outputDir: '../../build/e2e',
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  retries: 1, // a shared machine may stall for longer than a test waits; a fault of ours fails twice
  timeout: 120_000, // large pictures on a busy machine take their time
  expect: { timeout: 40_000 },
  reporter: 'list',
  use: {
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'], // what stands in for a GPU takes a tenth of the time
    },
    viewport: { width: 1440, height: 900 },
    trace: 'on-first-retry', // a quarter of the time, for every test
  },
});
