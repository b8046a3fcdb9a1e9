// @ts-check
// What axe finds wrong with a page.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** In words. @param {import('@playwright/test').Page} page @param {string} [part] a selector, if not the whole page is meant @returns {Promise<string[]>} */
export async function violations(page, part = 'html') {
  await page.evaluate(axe);
  return page.evaluate(async (part) => {
    const fading = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(fading.map(({ finished }) => finished)); // colours in between have contrasts of their own
    const found = await /** @type {any} */ (globalThis).axe.run(part);
    return found.violations.flatMap((/** @type {any} */ rule) =>
      rule.nodes.map((/** @type {any} */ node) => `${rule.id}: ${rule.help}: ${node.html}`),
    );
  }, part);
}
