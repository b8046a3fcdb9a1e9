// @ts-check
// What every story starts with: a server with the stand-in API, and the page open on it. A test fails
// where the page or one of its workers logs an error or breaks the page's policy, or asks anybody else for
// anything.

import { test as base, expect } from '@playwright/test';
import { serve } from '../../web/demo/serve.mjs';
import { serveFaults } from './fault-server.mjs';

export { expect };

/** @typedef {import('../../web/demo/serve.mjs').Server} Server */
/**
 * @typedef {object} Fixtures
 * @property {Server} server the page's own, with the stand-in API beside it
 * @property {Server} api the stand-in API at an origin of its own
 * @property {import('./fault-server.mjs').FaultServer} faulty a server that answers what it is told to, by bytes
 * @property {string} address where the page is opened
 * @property {string[]} reachable what the addresses start with that the page may ask
 * @property {RegExp | null} expectedErrors errors that belong to the story
 */

/** @type {import('@playwright/test').TestType<import('@playwright/test').PlaywrightTestArgs & import('@playwright/test').PlaywrightTestOptions & Fixtures, import('@playwright/test').PlaywrightWorkerArgs & import('@playwright/test').PlaywrightWorkerOptions>} */
export const test = base.extend({
  expectedErrors: [null, { option: true }],

  // eslint-disable-next-line no-empty-pattern
  server: async ({}, use) => {
    const server = await serve();
    await use(server);
    await server.close();
  },

  api: async ({ reachable }, use) => {
    const api = await serve();
    reachable.push(api.url);
    await use(api);
    await api.close();
  },

  faulty: async ({ reachable }, use) => {
    const server = await serveFaults();
    reachable.push(new URL(server.url).origin);
    await use(server);
    await server.close();
  },

  address: ({ server }, use) => use(server.url),

  reachable: ({ address }, use) => use([address]),

  page: async ({ page, address, reachable, expectedErrors }, use) => {
    /** @type {string[]} */
    const problems = [];
    const report = (/** @type {string} */ text) => expectedErrors?.test(text) || problems.push(text);
    page.on('pageerror', ({ message, stack }) => report(stack ?? message));
    page.on('console', (message) => message.type() === 'error' && report(message.text()));
    page.on('request', (request) => {
      const allowed = reachable.some((start) => request.url().startsWith(start)) || /^(blob|data):/.test(request.url());
      if (!allowed) problems.push(`asked ${request.url()}`);
    });
    page.on('worker', (worker) => worker.evaluate(logViolations).catch(() => {})); // it may be gone already
    await page.goto(address);
    await use(page);
    expect(problems).toEqual([]);
  },
});

/** In a worker, whose violations the browser does not log by itself. */
function logViolations() {
  addEventListener('securitypolicyviolation', (event) => {
    const { effectiveDirective, blockedURI } = /** @type {SecurityPolicyViolationEvent} */ (event);
    console.error(`Content Security Policy: ${effectiveDirective} forbids ${blockedURI}`);
  });
}

/** @param {import('@playwright/test').Page} page */
export const chooseDemo = (page) =>
  page.getByRole('combobox', { name: 'Endpoint' }).selectOption('Demo (no key, pictures are drawn locally)');

/** The requests that made or were to make pictures. @param {Server} server */
export const posts = (server) => server.requests.filter(({ method }) => method === 'POST');
