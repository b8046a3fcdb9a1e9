// @ts-check
/** The stroke that brush and eraser share. */

/**
 * @param {import('../tools.js').Hand} hand
 * @param {boolean} subtract
 * @param {import('../../viewport.js').Point} at
 * @returns {import('../tools.js').Action}
 */
export function startStroke({ painting, size, hardness }, subtract, at) {
  const stroke = painting.stroke({
    size,
    hardness,
    opacity: 1,
    square: false,
    subtract,
    sizeByPressure: false,
    opacityByPressure: false,
    string: 0,
  });
  stroke.move([at]);
  return {
    move: (to) => stroke.move([to]),
    end: stroke.end,
  };
}
