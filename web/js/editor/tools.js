// @ts-check
/**
 * The tools of the mask editor, in the order of the toolbar.
 *
 * A tool is one small object in a file of its own; to add one, write it and list
 * it here.  The editor remembers the state to undo to before it presses, so a
 * tool only paints.
 */
import { brush } from './tools/brush.js';
import { eraser } from './tools/eraser.js';
import { pan } from './tools/pan.js';

/**
 * @typedef {import('../viewport.js').Point} Point in image pixels
 *
 * @typedef {object} Hand what a tool works with
 * @property {import('../painting.js').Painting} painting
 * @property {number} size diameter in image pixels
 * @property {number} hardness 0..1
 * @property {boolean} subtract whether to take away from the mask: Alt or the right button is held
 *
 * @typedef {object} Action what a tool does between press and release
 * @property {(to: Point) => void} move
 * @property {() => void} end
 *
 * @typedef {object} Tool
 * @property {string} name the accessible name of its button
 * @property {string} key the letter that picks it
 * @property {string} icon a path of 24 x 24
 * @property {boolean} round whether the cursor is a circle of the brush's size
 * @property {(hand: Hand, at: Point) => Action} [press] absent in a tool that only moves the view
 */

/** @type {Tool[]} */
export const TOOLS = [brush, eraser, pan];
