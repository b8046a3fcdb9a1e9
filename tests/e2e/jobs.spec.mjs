// @ts-check
// Several jobs at once: each click is one submission, and nothing is ever sent twice by itself that may
// have been charged.

import { chooseDemo, expect, posts, test } from './fixtures.mjs';
import { alert, button, chooseCustom, pictures, promptBox, results } from './support/page.mjs';
import { jsonOf } from './support/wire.mjs';

/** @typedef {import('@playwright/test').Page} Page */

const CANARY = 'sk-canary-0123456789abcdef';

/** @param {Page} page */
const jobs = (page) => page.getByRole('group', { name: 'Jobs' }).getByRole('article');
/** @param {Page} page @param {string} prompt */
const job = (page, prompt) => page.getByRole('article', { name: `Job: ${prompt}`, exact: true });
/** @param {Page} page */
const status = (page) => page.getByRole('status');

/** @param {Page} page @param {...string} prompts */
async function ask(page, ...prompts) {
  for (const prompt of prompts) {
    await promptBox(page).fill(prompt);
    await button(page, 'Generate').click();
    await expect(job(page, prompt)).toBeVisible();
  }
}

/** @param {Page} page */
const openMore = (page) => page.locator('#more').evaluate((more) => void (/** @type {HTMLDetailsElement} */ (more).open = true));

/** The prompts that were sent. @param {import('./fixtures.mjs').Server} server */
const sent = (server) => posts(server).map((request) => jsonOf(request).prompt);

/** All that this origin keeps. @param {Page} page @returns {Promise<string>} */
const kept = (page) =>
  page.evaluate(async () => {
    const database = await new Promise((resolve) => {
      const opening = indexedDB.open('gpt-image');
      opening.onsuccess = () => resolve(opening.result);
    });
    const all = await Promise.all([...database.objectStoreNames].map((name) => new Promise((resolve) => {
      const reading = database.transaction(name).objectStore(name).getAll();
      reading.onsuccess = () => resolve(reading.result);
    })));
    database.close();
    return JSON.stringify([all, { ...localStorage }, { ...sessionStorage }]);
  });

/** In the page: too many requests are a matter of two seconds, whatever the server says. */
function shortenWaits() {
  const Real = Worker;
  window.Worker = class extends Real {
    /** @override @param {((event: MessageEvent) => void) | null} hear */
    set onmessage(hear) {
      super.onmessage = (event) => {
        if (event.data.fault?.http === 429) Object.assign(event.data.fault, { charge: 'none', wait_ms: 2000 });
        hear?.(event);
      };
    }
  };
}

