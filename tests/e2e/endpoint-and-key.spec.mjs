// @ts-check
// A key meets one origin only, and is kept only where its owner said so.
import { expect, posts, test } from './fixtures.mjs';

const key = 'canary-key-0123456789';

/** @param {import('@playwright/test').Page} page */
const parts = (page) => ({
  prompt: page.getByRole('textbox', { name: 'Prompt' }),
  endpoint: page.getByRole('combobox', { name: 'Endpoint' }),
  url: page.getByRole('textbox', { name: 'API base URL' }),
  key: page.getByLabel('API key', { exact: true }),
  remember: page.getByRole('checkbox', { name: 'Remember the key on this device' }),
  forget: page.getByRole('button', { name: 'Forget the key' }),
  generate: page.getByRole('button', { name: 'Generate' }),
  results: page.getByRole('region', { name: 'Results' }).getByRole('listitem'),
});

/** @param {import('@playwright/test').Page} page @param {string} url */
async function chooseCustom(page, url) {
  await parts(page).endpoint.selectOption('Custom…');
  await parts(page).url.fill(url);
  await parts(page).url.blur();
}

/** All that this page keeps in the browser, as text. @param {import('@playwright/test').Page} page */
const kept = (page) =>
  page.evaluate(async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href, document.cookie, document.documentElement.outerHTML]));

test('a missing key is told at its box', async ({ page }) => {
  await parts(page).prompt.fill('A fox');
  await parts(page).generate.click();
  await expect(page.getByRole('alert')).toContainText('key');
  await expect(parts(page).key).toBeFocused();
  await expect(parts(page).key).toHaveAttribute('aria-invalid', 'true');
});

test('a key is sent as a header and kept nowhere', async ({ page, server }) => {
  await chooseCustom(page, `${server.url}demo/v1/`);
  await parts(page).key.fill(key);
  await parts(page).prompt.fill('A fox');
  await parts(page).generate.click();
  await expect(parts(page).results).toHaveCount(1);
  expect(posts(server).map(({ headers }) => headers.authorization)).toEqual([`Bearer ${key}`]);
  expect(await kept(page)).not.toContain(key);

  await page.reload();
  await expect(parts(page).url).toHaveValue(`${server.url}demo/v1/`);
  await expect(parts(page).key).toHaveValue('');
});

test('a remembered key comes back for its own endpoint, and is forgotten by one button', async ({ page, server }) => {
  await chooseCustom(page, `${server.url}demo/v1`);
  await parts(page).key.fill(key);
  await parts(page).remember.check();
  await page.reload();
  await expect(parts(page).key).toHaveValue(key);
  await expect(parts(page).remember).toBeChecked();

  await parts(page).forget.click();
  await expect(parts(page).key).toHaveValue('');
  expect(await kept(page)).not.toContain(key);
  await page.reload();
  await expect(parts(page).key).toHaveValue('');
});

test('an address that may not be used is told, and takes no key', async ({ page }) => {
  await chooseCustom(page, 'http://host.example/v1');
  await expect(page.getByRole('alert')).toContainText('https://');
  await expect(parts(page).url).toHaveAttribute('aria-invalid', 'true');
  await expect(parts(page).key).toBeHidden();
});

test.describe('with a key, the page reaches one origin only', () => {
  test.use({ expectedErrors: /Content Security Policy/ });

  test('and going to another carries all but the key along', async ({ page, server, api }) => {
    await chooseCustom(page, `${server.url}demo/v1`);
    await parts(page).key.fill(key);
    await parts(page).prompt.fill('A fox in the snow');
    await page.getByRole('spinbutton', { name: 'Seed' }).fill('77');
    await parts(page).generate.click();
    await expect(parts(page).results).toHaveCount(1);
    await parts(page).results.getByRole('button', { name: 'Use as input' }).click();
    await expect(page.getByRole('list', { name: 'Input images' }).getByRole('listitem')).toHaveCount(1);

    const reached = await page.evaluate((url) => fetch(url).then(() => true, () => false), `${api.url}demo/v1/models`);
    expect(reached).toBe(false);

    await Promise.all([page.waitForEvent('load'), chooseCustom(page, `${api.url}demo/v1`)]);
    await expect(page.getByRole('list', { name: 'Input images' }).getByRole('listitem')).toHaveCount(1);
    await expect(parts(page).results).toHaveCount(1);
    await expect(parts(page).prompt).toHaveValue('A fox in the snow');
    await expect(page.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('77');
    await expect(parts(page).key).toHaveValue('');

    await parts(page).key.fill('another-key-0123456789');
    await parts(page).generate.click();
    await expect(parts(page).results).toHaveCount(2);
    expect(posts(api).map(({ url, headers }) => [new URL(url).pathname, headers.authorization])).toEqual([
      ['/demo/v1/images/edits', 'Bearer another-key-0123456789'],
    ]);
  });
});
