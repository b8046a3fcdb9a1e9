// @ts-check
// What the preview shows is what Generate then sends, to the byte, and its command sends the same from a shell.

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chooseDemo, expect, posts, test } from './fixtures.mjs';
import { violations } from './support/axe.mjs';
import { dragMouse, editorButton, openEditor } from './support/mask.mjs';
import { addImages, alert, button, generate, promptBox } from './support/page.mjs';
import { gradient, png, RGB, scenery, upload } from './support/pictures.mjs';
import { jsonOf, partsOf } from './support/wire.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('./fixtures.mjs').Server} Server */
/** @typedef {import('../../web/demo/serve.mjs').Recorded} Recorded */
/** @typedef {{ method: string, url: string, headers: [string, string][], body: string }} Written */

const SIZE = { width: 900, height: 600 };
const photo = upload(png(SIZE.width, SIZE.height, scenery, RGB), 'lake.png');
const small = upload(png(48, 48, gradient), 'small.png');
const awkward = `It's "big" \\ $HOME \`id\` $(id) !! @/etc/passwd;type=a\n\ttwo\r\nthree %22 é 日本 🦊🏽‍♀️ \u2028 \u202e ?&='`;

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test.beforeEach(async ({ page }) => {
  await chooseDemo(page);
  await promptBox(page).fill('A red boat');
});

/** @param {Page} page */
const dialogOf = (page) => page.getByRole('dialog', { name: 'Preview request' });
/** @param {Page} page */
const told = (page) => dialogOf(page).getByRole('region', { name: 'The request' });

/** @param {Page} page */
async function openPreview(page) {
  await button(page, 'Preview request').click();
  await expect(dialogOf(page).getByRole('status')).toContainText('Nothing was sent.');
}

/** Has workers tell what they write on paper, body included. @param {Page} page */
async function watchPaper(page) {
  await page.evaluate(() => {
    const written = (Reflect.get(window, 'written') ?? []);
    Reflect.set(window, 'written', written);
    const { set, get } = /** @type {any} */ (Object.getOwnPropertyDescriptor(Worker.prototype, 'onmessage'));
    Object.defineProperty(Worker.prototype, 'onmessage', {
      get,
      set(listener) {
        set.call(this, (/** @type {MessageEvent} */ event) => {
          const { ok } = event.data;
          if (ok?.body && ok.method) written.push({ ...ok, body: Array.from(ok.body, (/** @type {number} */ byte) => String.fromCharCode(byte)).join('') });
          listener(event);
        });
      },
    });
  });
}

/** @param {Page} page @returns {Promise<Written[]>} */
const papers = (page) => page.evaluate(() => Reflect.get(window, 'written'));

/** @param {string} type @param {string} body with a word for the boundary */
const withoutBoundary = (type, body) => body.replaceAll(/boundary=(.+)$/.exec(type)?.[1] ?? '\0', 'BOUNDARY');

/** @param {Recorded} request */
async function contentOf(request) {
  return request.url.endsWith('/edits') ? partsOf(request) : { text: Buffer.from(request.body).toString(), ...jsonOf(request) };
}

/** The files that the command reads, saved as the page saves them. @param {Page} page @param {string} folder */
async function saveFiles(page, folder) {
  const save = dialogOf(page).getByRole('button', { name: /^Save/ });
  if (!(await save.isVisible())) return [];
  /** @type {import('@playwright/test').Download[]} */
  const saved = [];
  const listen = (/** @type {import('@playwright/test').Download} */ one) => saved.push(one);
  page.on('download', listen);
  await save.click();
  await expect(dialogOf(page).getByRole('status')).toContainText('Saved ');
  const names = ((await dialogOf(page).getByRole('status').textContent()) ?? '').replace(/^Saved |\.$/g, '').split(', ');
  await expect.poll(() => saved.length).toBe(names.length);
  page.off('download', listen);
  for (const one of saved) await one.saveAs(join(folder, one.suggestedFilename()));
  return names;
}

