// @ts-check
// After very many jobs, however they ended, the page holds no more than before.

import { expect, test } from './fixtures.mjs';
import { HANG, RESET, json, refusal, serveFaults } from './fault-server.mjs';
import { button, pictures, promptBox } from './support/page.mjs';
import { gradient, png } from './support/pictures.mjs';

/** @typedef {import('@playwright/test').Page} Page */

const ROUNDS = 5;
const EACH = 10; // jobs of a round that end alike
const MOST_MORE = 1 << 20; // bytes of the heap

/** By the first word of the prompt. @type {Record<string, import('./fault-server.mjs').Step[]>} */
const ANSWERS = {
  drawn: json(200, { data: [{ b64_json: png(8, 6, gradient).toString('base64') }] }),
  refused: refusal(400, null, 'No.'),
  lost: [RESET],
  endless: [HANG],
};
const PROMPTS = Array.from({ length: EACH }, (_, i) => Object.keys(ANSWERS).map((word) => `${word} ${i}`)).flat();

test.use({ expectedErrors: /^Failed to load resource/, trace: 'off' });

/** In the page: presses Cancel wherever an endless job has been sent. */
function cancelEndless() {
  setInterval(() => {
    for (const job of document.querySelectorAll('[aria-label^="Job: endless"]')) {
      if (job.textContent?.includes('then waiting for pictures')) job.querySelector('button')?.click();
    }
  }, 50);
}

/** In the page: forgets what is left of its jobs, and counts how they ended. */
function clearAway() {
  /** @type {Record<string, number>} */
  const ends = {};
  for (const { textContent } of document.querySelectorAll('.job .state')) ends[String(textContent)] = (ends[String(textContent)] ?? 0) + 1;
  for (const button of document.querySelectorAll('button')) {
    if (button.textContent === 'Dismiss' || button.title === 'Delete') button.click();
  }
  return ends;
}

/** @param {Page} page */
async function playRound(page) {
  await button(page, 'Generate').click();
  await expect(pictures(page)).toHaveCount(EACH);
  await expect(button(page, 'Cancel')).toBeHidden();
  expect(await page.evaluate(clearAway)).toEqual({ 'Failed': EACH, 'Cancelled': EACH, 'Outcome unknown': EACH });
  await expect(page.getByRole('article')).toHaveCount(0);
  await expect(pictures(page)).toHaveCount(0);
}

/** What the page holds: bytes of its heap, and things of its document. @param {import('@playwright/test').CDPSession} client */
async function held(client) {
  await client.send('HeapProfiler.collectGarbage');
  const heap = await client.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await client.send('Memory.getDOMCounters');
  return { bytes: heap.usedSize + heap.backingStorageSize, nodes, listeners: jsEventListeners };
}

test(`${ROUNDS * PROMPTS.length} jobs leave nothing behind`, { tag: '@deep' }, async ({ page, reachable }) => {
  const server = await serveFaults();
  reachable.push(new URL(server.url).origin);
  /** @type {string[]} */
  const sent = [];
  server.post = (body) => {
    const { prompt } = JSON.parse(body);
    sent.push(prompt);
    return ANSWERS[prompt.split(' ')[0]];
  };
  await page.getByRole('combobox', { name: 'Endpoint' }).selectOption('Custom…');
  await page.getByRole('textbox', { name: 'API base URL' }).fill(server.url);
  await page.getByRole('textbox', { name: 'API base URL' }).blur();
  await page.getByLabel('API key', { exact: true }).fill('sk-test-0123456789');
  await page.getByText('More settings').click();
  await page.getByLabel('One picture per line').check();
  await page.getByLabel('Jobs at once').selectOption('4');
  await promptBox(page).fill(PROMPTS.join('\n')); // once, for the browser keeps what can be undone
  await page.evaluate(cancelEndless);

  const client = await page.context().newCDPSession(page);
  await playRound(page); // what is made once is made
  const before = await held(client);
  sent.length = 0;
  for (let round = 0; round < ROUNDS; round++) await playRound(page);
  const after = await held(client);
  expect(after.bytes - before.bytes).toBeLessThan(MOST_MORE);
  for (const what of /** @type {const} */ (['nodes', 'listeners'])) expect(after[what] - before[what], what).toBeLessThan(EACH);
  await expect.poll(() => page.workers().length).toBe(0);
  for (const word of ['drawn', 'refused', 'lost']) expect(sent.filter((prompt) => prompt.startsWith(word))).toHaveLength(ROUNDS * EACH);
  await server.close();
});
