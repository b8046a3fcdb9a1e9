// @ts-check
import { readFile } from 'node:fs/promises';
import { chooseDemo, expect, posts, test } from './fixtures.mjs';
import { saveAsReceived } from './support/page.mjs';

test('a prompt becomes a picture, which is downloaded as it was sent', async ({ page, server }) => {
  await chooseDemo(page);
  await page.getByRole('textbox', { name: 'Prompt' }).fill('A lighthouse in the last light');
  await page.getByRole('button', { name: 'Generate' }).click();

  const results = page.getByRole('region', { name: 'Results' });
  const picture = results.getByRole('img', { name: 'A lighthouse in the last light' });
  await expect(picture).toBeVisible();
  await expect(page.getByRole('status')).toHaveText(/^1 picture · \d+ tokens in, [\d,]+ out · \$0\.\d{4} · \d+ s$/);
  expect(await picture.evaluate((/** @type {HTMLImageElement} */ { naturalWidth, naturalHeight }) => [naturalWidth, naturalHeight])).toEqual([1024, 1024]);

  const [request, ...more] = posts(server);
  expect(more).toEqual([]);
  expect(new URL(request.url).pathname).toBe('/demo/v1/images/generations');
  expect(request.headers.authorization).toBe('Bearer demo');
  expect(JSON.parse(Buffer.from(request.body).toString())).toEqual({
    background: 'opaque', model: 'gpt-image-2.5-flare', n: 1, prompt: 'A lighthouse in the last light', quality: 'low', size: 'auto',
  }); // prettier-ignore

  const again = await fetch(request.url, { method: 'POST', headers: request.headers, body: Buffer.from(request.body) });
  const sent = Buffer.from((await again.json()).data[0].b64_json, 'base64');
  await saveAsReceived(page);
  const [download] = await Promise.all([page.waitForEvent('download'), results.getByRole('button', { name: 'Download' }).click()]);
  expect(download.suggestedFilename()).toBe('a-lighthouse-in-the-last-light-1-1.png');
  expect(sent.equals(await readFile(await download.path()))).toBe(true);
});

test('Ctrl+Enter runs, and a double click is one request', async ({ page, server }) => {
  await chooseDemo(page);
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Two hills');
  await page.getByRole('textbox', { name: 'Prompt' }).press('Control+Enter');
  await expect(page.getByRole('listitem')).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Cancel', exact: true })).toBeHidden();

  await page.getByRole('button', { name: 'Generate' }).dblclick();
  await expect(page.getByRole('listitem')).toHaveCount(2);
  await expect(page.getByRole('status')).toHaveText(/^1 picture/);
  expect(posts(server)).toHaveLength(2);
});

test('an empty prompt is told at its field, and nothing is sent', async ({ page, server }) => {
  await chooseDemo(page);
  await page.getByRole('button', { name: 'Generate' }).click();
  const prompt = page.getByRole('textbox', { name: 'Prompt' });
  await expect(page.getByRole('alert')).toHaveText(/^Field 'prompt' cannot be empty\./);
  await expect(prompt).toHaveAttribute('aria-invalid', 'true');
  await expect(prompt).toHaveAccessibleDescription(/^Field 'prompt' cannot be empty\./);
  await expect(prompt).toBeFocused();
  expect(posts(server)).toEqual([]);

  await prompt.fill('Something');
  await expect(page.getByRole('alert')).toBeEmpty();
  await expect(prompt).not.toHaveAttribute('aria-invalid');
});
