// @ts-check
/** The stroke that brush and eraser share. */

/** What can be set for it. @type {import('../options.js').Option[]} */
export const STROKE_OPTIONS = ['size', 'hardness', 'opacity', 'stabiliser', 'square', 'pressure'];

/** @param {import('../tools.js').Hand} hand @param {boolean} subtract @returns {import('../../painting.js').Brush} */
const brushOf = ({ settings: { size, hardness, opacity, square, pressure, stabiliser }, scale }, subtract) => ({
  size,
  hardness,
  opacity,
  square,
  subtract,
  sizeByPressure: pressure === 'size' || pressure === 'both',
  opacityByPressure: pressure === 'opacity' || pressure === 'both',
  string: (stabiliser * devicePixelRatio) / scale(),
});

/** A straight line, without the stabiliser's lag. @param {import('../tools.js').Hand} hand @param {import('../../painting.js').Brush} brush @param {import('../tools.js').Place[]} points */
function line({ painting }, brush, points) {
  const stroke = painting.stroke({ ...brush, string: 0 });
  stroke.move(points);
  stroke.end();
}

/**
 * With Shift held, it begins with a line from where the last one ended.
 * @param {import('../tools.js').Hand} hand
 * @param {boolean} subtract
 * @param {import('../tools.js').Place} at
 * @returns {import('../tools.js').Action}
 */
export function startStroke(hand, subtract, at) {
  const brush = brushOf(hand, subtract);
  if (hand.shift && hand.last) line(hand, brush, [hand.last, at]);
  const { move, end } = hand.painting.stroke(brush);
  move([at]);
  return { move, end };
}
