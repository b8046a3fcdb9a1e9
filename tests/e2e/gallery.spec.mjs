// @ts-check
// All that was made is in the gallery, and can be found, told apart, used and deleted there.

import { readFile } from 'node:fs/promises';
import { chooseDemo, expect, test } from './fixtures.mjs';
import { violations } from './support/axe.mjs';
import { kept } from './support/archive.mjs';
import { cells, fill, galleryOf, gridOf, openGallery, prompts, said, selectedCells, tool, undo, viewerOf } from './support/gallery.mjs';
import { composed, editPart, photo } from './support/compare.mjs';
import { touchOf } from './support/mask.mjs';
import { carried } from './support/notes.mjs';
import { addImages, button, generate, inputs, pictures, promptBox, results } from './support/page.mjs';
import { decoded, gradient, png, upload } from './support/pictures.mjs';
import { picturesFor } from './support/wire.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('./fixtures.mjs').Server} Server */

/** Not the one that the page begins with. */
const MODEL = 'gpt-image-2';

/** @param {Page} page @param {Server} server @param {...string} all one picture each */
async function make(page, server, ...all) {
  const made = [];
  for (const prompt of all) {
    await promptBox(page).fill(prompt);
    made.push(await generate(page, server));
  }
  return made;
}

/** The newest is "A lake". @param {Page} page @param {Server} server */
async function openOnThree(page, server) {
  const made = await make(page, server, 'A hut', 'A hill', 'A lake');
  await openGallery(page, 3);
  return made;
}

/** @param {Page} page */
const words = (page) => galleryOf(page).getByRole('searchbox', { name: 'Search prompts and tags' });
/** @param {Page} page @param {string} name */
const choice = (page, name) => galleryOf(page).getByRole('combobox', { name, exact: true });

test.beforeEach(({ page }) => chooseDemo(page));

test('what was made is there, the newest first, after a reload too', async ({ page, server }) => {
  await expect(page.getByRole('button', { name: /^Gallery/ })).toBeHidden();
  await make(page, server, 'A hut', 'A lake');
  await results(page).getByRole('button', { name: 'Delete' }).first().click();
  await expect(page.getByRole('button', { name: 'Gallery (1)' })).toBeVisible();
  await button(page, 'Bring it back').click();
  await page.reload();
  await openGallery(page, 2);
  expect(await prompts(page)).toEqual(['A lake', 'A hut']);
  await expect(galleryOf(page)).toContainText('2 pictures');
  await expect(galleryOf(page).locator('img').nth(1)).toHaveJSProperty('complete', true);
  await expect.poll(() => galleryOf(page).locator('img').evaluateAll((all) => all.map((one) => /** @type {HTMLImageElement} */ (one).naturalWidth))).toEqual([512, 512]);
  const { thumbnails } = await kept(page);
  expect(thumbnails.map(({ width, height, type }) => [width, height, type])).toEqual([[512, 512, 'image/webp'], [512, 512, 'image/webp']]);
  await page.keyboard.press('Escape');
  await expect(galleryOf(page)).toBeHidden();
  await expect(button(page, 'Gallery (2)')).toBeFocused();
});