/** Copies the command and has a shell do it. @param {Page} page @param {Server} server @returns what arrived, and the files that were read */
async function runCommand(page, server) {
  const folder = await mkdtemp(join(tmpdir(), 'preview-'));
  try {
    const files = await saveFiles(page, folder);
    await dialogOf(page).getByRole('button', { name: 'Copy as curl' }).click();
    await expect(dialogOf(page).getByRole('status')).toContainText('Copied.');
    const command = await page.evaluate(() => navigator.clipboard.readText());
    const before = posts(server).length;
    await promisify(execFile)('bash', ['-c', `${command} --silent --show-error --output answer.json`], { cwd: folder, env: { PATH: process.env.PATH, OPENAI_API_KEY: 'demo', NO_PROXY: '*' } });
    expect(posts(server)).toHaveLength(before + 1);
    return { sent: posts(server)[before], files, command };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @param {Page} page */
async function paintMiddle(page) {
  const at = await openEditor(page, photo);
  await dragMouse(page, at(SIZE.width / 2 - 60, SIZE.height / 2 - 30), at(SIZE.width / 2 + 60, SIZE.height / 2 + 30));
  await editorButton(page, 'Done').click();
}

/** @type {Record<string, { fill: (page: Page) => Promise<unknown>, files: string[] }>} */
const cases = {
  'a generation': { fill: async () => {}, files: [] },
  'a generation with an awkward prompt': { fill: (page) => promptBox(page).fill(awkward), files: [] },
  'a generation with a long prompt': { fill: (page) => promptBox(page).fill(`${awkward}${'é'.repeat(2000)}`), files: ['request.json'] },
  'an edit': { fill: (page) => addImages(page, small), files: ['image_0.png'] },
  'an edit of two images with an awkward prompt': {
    fill: async (page) => {
      await promptBox(page).fill(awkward);
      await addImages(page, small, photo);
    },
    files: ['image_0.png', 'image_1.png'],
  },
  'an edit with a long prompt': {
    fill: async (page) => {
      await promptBox(page).fill(`${awkward}${'é'.repeat(2000)}`);
      await addImages(page, small);
    },
    files: ['image_0.png', 'prompt.txt'],
  },
  'a mask edit with a crop': { fill: paintMiddle, files: ['image_0.png', 'mask.png'] },
};

for (const [name, { fill, files }] of Object.entries(cases)) {
  test(`${name} is shown as it is sent, by the page and by its command`, async ({ page, server }) => {
    await watchPaper(page);
    await fill(page);
    await openPreview(page);
    expect(posts(server)).toEqual([]);
    const command = await runCommand(page, server);
    expect(command.files).toEqual(files);
    expect(command.command).toContain('"Authorization: Bearer $OPENAI_API_KEY"');
    await dialogOf(page).getByRole('button', { name: 'Close' }).click();

    const before = posts(server).length;
    const sent = await generate(page, server);
    await expect(alert(page)).toBeEmpty();
    expect(posts(server)).toHaveLength(before + 1);
    const [paper, ...more] = await papers(page);
    expect(more).toEqual([]);
    const type = Object.fromEntries(paper.headers)['Content-Type'];
    expect({ method: paper.method, url: paper.url }).toEqual({ method: sent.method, url: sent.url });
    expect(withoutBoundary(type, paper.body) === withoutBoundary(sent.headers['content-type'], Buffer.from(sent.body).toString('latin1')), 'bytes on paper and on the wire').toBe(true);

    expect(command.sent.url).toBe(sent.url);
    expect(command.sent.headers.authorization).toBe(sent.headers.authorization);
    expect(command.sent.headers['content-type'].split(';')[0]).toBe(sent.headers['content-type'].split(';')[0]);
    expect(await contentOf(command.sent)).toEqual(await contentOf(sent));
  });
}

test('it tells all that is sent, in its order, with a word for the key', async ({ page, server }) => {
  await paintMiddle(page);
  await openPreview(page);
  await expect(told(page)).toContainText(`POST ${server.url}demo/v1/images/edits`);
  await expect(told(page)).toContainText('Bearer (your key)');
  const shown = await told(page).locator('dl').last().locator('dt').allTextContents();
  const pictures = await told(page).getByRole('figure').allTextContents();
  expect(await violations(page, 'dialog[open]')).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialogOf(page)).toBeHidden();
  await expect(button(page, 'Preview request')).toBeFocused();

  const parts = await partsOf(await generate(page, server));
  expect([...shown, 'image', 'mask']).toEqual(parts.map(({ name }) => name));
  const size = parts.find(({ name }) => name === 'size');
  const [width, height] = size && 'value' in size ? size.value.split('x') : [];
  for (const text of pictures) expect(text).toContain(`${width} x ${height} · `);
});

/** The texts on paper and on the wire, without their boundaries; in the order of the texts. @param {Page} page @param {Server} server */
async function bothTexts(page, server) {
  const paper = (await papers(page)).map(({ headers, body }) => withoutBoundary(Object.fromEntries(headers)['Content-Type'], body));
  const wire = posts(server).map(({ headers, body }) => withoutBoundary(headers['content-type'], Buffer.from(body).toString('latin1')));
  return { paper: paper.sort(), wire: wire.sort() };
}

test('several requests are shown one by one', async ({ page, server }) => {
  const white = (/** @type {number} */ x, /** @type {number} */ y) => (y >= 200 && y < 260 && (x < 60 || x >= 1740) ? 255 : 0);
  await addImages(page, upload(png(1800, 500, scenery, RGB), 'wide.png'));
  await page.getByLabel('Import mask').setInputFiles(upload(png(1800, 500, (x, y) => [white(x, y), white(x, y), white(x, y), 255], RGB), 'mask.png'));
  await page.getByText('Mask edit', { exact: true }).click();
  await page.getByLabel('Several areas').selectOption('apart');
  await watchPaper(page);
  await openPreview(page);
  await expect(dialogOf(page).getByRole('status')).toContainText('Generate would send 2 requests.');
  await dialogOf(page).getByRole('combobox', { name: 'Request' }).selectOption('2 of 2');
  await expect.poll(async () => (await papers(page)).length).toBe(2);
  await expect(dialogOf(page).getByRole('button', { name: 'Copy as curl' })).toBeEnabled();
  await dialogOf(page).getByRole('button', { name: 'Close' }).click();
  await button(page, 'Generate').click();
  await expect.poll(() => posts(server).length).toBe(2);
  await expect(button(page, 'Cancel')).toBeHidden();
  const { paper, wire } = await bothTexts(page, server);
  expect(paper[0] === wire[0] && paper[1] === wire[1]).toBe(true);
});

test('of several prompts each request is shown, and which it is', async ({ page, server }) => {
  await promptBox(page).fill('A red boat\nA {green|blue} boat');
  await page.getByText('More settings').click();
  await page.getByLabel('One picture per line').check();
  await watchPaper(page);
  await openPreview(page);
  await expect(dialogOf(page).getByRole('status')).toContainText('Generate would send 2 requests.');
  const which = dialogOf(page).getByRole('combobox', { name: 'Request' });
  await expect(which.locator('option')).toHaveText(['1 of 2: A red boat', '2 of 2: A {green|blue} boat']);
  await which.selectOption('2 of 2: A {green|blue} boat');
  await expect(told(page)).toContainText('A {green|blue} boat');
  const command = await runCommand(page, server);
  expect(jsonOf(command.sent).prompt).toBe('A {green|blue} boat');
  expect(await violations(page, 'dialog[open]')).toEqual([]);
  await dialogOf(page).getByRole('button', { name: 'Close' }).click();
  server.requests.length = 0;
  await button(page, 'Generate').click();
  await expect.poll(() => posts(server).length).toBe(2);
  await expect(button(page, 'Cancel')).toBeHidden();
  const { paper, wire } = await bothTexts(page, server);
  expect(paper).toEqual(wire);

  await promptBox(page).fill(Array.from({ length: 65 }, (_, i) => `Boat ${i}`).join('\n'));
  await button(page, 'Preview request').click();
  await expect(alert(page)).toContainText('This prompt stands for 65 jobs');
  await expect(dialogOf(page)).toBeHidden();
});

test('what streams is shown once, as often as it is sent', async ({ page, server }) => {
  await page.getByRole('spinbutton', { name: 'Number of images' }).fill('3');
  await page.getByText('More settings').click();
  await page.getByRole('checkbox', { name: 'Stream' }).check();
  await watchPaper(page);
  await openPreview(page);
  await expect(dialogOf(page).getByRole('status')).toContainText('Generate would send 3 requests.');
  await expect(told(page)).toContainText('3 requests like this side by side, each with n: 1');
  await expect(dialogOf(page).getByRole('combobox', { name: 'Request' })).toBeHidden();
  await dialogOf(page).getByRole('button', { name: 'Close' }).click();
  await button(page, 'Generate').click();
  await expect.poll(() => posts(server).length).toBe(3);
  await expect(button(page, 'Cancel')).toBeHidden();
  const { paper, wire } = await bothTexts(page, server);
  expect(wire).toEqual([paper[0], paper[0], paper[0]]);
});

test('what Generate would refuse, the preview refuses in the same words; only a key it does not need', async ({ page, server }) => {
  await promptBox(page).fill('');
  await button(page, 'Generate').click();
  const words = (await alert(page).textContent()) ?? '';
  expect(words).not.toBe('');
  await button(page, 'Preview request').click();
  await expect(dialogOf(page)).toBeHidden();
  await expect(alert(page)).toHaveText(words);
  await expect(promptBox(page)).toBeFocused();

  await promptBox(page).fill('A red boat');
  await page.getByRole('combobox', { name: 'Endpoint' }).selectOption('OpenAI');
  await openPreview(page);
  await expect(told(page)).toContainText('POST https://api.openai.com/v1/images/generations');
  await expect(alert(page)).toBeEmpty();
  expect(server.requests).toEqual([]);
});