test.describe('side by side', () => {
  test.beforeEach(async ({ page, server }) => {
    await chooseDemo(page);
    server.fault = 'stall';
  });

  test('two run at once, a third waits, and each can be cancelled', async ({ page, server }) => {
    await ask(page, 'One', 'Two', 'Three');
    await expect.poll(() => sent(server)).toEqual(['One', 'Two']);
    await expect(job(page, 'Three')).toContainText(/Waiting.*Next in line/);
    await expect(status(page)).toHaveText('2 jobs running, 1 waiting');

    await job(page, 'One').getByRole('button', { name: 'Cancel this job' }).click();
    await expect(job(page, 'One')).toContainText('Cancelled');
    await expect.poll(() => server.closed).toBe(1);
    await expect.poll(() => sent(server)).toEqual(['One', 'Two', 'Three']);
    await expect(job(page, 'Two')).toContainText('Running');

    await button(page, 'Cancel').click();
    await expect(job(page, 'Three')).toContainText('Cancelled');
    await button(page, 'Cancel').click();
    await expect(job(page, 'Two')).toContainText('Cancelled');
    await expect(button(page, 'Cancel')).toBeHidden();
    await expect.poll(() => server.closed).toBe(3);

    await job(page, 'Two').getByRole('button', { name: 'Dismiss' }).click();
    await expect(jobs(page)).toHaveCount(2);
    server.fault = undefined;
    await job(page, 'Three').getByRole('button', { name: 'Retry' }).click();
    await expect(pictures(page)).toHaveCount(1);
    await expect(jobs(page)).toHaveCount(1);
    expect(sent(server)).toEqual(['One', 'Two', 'Three', 'Three']);
  });

  test('what waits is cancelled without having been sent', async ({ page, server }) => {
    await ask(page, 'One', 'Two', 'Three');
    await job(page, 'Three').getByRole('button', { name: 'Cancel this job' }).click();
    await expect(job(page, 'Three')).toContainText('Cancelled before it was sent.');
    expect(sent(server)).toEqual(['One', 'Two']);
  });

  test('how many run is a choice that is kept', async ({ page, server }) => {
    await openMore(page);
    await page.getByRole('combobox', { name: 'Jobs at once' }).selectOption('1');
    await ask(page, 'One', 'Two');
    await expect.poll(() => sent(server)).toEqual(['One']);
    await page.getByRole('combobox', { name: 'Jobs at once' }).selectOption('3');
    await expect.poll(() => sent(server)).toEqual(['One', 'Two']);
    await button(page, 'Cancel all').click();
    await expect(button(page, 'Cancel')).toBeHidden();
    await expect(button(page, 'Cancel all')).toBeHidden();
    await expect.poll(() => server.closed).toBe(2);
    await page.reload();
    await openMore(page);
    await expect(page.getByRole('combobox', { name: 'Jobs at once' })).toHaveValue('3');
  });

  test('a job is what it was at its click', async ({ page, server }) => {
    await openMore(page);
    await page.getByRole('combobox', { name: 'Jobs at once' }).selectOption('1');
    await ask(page, 'One');
    await page.getByRole('combobox', { name: 'Background' }).selectOption('Transparent');
    await ask(page, 'Two');
    await page.getByRole('combobox', { name: 'Background' }).selectOption('Opaque');
    await promptBox(page).fill('Something else');
    server.fault = undefined;
    await job(page, 'One').getByRole('button', { name: 'Cancel this job' }).click();
    await expect(pictures(page)).toHaveCount(1);
    expect(sent(server)).toEqual(['One', 'Two']);
    expect(jsonOf(posts(server)[1]).background).toBe('transparent');
    await expect(promptBox(page)).toHaveValue('Something else');
  });
});

test('pictures of several jobs stand by their jobs, the newest first', async ({ page, server }) => {
  await chooseDemo(page);
  await ask(page, 'One', 'Two', 'Three');
  await expect(pictures(page)).toHaveCount(3);
  await expect(jobs(page)).toHaveCount(0);
  expect(await pictures(page).evaluateAll((all) => all.map((one) => one.getAttribute('alt')))).toEqual(['Three', 'Two', 'One']);
  expect(posts(server)).toHaveLength(3);
});

test.describe('where something fails', () => {
  test.use({ expectedErrors: /^Failed to load resource/ });

  test('what may have been charged is sent once, and once more only by a person', async ({ page, server }) => {
    await chooseDemo(page);
    server.fault = 'drop';
    await ask(page, 'Boats');
    await expect(job(page, 'Boats')).toContainText('Outcome unknown');
    await expect(job(page, 'Boats')).toContainText(/charged/);
    await expect(alert(page)).toHaveText(/charged/);
    expect(posts(server)).toHaveLength(1);

    server.fault = undefined;
    await job(page, 'Boats').getByRole('button', { name: 'Retry' }).click();
    await expect(pictures(page)).toHaveCount(1);
    await expect(jobs(page)).toHaveCount(0);
    expect(posts(server)).toHaveLength(2);
  });

  test('what was surely not accepted is sent again by itself, after a countdown, and twice at most', async ({ page, server }) => {
    await page.addInitScript(shortenWaits);
    await page.reload();
    await chooseDemo(page);
    server.fault = { kind: 'refuse', status: 429 };
    await ask(page, 'Boats');
    await expect(job(page, 'Boats')).toContainText(/It is sent again in \d s\./);
    await expect(status(page)).toHaveText(/It is sent again in \d s\.$/);
    expect(posts(server)).toHaveLength(1);
    server.fault = undefined;
    await expect(pictures(page)).toHaveCount(1);
    await expect(alert(page)).toBeEmpty();
    expect(posts(server)).toHaveLength(2);

    server.fault = { kind: 'refuse', status: 429 };
    await ask(page, 'Ships');
    await expect(job(page, 'Ships')).toContainText('Failed');
    expect(posts(server)).toHaveLength(5);

    await ask(page, 'Rafts');
    await expect(job(page, 'Rafts')).toContainText(/It is sent again in/);
    await job(page, 'Rafts').getByRole('button', { name: 'Cancel this job' }).click();
    await expect(job(page, 'Rafts')).toContainText('Cancelled before it was sent again.');
    expect(posts(server)).toHaveLength(6);
  });

  test('a prompt that is refused fails, and offers its settings only', async ({ page, server }) => {
    await chooseDemo(page);
    server.fault = { kind: 'refuse', status: 400 };
    await ask(page, 'Boats');
    await expect(job(page, 'Boats')).toContainText('Failed');
    await expect(job(page, 'Boats').getByRole('button', { name: 'Retry' })).toBeHidden();
    await promptBox(page).fill('Something else');
    await job(page, 'Boats').getByRole('button', { name: 'Reuse settings' }).click();
    await expect(promptBox(page)).toHaveValue('Boats');
  });

  test('a fault does not take the focus from somebody who writes', async ({ page, server }) => {
    await chooseDemo(page);
    server.fault = { kind: 'refuse', status: 403 };
    await page.route('**/images/generations', async (route) => {
      await promptBox(page).focus();
      await route.continue();
    });
    await ask(page, 'Boats');
    await expect(alert(page)).toHaveText(/verified/);
    await expect(promptBox(page)).toBeFocused();
  });
});

