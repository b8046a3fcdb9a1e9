// @ts-check
/** What differs, in words; pure. */
import { counted, grouped } from '../../base/words.js';

/** @typedef {{inside: number, outside: number}} Counts pixels that changed */

/** @param {Counts} counts */
export const composedText = ({ inside, outside }) => `${counted(outside, 'pixel')} changed outside the mask; ${grouped(inside)} inside.`;

/** @param {Counts} counts */
export const receivedText = ({ inside, outside }) => `The raw answer: ${grouped(outside)} changed outside; ${grouped(inside)} inside.`;
