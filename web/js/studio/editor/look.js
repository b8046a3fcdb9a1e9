// @ts-check
/** How the mask is shown: as a person chooses it, and as C is told. */

/**
 * @typedef {object} Look
 * @property {number} colour of what is painted, 0xRRGGBB
 * @property {number} opacity 0..1
 * @property {'none' | 'solid' | 'marching'} outline
 * @property {boolean} maskOnly white on black in place of the picture
 */

/** @type {Look} */
export const USUAL_LOOK = { colour: 0xf0146e, opacity: 0.65, outline: 'none', maskOnly: false };

const BLACK = 0x000000ff;
const WHITE = 0xffffffff;

/** @param {number} colour 0xRRGGBB @param {number} opacity @returns {number} 0xRRGGBBAA */
const withOpacity = (colour, opacity) => colour * 256 + Math.round(opacity * 255);

/** @type {Record<Look['outline'], (colour: number) => {dash?: number, gap?: number}>} */
const OUTLINES = {
  none: () => ({}),
  solid: (colour) => ({ dash: withOpacity(colour, 1) }),
  marching: () => ({ dash: BLACK, gap: WHITE }),
};

/** @param {Look} look @param {number} phase see core.js */
export const styleOf = ({ colour, opacity, outline, maskOnly }, phase) => ({
  veil: withOpacity(colour, opacity),
  bare: maskOnly,
  phase,
  ...OUTLINES[outline](colour),
});
