// @ts-check
// What you did not paint does not change: the answer is put back into the picture, and the answer as it
// came is kept beside it.

import { readFile } from 'node:fs/promises';
import { chooseDemo, expect, posts, test } from './fixtures.mjs';
import { composed, editPart, face, openCompare, photo, shownOf, SIZE } from './support/compare.mjs';
import { distance } from './support/mask.mjs';
import { button, chooseCustom, download, generate, inputs, pictures, results, saveAsReceived } from './support/page.mjs';
import { decoded } from './support/pictures.mjs';
import { filesOf, picturesFor } from './support/wire.mjs';

/** Pixels beyond the edge of a stroke that may be touched by it. */
const EDGE = 1.5;

test.beforeEach(({ page }) => chooseDemo(page));

/** @param {import('@playwright/test').Page} page */
async function saved(page) {
  await saveAsReceived(page);
  const file = await download(page);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** @param {Uint8Array} file @param {import('./support/mask.mjs').Stroke} stroke */
function changes(file, stroke) {
  const [before, after] = [decoded(photo), decoded(file)];
  expect({ width: after.width, height: after.height }).toEqual(SIZE);
  const changed = { inside: 0, outside: 0 };
  for (let i = 0; i < SIZE.width * SIZE.height; i++) {
    if (before.data.readUInt32LE(i * 4) === after.data.readUInt32LE(i * 4)) continue;
    const away = distance({ x: (i % SIZE.width) + 0.5, y: Math.floor(i / SIZE.width) + 0.5 }, stroke);
    changed[away > stroke.diameter / 2 + EDGE ? 'outside' : 'inside']++;
  }
  return changed;
}

test('outside of what was painted every pixel is the picture’s own, inside it is the answer', async ({ page, server }) => {
  const { stroke } = await editPart(page, server);
  await composed(page);
  await expect(results(page)).toContainText('Outside the mask every pixel is yours.');
  const { name, bytes } = await saved(page);
  expect(name).toBe('lake-edited-1-1.png');
  const { inside, outside } = changes(bytes, stroke);
  expect(outside).toBe(0);
  expect(inside).toBeGreaterThan((stroke.diameter * 100) / 2);
  expect(posts(server)).toHaveLength(1);
});

test('the switch decides what is shown, saved, enlarged and used as input; the answer stays as it came', async ({ page, server }) => {
  const { request } = await editPart(page, server);
  await composed(page);
  const [answer] = await picturesFor(request);
  const mine = await shownOf(page);
  await face(page, 'Composed').focus();
  await page.keyboard.press('ArrowRight');
  await expect(face(page, 'As received')).toBeChecked();
  const received = await shownOf(page);
  expect(received).not.toBe(mine);
  const { name, bytes } = await saved(page);
  expect(name).toMatch(/^a-red-boat-1-1\./);
  expect(bytes.equals(answer)).toBe(true);

  await results(page).getByRole('button', { name: 'Enlarge' }).click();
  const enlarged = page.getByRole('dialog', { name: 'Picture' });
  await expect(enlarged.getByRole('img')).toHaveAttribute('src', String(received));
  await page.keyboard.press('Escape');

  await face(page, 'As received').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(pictures(page)).toHaveAttribute('src', String(mine));
  const { bytes: file } = await saved(page);
  await inputs(page).getByRole('button', { name: 'Remove' }).click();
  await results(page).getByRole('button', { name: 'Use as input' }).click();
  await expect(inputs(page)).toContainText('lake-edited-1-1.png');
  const [sent] = await filesOf(await generate(page, server));
  expect(sent.bytes.equals(file)).toBe(true);
});

test('where the picture is not to be kept, the answer is all there is', async ({ page, server }) => {
  await page.getByLabel('Keep what is not painted').first().dispatchEvent('click');
  await editPart(page, server);
  await expect(pictures(page)).toHaveCount(1);
  await expect(face(page, 'Composed')).toHaveCount(0);
  await expect(results(page)).not.toContainText('every pixel is yours');
});

test.describe('where it cannot be put back', () => {
  test.beforeEach(async ({ page }) => {
    await page.addInitScript(breakComposing);
    await page.reload();
    await chooseDemo(page);
  });

  test('that is told, the answer stays, and it can be tried again', async ({ page, server }) => {
    const { request } = await editPart(page, server);
    await expect(results(page).getByRole('status')).toHaveText('It could not be put back into your picture. There is not enough memory for this.');
    const { bytes } = await saved(page);
    await results(page).getByRole('button', { name: 'Try again' }).click();
    await composed(page);
    await expect(results(page).getByRole('status')).toHaveCount(0);
    expect(posts(server)).toHaveLength(1);
    const [answer] = await picturesFor(request);
    expect(bytes.equals(answer)).toBe(true);
  });
});

test('what is deleted while it is put back comes back, and is put back again', async ({ page, server }) => {
  await editPart(page, server);
  await results(page).getByRole('button', { name: 'Delete' }).click();
  await button(page, 'Bring it back').click();
  await composed(page);
  await expect(pictures(page)).toHaveCount(1);
});

test('over a reload for another origin it keeps its pictures, and can be composed anew', async ({ page, server, api }) => {
  await chooseCustom(page, server);
  await page.getByLabel('API key', { exact: true }).fill('canary-key-0123456789');
  const { stroke } = await editPart(page, server);
  await composed(page);
  await Promise.all([page.waitForEvent('load'), chooseCustom(page, api)]);
  await composed(page);
  expect(changes((await saved(page)).bytes, stroke).outside).toBe(0);
  await expect(results(page)).toContainText('Outside the mask every pixel is yours.');
  const dialog = await openCompare(page);
  await expect(dialog.getByRole('img', { name: 'Original' })).toBeVisible();
});

/** The first time it is asked for, the studio has no memory. */
function breakComposing() {
  let broken = false;
  window.Worker = class extends Worker {
    /** @override @param {any} message @param {any} transfer */
    postMessage(message, transfer) {
      if (broken || message.type !== 'compose') return super.postMessage(message, transfer);
      broken = true;
      const fault = { code: 'no_memory', http: 0, field: '', text: 'There is not enough memory for this.' };
      return void setTimeout(() => this.onmessage?.(new MessageEvent('message', { data: { id: message.id, fault } })));
    }
  };
}
