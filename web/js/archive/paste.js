// @ts-check
/** How answers are put back into the picture they were asked about; pure. */

/**
 * @typedef {object} Paste the settings of the group of this name
 * @property {boolean} keep what is not painted
 * @property {number} feather percent of what suits the mask
 * @property {boolean} align
 * @property {boolean} match_colors
 * @property {string} blend 'colours' or 'gradients'
 */

/** @param {unknown} value a boolean, or its text as a schema has it */
const isOn = (value) => String(value) !== 'false';

/** @param {import('../base/store.js').Settings} settings @returns {Paste} */
export const pasteOf = ({ keep, feather = 100, align, match_colors, blend = 'colours' }) =>
  ({ keep: isOn(keep), feather: Number(feather), align: isOn(align), match_colors: isOn(match_colors), blend: String(blend) });

/** As the studio's worker takes them. @param {Paste} paste */
export const optionsOf = ({ feather, align, match_colors: match, blend }) => ({ align, match, gradient: blend === 'gradients', feather });
