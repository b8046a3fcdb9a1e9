// @ts-check
import { STROKE_OPTIONS, startStroke } from './stroke.js';

/** @type {import('../tools.js').Tool} */
export const brush = {
  name: 'Brush',
  key: 'b',
  icon: 'M20 3.5c-4.5 2-8.6 5.6-11 9.8l2.2 2.2c4.2-2.4 7.4-6.5 8.8-12zM8.2 14.3c-2.2 0-3.4 1.5-3.5 3.3-.1 1.2-.7 2.1-1.7 2.6 3.7.9 7.3-.6 7.3-3.7z',
  cursor: 'brush',
  strokes: true,
  options: STROKE_OPTIONS,
  press: (hand, at) => startStroke(hand, hand.subtract, at),
};
