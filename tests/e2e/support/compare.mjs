// @ts-check
// A result that is put back into its picture, and the dialog that compares the two.

import { expect } from '../fixtures.mjs';
import { paintAcross } from './mask.mjs';
import { addImages, generate, promptBox, results } from './page.mjs';
import { png, RGB, scenery, upload } from './pictures.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').Locator} Locator */

export const SIZE = { width: 900, height: 600 };
export const photo = png(SIZE.width, SIZE.height, scenery, RGB);

/** @param {Page} page @param {'Composed' | 'As received'} name */
export const face = (page, name) => results(page).getByRole('radio', { name, exact: true });

/** Has a part of a picture edited. @param {Page} page @param {import('../fixtures.mjs').Server} server */
export async function editPart(page, server) {
  await promptBox(page).fill('A red boat');
  await addImages(page, upload(photo, 'lake.png'));
  const stroke = await paintAcross(page, SIZE);
  return { stroke, request: await generate(page, server) };
}

/** Waits until the answer is put back. @param {Page} page */
export const composed = (page) => expect(face(page, 'Composed')).toBeChecked();

/** @param {Page} page */
export const dialogOf = (page) => page.getByRole('dialog', { name: 'Compare' });

/** @param {Page} page @returns {Promise<Locator>} */
export async function openCompare(page) {
  await results(page).getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(dialogOf(page)).toBeVisible();
  return dialogOf(page);
}

/** What is chosen is a label that looks like a switch. @param {Locator} within @param {string} name */
export async function choose(within, name) {
  const radio = within.getByRole('radio', { name, exact: true });
  await radio.locator('..').click();
  await expect(radio).toBeChecked();
}

/** The address of the picture in the results. @param {Page} page */
export const shownOf = (page) => results(page).getByRole('img').getAttribute('src');
