// @ts-check
import { startBox } from './box.js';

/** @type {import('../tools.js').Tool} */
export const rectangle = {
  name: 'Rectangle',
  key: 'u',
  icon: 'M4 6h16v12H4z',
  cursor: 'cross',
  box: 'rectangle',
  options: ['mode', 'box'],
  press: (hand, at) => startBox(hand, at, 'rectangle'),
};
