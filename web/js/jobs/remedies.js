// @ts-check
/** What can be done about a fault besides trying again. */

/**
 * @typedef {import('../base/core.js').Size} Size
 * @typedef {object} Remedy
 * @property {string} label of its button
 * @property {string} field the setting that it changes, to be looked at
 * @property {() => void} act
 */

const BUDGET = 'image_budget';

/** @param {string} budget @returns {number} pixels */
const pixelsOf = (budget) => (budget === 'none' ? Infinity : Number(budget));

/**
 * The next budget below by which one of these images gets smaller; undefined where there is none.
 * @param {string[]} budgets @param {string} now @param {Size[]} images as they were sent
 */
export function smallerBudget(budgets, now, images) {
  const largest = Math.max(0, ...images.map(({ width, height }) => width * height));
  const most = Math.min(pixelsOf(now), largest);
  return budgets.filter((budget) => pixelsOf(budget) < most).sort((a, b) => pixelsOf(b) - pixelsOf(a))[0];
}

/** What of an order is sent in place of its images. @param {import('./order.js').Order} order @returns {Size[]} */
const sentSizes = ({ parts, sizes }) => parts.flatMap(({ crop }) => crop ?? sizes);

/** @param {{schema: import('../base/core.js').Schema, store: import('../base/store.js').Store}} app */
export function createRemedies({ schema, store }) {
  const choices = schema.settings.find(({ name }) => name === BUDGET)?.choices ?? [];

  return {
    /** @param {import('../base/border.js').Fault} fault @param {import('./order.js').Order} order @param {import('../base/store.js').Settings} asked
     * @returns {Remedy | null} null where nothing is to be done here */
    of({ http, field }, order, asked) {
      if (http !== 413 && field !== BUDGET) return null;
      const value = smallerBudget(choices.map((choice) => choice.value), String(asked[BUDGET]), sentSizes(order));
      const label = choices.find((choice) => choice.value === value)?.label;
      if (!value || !label) return null;
      return {
        label: 'Scale the images down',
        field: BUDGET,
        act: () => store.update({ settings: { ...store.get().settings, [BUDGET]: value }, status: `Images are sent with ${label} at most from now on.` }),
      };
    },
  };
}

/** @typedef {ReturnType<typeof createRemedies>} Remedies */
