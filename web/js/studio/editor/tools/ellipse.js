// @ts-check
import { startBox } from './box.js';

/** @type {import('../tools.js').Tool} */
export const ellipse = {
  name: 'Ellipse',
  key: 'o',
  icon: 'M3 12a9 6.500 0 1 0 18 0a9 6.500 0 1 0-18 0z',
  cursor: 'cross',
  box: 'ellipse',
  options: ['mode', 'box'],
  press: (hand, at) => startBox(hand, at, 'ellipse'),
};