test('what was running when the page ended is unknown after it, with its settings and without the key', async ({ page, api }) => {
  await chooseCustom(page, api);
  await page.getByLabel('API key', { exact: true }).fill(CANARY);
  await openMore(page);
  await page.getByRole('combobox', { name: 'Jobs at once' }).selectOption('1');
  api.fault = 'stall';
  await ask(page, 'A first hut', 'A second hut');
  await expect.poll(() => posts(api).length).toBe(1);
  await promptBox(page).fill('Something else');
  const stored = await kept(page);
  expect(stored).toContain('A second hut');
  expect(stored).not.toContain('canary');

  page.on('dialog', (dialog) => dialog.accept());
  await page.reload();
  const [first, second] = ['A first hut', 'A second hut'].map((prompt) => job(page, prompt));
  await expect(first).toContainText('Outcome unknown');
  await expect(first).toContainText('It may have been charged.');
  await expect(second).toContainText('nothing was sent');
  await expect(first.getByRole('button', { name: 'Retry' })).toBeHidden();
  await first.getByRole('button', { name: 'Reuse settings' }).click();
  await expect(promptBox(page)).toHaveValue('A first hut');
  for (const one of [first, second]) await one.getByRole('button', { name: 'Dismiss' }).click();
  await expect(jobs(page)).toHaveCount(0);
  await page.reload();
  await expect(promptBox(page)).toHaveValue('A first hut');
  await expect(jobs(page)).toHaveCount(0);
  expect(posts(api)).toHaveLength(1);
});

test.describe('several prompts', () => {
  test.beforeEach(async ({ page }) => {
    await chooseDemo(page);
    await openMore(page);
  });

  test('each line is a job, counted and priced before', async ({ page, server }) => {
    await page.getByRole('spinbutton', { name: 'Number of images' }).fill('2');
    await promptBox(page).fill('A hut\n\nA lake\nA {red|blue} boat');
    await expect(page.locator('#cost')).not.toContainText('jobs');
    await page.getByRole('checkbox', { name: 'One picture per line' }).check();
    await expect(page.locator('#cost')).toHaveText(/^ · 3 jobs · about .* for 6$/);
    await page.getByRole('checkbox', { name: 'Expand {a|b}' }).check();
    await expect(page.locator('#cost')).toHaveText(/^ · 4 jobs · about .* for 8$/);
    await page.getByRole('combobox', { name: 'Seed after each run' }).selectOption('Increment');
    await page.getByRole('spinbutton', { name: 'Seed', exact: true }).fill('7');
    await button(page, 'Generate').click();
    await expect(pictures(page)).toHaveCount(8);
    await expect(button(page, 'Cancel')).toBeHidden();
    expect(sent(server).sort()).toEqual(['A blue boat', 'A hut', 'A lake', 'A red boat']);
    for (const seed of [7, 8, 9, 10]) await expect(results(page).getByText(`seed ${seed} (not sent)`)).toHaveCount(2);
    await expect(page.getByRole('spinbutton', { name: 'Seed', exact: true })).toHaveValue('11');
  });

  test('more than can be asked for at once are refused at the prompt', async ({ page, server }) => {
    await page.getByRole('checkbox', { name: 'Expand {a|b}' }).check();
    await promptBox(page).fill('{a|b}'.repeat(7));
    await expect(page.locator('#cost')).toHaveText(' · 128 jobs');
    await button(page, 'Generate').click();
    await expect(alert(page)).toHaveText(/^This prompt stands for 128 jobs, and 64 can be asked for at once\./);
    await expect(promptBox(page)).toHaveAttribute('aria-invalid', 'true');
    expect(posts(server)).toEqual([]);
  });
});

