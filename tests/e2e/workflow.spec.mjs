// @ts-check
// ComfyUI's workflows: their settings are taken over, and the page's settings leave as one that is read back.

import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { chooseDemo, expect, test } from './fixtures.mjs';
import { violations } from './support/axe.mjs';
import { dragMouse, editorOf, openEditor, pressQuietly } from './support/mask.mjs';
import { addImages, alert, button, download, generate, promptBox } from './support/page.mjs';
import { withTexts } from './support/notes.mjs';
import { decoded, gradient, png, upload } from './support/pictures.mjs';
import { jsonOf } from './support/wire.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/** @param {string} name @returns of tests/data/workflows */
const fixture = (name) => readFile(new URL(`../data/workflows/${name}.json`, import.meta.url), 'utf8');

/** @param {Page} page */
const importer = (page) => page.getByRole('dialog', { name: 'ComfyUI workflow' });
/** @param {Page} page */
const exporter = (page) => page.getByRole('dialog', { name: 'Export for ComfyUI' });
/** @param {Page} page */
const openGroup = (page) => page.getByText('ComfyUI', { exact: true }).click();

/** Lets a file fall on the page. @param {Page} page @param {string} name @param {string} text */
const drop = (page, name, text) =>
  page.evaluate(([fileName, content]) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([content], fileName, { type: 'application/json' }));
    for (const type of ['dragenter', 'dragover', 'drop']) window.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  }, [name, text]);

/** Opens a workflow by the button. @param {Page} page @param {string} name @param {string} text */
const pick = (page, name, text) => page.getByLabel('Open workflow').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });

/** What a button of the export dialog saves. @param {Page} page @param {string} name */
async function saved(page, name) {
  const [file] = await Promise.all([page.waitForEvent('download'), exporter(page).getByRole('button', { name }).click()]);
  return { name: file.suggestedFilename(), content: await readFile(await file.path()) };
}

test.beforeEach(({ page }) => chooseDemo(page));

