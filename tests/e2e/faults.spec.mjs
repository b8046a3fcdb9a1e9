// @ts-check
// Whatever the server does, a run ends in one sentence, keeps what came, was one request, and can be repeated.

import { chooseDemo, expect, posts, test } from './fixtures.mjs';
import { alert, button, chooseCustom, pictures, promptBox } from './support/page.mjs';

/** @typedef {import('../../web/demo/faults.mjs').Fault} Fault */
/** @typedef {{ fault: Fault, text: RegExp, kept?: number, sent?: number, field?: 'Prompt' | 'Model' }} Case */

test.use({ expectedErrors: /^Failed to load resource/ });

/** @param {import('@playwright/test').Page} page @param {number} [count] */
async function ask(page, count = 2) {
  await promptBox(page).fill('Boats');
  await page.getByRole('spinbutton', { name: 'Number of images' }).fill(String(count));
  await button(page, 'Generate').click();
}

/** @param {import('@playwright/test').Page} page */
async function expectReady(page) {
  await expect(button(page, 'Cancel')).toBeHidden();
  await expect(promptBox(page)).toHaveValue('Boats');
}

const CHARGED = /it may be charged|may have been charged/i;

/** @type {Record<string, Case>} */
const cases = {
  'a refused key': { fault: { kind: 'refuse', status: 401 }, text: /^The API does not accept this key\. .* The API says: Incorrect API key provided: sk-\*\*\*\. / },
  'a model for verified organizations': { fault: { kind: 'refuse', status: 403 }, text: /^OpenAI gives this model to verified organizations only\. /, field: 'Model' },
  'an account without credit': { fault: { kind: 'refuse', status: 429, code: 'insufficient_quota' }, text: /^The account of this key has no credit left/ },
  'too many requests': { fault: { kind: 'refuse', status: 429 }, text: /^Too many requests at a time .* Please try again in 12s\.$/, sent: 3 },
  'a prompt the safety system refuses': { fault: { kind: 'refuse', status: 400 }, text: /^The safety system refused this request\. /, field: 'Prompt' },
  'an error of the server': { fault: { kind: 'refuse', status: 500 }, text: CHARGED },
  'an overloaded server': { fault: { kind: 'refuse', status: 503 }, text: /^The API is overloaded or down for the moment\. /, sent: 3 },
  "a gateway's page": { fault: 'html', text: CHARGED },
  'a connection that breaks before the answer': { fault: 'drop', text: CHARGED },
  'a connection that breaks within the answer': { fault: { kind: 'drop-body', ms: 1000 }, text: CHARGED, kept: 1 },
  'an answer that is cut off': { fault: 'cut', text: CHARGED, kept: 1 },
};

for (const [name, { fault, text, kept = 0, field, sent = 1 }] of Object.entries(cases)) {
  test(`${name} is told, and another try works`, async ({ page, server }) => {
    await chooseDemo(page);
    server.fault = fault;
    await ask(page, kept + 1);
    await expect(alert(page)).toHaveText(text, { timeout: 80_000 });
    await expectReady(page);
    expect(posts(server)).toHaveLength(sent);
    await expect(pictures(page)).toHaveCount(kept);
    await expect(page.getByRole('status')).toHaveText(kept ? `Kept: ${kept} of ${kept + 1}.` : '');
    if (field) await expect(page.getByLabel(field, { exact: true })).toHaveAttribute('aria-invalid', 'true');

    server.fault = undefined;
    await button(page, 'Generate').click();
    await expect(pictures(page)).toHaveCount(2 * kept + 1);
    await expect(alert(page)).toBeEmpty();
    expect(posts(server)).toHaveLength(sent + 1);
  });
}

test('an answer without CORS headers cannot be read, and that its endpoint can be reached is told', async ({ page, api }) => {
  await chooseCustom(page, api);
  await page.getByLabel('API key', { exact: true }).fill('sk-canary-0123456789');
  api.fault = 'html';
  await ask(page);
  await expect(alert(page)).toHaveText(new RegExp(`^The request got no answer, though ${new URL(api.url).origin} can be reached .*CORS.*may have been charged`));
  await expectReady(page);
  expect(posts(api)).toHaveLength(1);
});

/** @type {[Fault, number, RegExp][]} */
const unlike = [
  ['fewer', 1, /^1 of 2 pictures arrived · /],
  ['more', 3, /^3 pictures · /],
  ['url', 2, /^2 pictures · /],
  ['slow', 2, /^2 pictures · /],
];

for (const [fault, count, text] of unlike) {
  test(`an answer of the kind "${fault}" is shown as it came`, async ({ page, server }) => {
    await chooseDemo(page);
    server.fault = fault;
    await ask(page);
    await expect(pictures(page)).toHaveCount(count);
    await expect(page.getByRole('status')).toHaveText(text);
    await expect(alert(page)).toBeEmpty();
    expect(posts(server)).toHaveLength(1);
  });
}

for (const [fault, kept] of /** @type {const} */ ([['stall', 0], ['stall-body', 1]])) {
  test(`Cancel ends a run that hangs with "${fault}", and closes its connection`, async ({ page, server }) => {
    await chooseDemo(page);
    server.fault = fault;
    await ask(page);
    await expect.poll(() => posts(server).length).toBe(1);
    await expect(pictures(page)).toHaveCount(kept);
    await button(page, 'Cancel').click();
    await expect.poll(() => server.closed, { timeout: 2000 }).toBe(1);
    await expectReady(page);
    await expect(page.getByRole('status')).toHaveText(/cancel/i);
    await expect(alert(page)).toBeEmpty();
    await expect(button(page, 'Generate')).toBeFocused();
    expect(posts(server)).toHaveLength(1);

    server.fault = undefined;
    await button(page, 'Generate').click();
    await expect(pictures(page)).toHaveCount(kept + 2);
  });
}
