// @ts-check
import { STROKE_OPTIONS, startStroke } from './stroke.js';

/** @type {import('../tools.js').Tool} */
export const eraser = {
  name: 'Eraser',
  key: 'e',
  icon: 'M9 20h11M5.2 15.8l9.6-9.6a2 2 0 0 1 2.8 0l2.7 2.7a2 2 0 0 1 0 2.8L12 20H9l-3.8-3.8zM10 11l5.5 5.5',
  cursor: 'brush',
  strokes: true,
  options: STROKE_OPTIONS,
  press: (hand, at) => startStroke(hand, true, at),
};