test('a workflow that is dropped offers its settings, and what is sent then has them', async ({ page, server }) => {
  await drop(page, 'boat.json', await fixture('api-v2'));
  const dialog = importer(page);
  await expect(dialog).toBeVisible();
  await expect(dialog.getByText('boat.json · OpenAI GPT Image 2 (#3)')).toBeVisible();
  await expect(dialog.getByRole('definition').filter({ hasText: /^2048x1024$/ })).toBeVisible();
  await expect(dialog.getByText('It expects the images a.png, b.png: add them to the input images in this order.')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Apply settings' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('The settings are those of the workflow. It also has 2 images: add what is missing.')).toBeVisible();
  const sent = jsonOf(await generate(page, server));
  expect(sent).toMatchObject({ prompt: 'a boat', model: 'gpt-image-2.5-sunburst', size: '2048x1024', background: 'transparent', quality: 'xhigh', n: 3 });
  await expect(page.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('12');
});

test('several nodes are a choice, and Cancel leaves everything as it was', async ({ page }) => {
  await promptBox(page).fill('mine');
  await openGroup(page);
  await pick(page, 'several.json', await fixture('ui-several'));
  const dialog = importer(page);
  const node = dialog.getByRole('combobox', { name: 'Node' });
  await expect(node).toHaveValue('Final (#2)');
  await expect(dialog.getByRole('definition').filter({ hasText: /^second$/ })).toBeVisible();
  await node.selectOption('Draft (#1)');
  await expect(dialog.getByRole('definition').filter({ hasText: /^first$/ })).toBeVisible();
  await expect(dialog.getByText('It is muted in the workflow')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(promptBox(page)).toHaveValue('mine');
  await pick(page, 'several.json', await fixture('ui-several'));
  await dialog.getByRole('button', { name: 'Apply settings' }).click();
  await expect(promptBox(page)).toHaveValue('second');
  await expect(page.getByRole('combobox', { name: 'Quality' })).toHaveValue('high');
});

test('a model that is gone gives way to its successor, and the gaps are as ComfyUI fills them', async ({ page }) => {
  await drop(page, 'least.json', await fixture('api-least'));
  const dialog = importer(page);
  await expect(dialog.getByText('OpenAI shut gpt-image-1 down on 2026-10-23: gpt-image-2.5-flare is taken instead.')).toBeVisible();
  await expect(dialog.getByRole('definition').filter({ hasText: '1024 x 1024' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('markup in a workflow is only text', async ({ page }) => {
  const workflow = { 1: { class_type: 'OpenAIGPTImage1', inputs: { prompt: '<img src=x onerror=alert(1)>', image: ['2', 0] }, _meta: { title: '<b>bold</b>' } }, 2: { class_type: 'LoadImage', inputs: { image: '<i>.png' } } };
  await drop(page, '<u>.json', JSON.stringify(workflow));
  await expect(importer(page).getByText('<img src=x onerror=alert(1)>')).toBeVisible();
  await expect(importer(page).getByText('<u>.json · <b>bold</b> (#1)')).toBeVisible();
  await expect(importer(page).getByText('It expects the image <i>.png')).toBeVisible();
});

test('what is no workflow is said to be none', async ({ page }) => {
  await drop(page, 'a.json', '{"a": 1}');
  await expect(alert(page)).toContainText('This is no ComfyUI workflow: it is JSON, but without any nodes.');
  await drop(page, 'b.json', 'no JSON');
  await expect(alert(page)).toContainText('This is no ComfyUI workflow: the text is not JSON');
  await drop(page, 'c.json', await fixture('api-none'));
  await expect(alert(page)).toContainText('This workflow has no "OpenAI GPT Image" node');
  await expect(importer(page)).toBeHidden();
});

test('a workflow of a megabyte is read', async ({ page }) => {
  const nodes = Array.from({ length: 700 }, (_, i) => ({ id: i + 2, type: 'Note', widgets_values: ['x'.repeat(2000)] }));
  await drop(page, 'large.json', JSON.stringify({ ...JSON.parse(await fixture('ui-v2-small-models')), nodes: [...nodes, ...JSON.parse(await fixture('ui-v2-small-models')).nodes] }));
  await expect(importer(page).getByRole('definition').filter({ hasText: /^gpt-image-1\.5$/ })).toBeVisible();
});

test('the settings leave as a workflow in both formats, and come back the same', async ({ page }) => {
  await promptBox(page).fill('A red boat');
  await page.getByRole('combobox', { name: 'Quality' }).selectOption('high');
  await page.getByRole('spinbutton', { name: 'Number of images' }).fill('2');
  await openGroup(page);
  await button(page, 'Export workflow').click();
  expect(await violations(page)).toEqual([]);
  const workflow = await saved(page, 'Save workflow');
  const api = await saved(page, 'Save API format');
  expect([workflow.name, api.name]).toEqual(['a-red-boat-workflow.json', 'a-red-boat-api.json']);
  expect(JSON.parse(workflow.content.toString())).toMatchObject({ version: 0.4, nodes: [{ type: 'OpenAIGPTImageNodeV2' }, { type: 'SaveImage' }] });
  expect(JSON.parse(api.content.toString())[1].inputs).toMatchObject({ 'prompt': 'A red boat', 'model.quality': 'high', 'n': 2 });
  await expect(exporter(page).getByRole('status')).toHaveText('Saved the API format as a-red-boat-api.json.');
  await exporter(page).getByRole('button', { name: 'Close' }).click();

  await promptBox(page).fill('Something else');
  await page.getByRole('combobox', { name: 'Quality' }).selectOption('low');
  for (const { name, content } of [workflow, api]) {
    await pick(page, name, content.toString());
    await importer(page).getByRole('button', { name: 'Apply settings' }).click();
    await expect(promptBox(page)).toHaveValue('A red boat');
    await expect(page.getByRole('combobox', { name: 'Quality' })).toHaveValue('high');
    await expect(page.getByRole('spinbutton', { name: 'Number of images' })).toHaveValue('2');
  }
});

test('a setting that ComfyUI would refuse is refused at its place', async ({ page }) => {
  const count = page.getByRole('spinbutton', { name: 'Number of images' });
  await count.fill('0');
  await openGroup(page);
  await button(page, 'Export workflow').click();
  await expect(alert(page)).toContainText('Value 0 smaller than min of 1');
  await expect(count).toHaveAttribute('aria-invalid', 'true');
});

test('images go with their workflow, by the names it loads', async ({ page }) => {
  await promptBox(page).fill('Together');
  await addImages(page, upload(png(40, 30, gradient), 'a.png'), upload(png(30, 40, gradient), 'a.png'));
  await openGroup(page);
  await button(page, 'Export workflow').click();
  await expect(exporter(page).getByText("It loads the files a.png, a-2.png from ComfyUI's input folder.")).toBeVisible();
  /** @type {string[]} */
  const names = [];
  page.on('download', (file) => names.push(file.suggestedFilename()));
  await exporter(page).getByRole('button', { name: 'Save its pictures' }).click();
  await expect.poll(() => names).toEqual(['a.png', 'a-2.png']);
  const { content } = await saved(page, 'Save API format');
  expect(Object.values(JSON.parse(content.toString())).filter((node) => node.class_type === 'LoadImage').map(({ inputs }) => inputs.image)).toEqual(['a.png', 'a-2.png']);
});

/** Colours that are hidden where it is transparent. @param {number} x @param {number} y */
const hidden = (x, y) => [(x * 3) % 256, (y * 5) % 256, (x ^ y) % 256, x < 50 ? 0 : 255];

test('an image with its mask as alpha keeps every colour, and the page reads its mask back', async ({ page }) => {
  const picture = png(200, 160, hidden);
  const at = await openEditor(page, upload(picture, 'photo.png'), 30);
  await dragMouse(page, at(60, 80), at(140, 80));
  const [file] = await Promise.all([page.waitForEvent('download'), pressQuietly(page, 'Export image with mask as alpha')]);
  expect(file.suggestedFilename()).toBe('photo-masked.png');
  await expect(editorOf(page).getByText('Saved as photo-masked.png.')).toBeVisible();
  const masked = await readFile(await file.path());
  const before = decoded(picture).data;
  const after = decoded(masked).data;
  const alphas = after.filter((_, i) => i % 4 === 3);
  expect(before.filter((value, i) => i % 4 < 3 && value !== after[i])).toHaveLength(0);
  expect(alphas.filter((alpha) => alpha === 0).length).toBeGreaterThan(2000); // the stroke
  expect(alphas.filter((alpha) => alpha === 255).length).toBeGreaterThan(20000); // the left side, which was transparent, too
  await button(page, 'Done').click();
  await expect(page.getByText(/^Mask: .* painted$/)).toBeVisible();
  const share = await page.getByText(/^Mask: .* painted$/).textContent();

  await page.getByRole('button', { name: 'Clear mask' }).click();
  await page.getByLabel('Import mask').setInputFiles({ name: 'photo-masked.png', mimeType: 'image/png', buffer: masked });
  await expect(page.getByText(/^Mask: .* painted$/)).toHaveText(/** @type {string} */ (share));
});

test('an edit leaves as a workflow that loads the image with its mask', async ({ page }) => {
  await promptBox(page).fill('A hat');
  const at = await openEditor(page, upload(png(200, 160, gradient), 'photo.jpg.png'), 30);
  await dragMouse(page, at(60, 80), at(140, 80));
  await button(page, 'Done').click();
  await openGroup(page);
  await button(page, 'Export workflow').click();
  await expect(exporter(page).getByText('the image with its mask as its transparency.')).toBeVisible();
  const { content } = await saved(page, 'Save API format');
  expect(JSON.parse(content.toString())).toMatchObject({
    1: { class_type: 'LoadImage', inputs: { image: 'photo.jpg-masked.png' } },
    2: { inputs: { 'model.images.image_1': ['1', 0], 'model.mask': ['1', 1] } },
  });
  const picture = await saved(page, 'Save its pictures');
  expect(picture.name).toBe('photo.jpg-masked.png');
  expect(decoded(picture.content)).toMatchObject({ width: 200, height: 160 });
});

test('a picture that is saved carries its graph, which gives the settings back', async ({ page, server }) => {
  await promptBox(page).fill('A red boat');
  await page.getByRole('combobox', { name: 'Quality' }).selectOption('high');
  await generate(page, server);
  const file = await readFile(await (await download(page)).path());
  const texts = execFileSync('exiftool', ['-json', '-Prompt', '-Workflow', '-'], { input: file });
  const [{ Prompt: prompt, Workflow: workflow }] = JSON.parse(String(texts));
  expect(Object.values(JSON.parse(prompt)).map((node) => node.class_type)).toEqual(['OpenAIGPTImageNodeV2', 'SaveImage']);
  expect(JSON.parse(workflow).nodes.map((/** @type {any} */ { type }) => type).toSorted()).toEqual(['OpenAIGPTImageNodeV2', 'SaveImage']);

  await promptBox(page).fill('Something else');
  await page.getByRole('combobox', { name: 'Quality' }).selectOption('low');
  await drop(page, 'boat.json', workflow);
  await importer(page).getByRole('button', { name: 'Apply settings' }).click();
  await expect(promptBox(page)).toHaveValue('A red boat');
  await expect(page.getByRole('combobox', { name: 'Quality' })).toHaveValue('high');
});

test("the graph in ComfyUI's own pictures is offered, the drawn one before the one that was run", async ({ page }) => {
  const texts = { prompt: await fixture('api-v2'), workflow: await fixture('ui-2025-10') };
  await addImages(page, upload(withTexts(png(48, 48, gradient), texts), 'ComfyUI_00001_.png'));
  await button(page, 'Read its workflow').click();
  await expect(importer(page).getByText(/OpenAIGPTImage1/)).toBeVisible();
});