test('words, a model, a day, favourites and tags find pictures', async ({ page, server }) => {
  await make(page, server, 'A hut');
  await page.getByRole('combobox', { name: 'Model' }).selectOption(MODEL);
  await make(page, server, 'A hill', 'Ein Café');
  await openGallery(page, 3);
  await words(page).fill('CAFE');
  await expect.poll(() => prompts(page)).toEqual(['Ein Café']);
  await words(page).fill('castle');
  await expect(galleryOf(page)).toContainText('No picture is like that.');
  expect(await violations(page, '.gallery')).toEqual([]);
  await button(page, 'Show all').click();
  await expect(cells(page)).toHaveCount(3);
  await choice(page, 'Model').selectOption(MODEL);
  await expect.poll(() => prompts(page)).toEqual(['Ein Café', 'A hill']);
  await choice(page, 'Model').selectOption('All models');
  await expect(cells(page)).toHaveCount(3);
  await choice(page, 'Date').selectOption('Today');
  await expect(cells(page)).toHaveCount(3);
  await choice(page, 'Date').selectOption('From … to …');
  await galleryOf(page).getByLabel('To', { exact: true }).fill('2020-01-01');
  await expect(cells(page)).toHaveCount(0);
  await galleryOf(page).getByLabel('To', { exact: true }).fill('2099-01-01');
  await galleryOf(page).getByLabel('From', { exact: true }).fill('2020-01-01');
  await expect(cells(page)).toHaveCount(3);
  await cells(page).nth(1).focus();
  await page.keyboard.press('f');
  await expect(cells(page).nth(1)).toHaveAccessibleName(/favourite/);
  await page.keyboard.press('t');
  await page.getByRole('combobox', { name: 'New tag' }).fill(' winter ');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(cells(page).nth(1)).toHaveAccessibleName(/winter/);
  await page.reload();
  await openGallery(page, 3);
  await button(page, 'Favourites').click();
  await expect.poll(() => prompts(page)).toEqual(['A hill']);
  await button(page, 'Favourites').click();
  await choice(page, 'Tag').selectOption('winter');
  await expect.poll(() => prompts(page)).toEqual(['A hill']);
  await choice(page, 'Tag').selectOption('All tags');
  await words(page).fill('wint');
  await expect.poll(() => prompts(page)).toEqual(['A hill']);
});

