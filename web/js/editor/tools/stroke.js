// @ts-check
/** The stroke that brush and eraser share: a chain of segments that begins with a dot. */

/**
 * @param {import('../tools.js').Hand} hand
 * @param {boolean} erase
 * @param {import('../../viewport.js').Point} at
 * @returns {import('../tools.js').Action}
 */
export function startStroke({ painting, size, hardness }, erase, at) {
  const brush = { size, hardness, erase };
  let last = at;
  painting.segment(brush, at, at);
  return {
    move(to) {
      painting.segment(brush, last, to);
      last = to;
    },
  };
}
