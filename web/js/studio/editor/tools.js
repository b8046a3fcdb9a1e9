// @ts-check
/**
 * The tools of the mask editor, in the order of the toolbar.
 *
 * A tool is one small object in a file of its own; to add one, write it and list
 * it here.  The editor remembers the state to undo to before it presses, so a
 * tool only paints, and may take back what it has painted itself by `revert`.
 */
import { brush } from './tools/brush.js';
import { ellipse } from './tools/ellipse.js';
import { eraser } from './tools/eraser.js';
import { fill } from './tools/fill.js';
import { lasso } from './tools/lasso.js';
import { pan } from './tools/pan.js';
import { polygon } from './tools/polygon.js';
import { rectangle } from './tools/rectangle.js';
import { select } from './tools/select.js';

/**
 * @typedef {import('../painting.js').Point & {pressure?: number}} Place in image pixels; pressure: 0..1
 * @typedef {{subtract: boolean, shift: boolean, clicks: number}} How clicks: 2 for the second press of a double click
 *
 * @typedef {object} Hand what a tool works with
 * @property {import('../painting.js').Painting} painting
 * @property {import('./settings.js').Settings} settings
 * @property {boolean} subtract whether to take away from the mask
 * @property {boolean} shift whether Shift is held
 * @property {() => number} scale screen pixels per image pixel
 * @property {Place | null} last where the last stroke ended
 * @property {(points: import('../painting.js').Point[], closed?: boolean) => void} draw the line of a shape in progress
 * @property {(at: import('../painting.js').Point, subtract: boolean) => void} select by the colour of the picture there
 *
 * @typedef {object} Action what a tool does until it ends
 * @property {(points: Place[], shift: boolean) => void} move
 * @property {() => void} [end] completes it
 * @property {boolean} [stays] it goes on when the pointer is up
 * @property {(at: Place, how: How) => boolean} [press] again, in one that stays; whether that was the end
 * @property {(at: Place) => void} [hover]
 * @property {() => boolean} [back] takes the last point back; whether there are any left
 *
 * @typedef {object} Tool
 * @property {string} name the accessible name of its button
 * @property {string} key the letter that picks it
 * @property {string} icon a path of 24 x 24
 * @property {'brush' | 'cross' | 'hand'} cursor
 * @property {boolean} [strokes] it paints strokes, which end where the hand is lifted
 * @property {'rectangle' | 'ellipse'} [box] what it draws in a box
 * @property {boolean} [looks] it looks at the picture, which had better be decoded
 * @property {import('./options.js').Option[]} options what can be set for it
 * @property {(hand: Hand, at: Place) => Action | void} [press] nothing: complete at once; absent: it only moves the view
 */

/** @type {Tool[]} */
export const TOOLS = [brush, eraser, rectangle, ellipse, lasso, polygon, fill, select, pan];