test('arrows move, Space selects, Enter enlarges, F favours, T tags and Delete deletes', async ({ page, server }) => {
  await openOnThree(page, server);
  await page.keyboard.press('ArrowRight');
  await expect(cells(page).nth(1)).toBeFocused();
  await page.keyboard.press('End');
  await expect(cells(page).nth(2)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(cells(page).nth(2)).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowUp');
  await expect(cells(page).first()).toBeFocused();
  await page.keyboard.press(' ');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(selectedCells(page)).toHaveCount(2);
  await page.keyboard.press('f');
  await expect(gridOf(page).getByRole('option', { name: /favourite/ })).toHaveCount(2);
  await expect(tool(page, 'Favourite')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('t');
  await expect(page.getByRole('combobox', { name: 'New tag' })).toBeFocused();
  for (const tag of ['sea', 'land']) {
    await page.keyboard.type(tag);
    await page.keyboard.press('Enter');
    await expect(gridOf(page).getByRole('option', { name: new RegExp(tag) })).toHaveCount(2);
  }
  expect(await violations(page, '.gallery')).toEqual([]);
  await button(page, 'Remove sea').click();
  await expect(gridOf(page).getByRole('option', { name: /sea/ })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(cells(page).nth(1)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(selectedCells(page)).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(viewerOf(page).getByRole('img', { name: 'A hill' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(cells(page).nth(1)).toBeFocused();
  await page.keyboard.press('Delete');
  await expect.poll(() => prompts(page)).toEqual(['A lake', 'A hut']);
  await expect(cells(page).nth(1)).toBeFocused();
  await expect(said(page)).toHaveText('Deleted.');
});

test('several are selected by Ctrl, Shift and all at once, deleted, and brought back', async ({ page, server }) => {
  await openOnThree(page, server);
  await cells(page).nth(1).click({ modifiers: ['Shift'] });
  await expect(selectedCells(page)).toHaveCount(2);
  await button(page, 'Clear selection').click();
  await cells(page).first().click({ modifiers: ['Control'] });
  await cells(page).nth(2).click({ modifiers: ['Shift'] });
  await expect(selectedCells(page)).toHaveCount(3);
  await cells(page).nth(1).click();
  await expect(galleryOf(page)).toContainText('2 selected');
  await expect(tool(page, 'Copy')).toBeHidden();
  await tool(page, 'Delete').click();
  await expect.poll(() => prompts(page)).toEqual(['A hill']);
  await expect(said(page)).toHaveText('Deleted 2 pictures.');
  await undo(page, 'Bring them back').click();
  await expect.poll(() => prompts(page)).toEqual(['A lake', 'A hill', 'A hut']);
  await button(page, 'Select all shown').click();
  await expect(selectedCells(page)).toHaveCount(3);
  await button(page, 'Clear selection').click();
  await cells(page).nth(1).focus();
  await page.keyboard.press('Control+a');
  await expect(selectedCells(page)).toHaveCount(3);
  await cells(page).nth(1).click();
  await tool(page, 'Delete').click();
  await expect.poll(() => prompts(page)).toEqual(['A hill']);
  await page.keyboard.press('Escape');
  await expect(pictures(page)).toHaveCount(1);
  await expect(button(page, 'Bring them back')).toBeVisible();
  await page.reload();
  await openGallery(page, 1);
  await expect.poll(async () => (await kept(page)).files.length).toBe(1);
});

test('a picture is saved with its settings, and copied as it is, its prompt as text', async ({ page, server, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const [request] = await openOnThree(page, server);
  const [made] = await picturesFor(request);
  await cells(page).nth(2).click({ modifiers: ['Control'] });
  const [file] = await Promise.all([page.waitForEvent('download'), tool(page, 'Download').click()]);
  expect(file.suggestedFilename()).toMatch(/^a-hut-20\d{6}-\d{6}-1\.png$/);
  const bytes = await readFile(await file.path());
  expect(carried(bytes).settings.prompt).toBe('A hut');
  expect(decoded(bytes).data.equals(decoded(made).data)).toBe(true);
  await tool(page, 'Copy').click();
  await expect(said(page)).toHaveText('Copied.');
  const copied = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    return Array.from(new Uint8Array(await (await item.getType('image/png')).arrayBuffer()));
  });
  expect(decoded(Buffer.from(copied)).data.equals(decoded(made).data)).toBe(true);
  await tool(page, 'Copy prompt').click();
  await expect(said(page)).toHaveText('The prompt is copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('A hut');
  /** @type {string[]} */
  const all = [];
  page.on('download', (one) => all.push(one.suggestedFilename()));
  await cells(page).first().focus();
  await page.keyboard.press('Control+a');
  await tool(page, 'Download').click();
  await expect(said(page)).toHaveText('Downloaded 3 pictures.');
  expect(new Set(all).size).toBe(3);
});

test('settings come back with their images and mask, and go again', async ({ page, server }) => {
  await editPart(page, server);
  await composed(page);
  const badge = await inputs(page).getByText(/% painted$/).textContent();
  await inputs(page).getByRole('button', { name: 'Remove' }).click();
  await addImages(page, upload(png(40, 30, gradient), 'other.png'));
  await promptBox(page).fill('Something else');
  await openGallery(page, 1);
  await page.keyboard.press(' ');
  await tool(page, 'Reuse settings').click();
  await expect(galleryOf(page)).toBeHidden();
  await expect(promptBox(page)).toHaveValue('A red boat');
  await expect(inputs(page)).toContainText('lake.png');
  await expect(inputs(page).getByText(badge ?? '')).toBeVisible();
  await expect(said(page)).toHaveText('The settings are as they were, with 1 input image and the mask.');
  await button(page, 'Undo').click();
  await expect(promptBox(page)).toHaveValue('Something else');
  await expect(inputs(page)).toHaveCount(1);
  await expect(inputs(page)).toContainText('other.png');
  await results(page).getByRole('button', { name: 'Reuse settings' }).click();
  await expect(inputs(page).getByText(badge ?? '')).toBeVisible();
  await page.waitForTimeout(1500); // what is on the desk is kept
  await page.reload();
  await expect(promptBox(page)).toHaveValue('A red boat');
  await expect(inputs(page)).toContainText('lake.png');
  await expect(inputs(page).getByText(badge ?? '')).toBeVisible();
  await page.getByRole('combobox', { name: 'Size' }).selectOption({ index: 0 });
  await generate(page, server);
  await expect.poll(async () => (await kept(page)).results.length).toBe(2);
});

test('settings of a picture made of words leave the images that are there', async ({ page, server }) => {
  await make(page, server, 'A hut');
  await addImages(page, upload(photo, 'lake.png'));
  await promptBox(page).fill('A lake');
  await results(page).getByRole('button', { name: 'Reuse settings' }).click();
  await expect(promptBox(page)).toHaveValue('A hut');
  await expect(inputs(page)).toHaveCount(1);
  await expect(said(page)).toHaveText('The settings are as they were.');
  await button(page, 'Undo').click();
  await expect(promptBox(page)).toHaveValue('A lake');
  await expect(inputs(page)).toHaveCount(1);
});

test('pictures become input images', async ({ page, server }) => {
  await openOnThree(page, server);
  await page.keyboard.press('Control+a');
  await tool(page, 'Use as input').click();
  await expect(galleryOf(page)).toBeHidden();
  await expect(inputs(page)).toHaveCount(3);
});

test('a picture of another tab is shown among the results, with all that can be done there', async ({ page, context, address, server }) => {
  await editPart(page, server);
  await composed(page);
  const other = await context.newPage();
  await other.goto(address);
  await expect(pictures(other)).toHaveCount(0);
  await openGallery(other, 1);
  await other.keyboard.press('Enter');
  await expect(viewerOf(other).getByRole('img')).toHaveJSProperty('naturalWidth', decoded(photo).width);
  await tool(other, 'Show among results').click();
  await expect(pictures(other)).toHaveCount(1);
  await results(other).getByRole('button', { name: 'Compare' }).click();
  await expect(other.getByRole('dialog', { name: 'Compare' }).getByText('Original', { exact: true })).toBeVisible();
  await other.keyboard.press('Escape');
  await openGallery(other, 1);
  await make(page, server, 'A hill');
  await expect(cells(other)).toHaveCount(2);
  await results(page).getByRole('button', { name: 'Delete' }).first().click();
  await expect(cells(other)).toHaveCount(1);
});

test('an enlarged picture: arrows, Home and End go on, what can be done is there, and the next follows a deleted one', async ({ page, server }) => {
  await openOnThree(page, server);
  await cells(page).first().click();
  const viewer = viewerOf(page);
  const shows = (/** @type {string} */ name, /** @type {string} */ place) => Promise.all([expect(viewer.getByRole('img', { name })).toBeVisible(), expect(viewer).toContainText(place)]);
  await shows('A lake', '1 of 3');
  await page.keyboard.press('ArrowRight');
  await shows('A hill', '2 of 3');
  await page.keyboard.press('End');
  await shows('A hut', '3 of 3');
  await page.keyboard.press('Home');
  await shows('A lake', '1 of 3');
  await expect(viewer).toContainText('1024 x 1024');
  await expect(viewer).toContainText('low');
  expect(await violations(page, '.enlarged')).toEqual([]);
  await page.keyboard.press('f');
  await expect(tool(page, 'Favourite')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('t');
  await page.keyboard.type('sea');
  await page.keyboard.press('Enter');
  await expect(button(page, 'Remove sea')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(viewer).toBeVisible();
  await page.keyboard.press('Delete');
  await shows('A hill', '1 of 2');
  await expect(said(page)).toHaveText('Deleted.');
  await undo(page, 'Bring it back').click();
  await shows('A hill', '2 of 3');
  await page.keyboard.press('Escape');
  await expect(galleryOf(page)).toBeVisible();
  await expect(cells(page).nth(1)).toBeFocused();
});

test('a picture that only a server has is said to be there, and what cannot be done with it is not offered', async ({ page }) => {
  await fill(page, { count: 2, width: 64, height: 48 });
  await page.evaluate(async () => {
    /** @param {IDBRequest<any>} request @returns {Promise<any>} */
    const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const store = (await done(indexedDB.open('gpt-image'))).transaction('results', 'readwrite').objectStore('results');
    await done(store.put({ ...(await done(store.get('id-1'))), answers: 0, link: 'https://host.example/a.png' }));
  });
  await page.reload();
  await openGallery(page, 2);
  await expect(cells(page).first()).toHaveAttribute('data-note', 'Kept at host.example');
  await page.keyboard.press('Enter');
  await expect(viewerOf(page)).toBeHidden();
  await page.keyboard.press(' ');
  await expect(tool(page, 'Copy prompt')).toBeVisible();
  await expect(tool(page, 'Download')).toBeHidden();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(viewerOf(page).getByRole('img', { name: 'Picture 1' })).toBeVisible();
});

test('a small picture is made anew when the large one is another', async ({ page, server }) => {
  await editPart(page, server);
  await composed(page);
  await openGallery(page, 1);
  await expect.poll(async () => (await kept(page)).thumbnails.length).toBe(1);
  const [{ of: first }] = (await kept(page)).thumbnails;
  await page.keyboard.press('Escape');
  await results(page).getByRole('button', { name: 'Compare' }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare' });
  await dialog.getByRole('spinbutton', { name: 'Softness of the seam' }).fill('0');
  await expect.poll(async () => (await kept(page)).results[0].bytes).not.toBe(first);
  await page.keyboard.press('Escape');
  await openGallery(page, 1);
  await expect.poll(async () => (await kept(page)).thumbnails[0].of).not.toBe(first);
});

test('Alt and arrows bring back earlier prompts, and the draft', async ({ page, server }) => {
  await make(page, server, 'A hut', 'A lake', 'A hut');
  await promptBox(page).fill('A draft');
  await page.waitForTimeout(1500);
  await page.reload();
  await expect(promptBox(page)).toHaveValue('A draft');
  await expect(promptBox(page)).toHaveAccessibleDescription(/Alt\+↑ brings back earlier prompts/);
  await promptBox(page).focus();
  for (const [key, text] of [['Up', 'A hut'], ['Up', 'A lake'], ['Up', 'A lake'], ['Down', 'A hut'], ['Down', 'A draft'], ['Down', 'A draft']]) {
    await page.keyboard.press(`Alt+Arrow${key}`);
    await expect(promptBox(page)).toHaveValue(text);
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a finger that rests selects, one that taps enlarges, one that goes across goes on', async ({ page, server }) => {
    await openOnThree(page, server);
    const touch = await touchOf(page);
    const box = /** @type {import('./support/mask.mjs').Rect} */ (await cells(page).first().boundingBox());
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    expect(Math.round(box.width * 3)).toBeGreaterThan(370);
    await touch('touchStart', middle);
    await expect(selectedCells(page)).toHaveCount(1);
    await touch('touchEnd');
    await cells(page).nth(1).tap();
    await expect(selectedCells(page)).toHaveCount(2);
    expect(await violations(page, '.gallery')).toEqual([]);
    await button(page, 'Clear selection').tap();
    await cells(page).nth(1).tap();
    const viewer = viewerOf(page);
    await expect(viewer.getByRole('img', { name: 'A hill' })).toBeVisible();
    for (const [from, to, name] of /** @type {[number, number, string][]} */ ([[300, 100, 'A hut'], [100, 300, 'A hill'], [100, 300, 'A lake'], [100, 130, 'A lake']])) {
      await touch('touchStart', { x: from, y: 300 });
      await touch('touchMove', { x: (from + to) / 2, y: 305 });
      await touch('touchMove', { x: to, y: 310 });
      await touch('touchEnd');
      await expect(viewer.getByRole('img', { name })).toBeVisible();
    }
    await expect(tool(page, 'Delete')).toBeInViewport({ ratio: 1 });
  });
});