test.describe('streaming', () => {
  test.use({ expectedErrors: /^Failed to load resource/ });

  test.beforeEach(async ({ page }) => {
    await chooseDemo(page);
    await openMore(page);
    await page.getByRole('checkbox', { name: 'Stream' }).check();
    await page.getByRole('spinbutton', { name: 'Partial images' }).fill('3');
  });

  test('several pictures are asked for side by side, with previews until each is there', async ({ page, server }) => {
    await page.getByRole('spinbutton', { name: 'Number of images' }).fill('2');
    await expect(page.locator('#cost')).toContainText(' · 2 requests · about ');
    await ask(page, 'Boats');
    await expect(results(page).getByRole('img', { name: 'Preview of Boats' }).first()).toBeVisible();
    await expect(results(page)).toContainText('Preview, not finished');
    await expect(results(page).getByRole('img', { name: 'Boats', exact: true })).toHaveCount(2);
    await expect(results(page).getByRole('img', { name: 'Preview of Boats' })).toHaveCount(0);
    await expect(status(page)).toHaveText(/^2 pictures · /);
    expect(posts(server).map((request) => jsonOf(request)).map(({ n, stream, partial_images: partial }) => [n, stream, partial])).toEqual([[1, true, 3], [1, true, 3]]);
  });

  test('a preview whose picture never comes is kept, and said to be one', async ({ page, server }) => {
    server.fault = { kind: 'stall-body', after: 300_000 };
    await ask(page, 'Boats');
    await expect(results(page).getByRole('img', { name: 'Preview of Boats' })).toBeVisible();
    await button(page, 'Cancel').click();
    await expect(job(page, 'Boats')).toContainText('Cancelled');
    await expect(results(page)).toContainText('incomplete preview');
    await expect(results(page).getByRole('img', { name: 'Boats', exact: true })).toHaveCount(1);
    const [saved] = await Promise.all([page.waitForEvent('download'), results(page).getByRole('button', { name: 'Download', exact: true }).click()]);
    expect(saved.suggestedFilename()).toMatch(/\.png$/);
    await expect(status(page)).toHaveText(/^Cancel/);
  });
});

test('what this tab has spent is told, and a run that would pass the limit is refused before it is sent', async ({ page, api }) => {
  await chooseCustom(page, api);
  await page.getByLabel('API key', { exact: true }).fill(CANARY);
  await page.getByRole('combobox', { name: 'Size' }).selectOption('1024x1024');
  await ask(page, 'A hut');
  await expect(pictures(page)).toHaveCount(1);
  await expect(page.locator('#spent')).toHaveText(/^ · \$0\.00\d\d spent$/);
  await openMore(page);
  const limit = page.getByRole('spinbutton', { name: 'Spend at most, in US dollars' });
  await limit.fill('0.01');
  await button(page, 'Generate').click();
  await expect(limit).toHaveAttribute('aria-invalid', 'true');
  await expect(limit).toHaveAccessibleDescription(/^This may cost \$0\.00\d\d; of the \$0\.0100 you set as a limit \$0\.00\d\d is spent\. Raise the limit/);
  await page.reload();
  await expect(page.locator('#spent')).toHaveText(/^ · \$0\.00\d\d spent of \$0\.0100$/);
  expect(posts(api)).toHaveLength(1);

  await page.getByLabel('API key', { exact: true }).fill(CANARY);
  await openMore(page);
  await limit.fill('1');
  await expect(limit).not.toHaveAttribute('aria-invalid');
  await button(page, 'Generate').click();
  await expect.poll(() => posts(api).length).toBe(2);
});
