// @ts-check
/** How large a picture is shown; pure.  A scale is CSS pixels per pixel of the picture. */

/** @typedef {import('../../base/core.js').Size} Size */

const STEP = 1.5;
const LEAST = 0.02;
const MOST = 32;

/** All of it. @param {Size} picture @param {Size} room */
export const fitScale = (picture, room) => Math.min(room.width / picture.width, room.height / picture.height);

/** The next larger scale, or smaller for a 'by' of -1. @param {number} scale @param {number} by @param {number} fit never less than what fits */
export const stepScale = (scale, by, fit) => Math.min(Math.max(scale * STEP ** by, Math.min(fit, 1), LEAST), MOST);

/** @param {number} scale @param {number} density pixels of the screen per CSS pixel */
export const scaleText = (scale, density) => {
  const percent = scale * density * 100;
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
};

/**
 * What of a sheet is seen, along one axis.
 * @param {number} start of the sheet, from the start of its frame @param {number} length of the sheet @param {number} room of the frame
 */
export function seen(start, length, room) {
  const from = Math.max(0, start);
  return { from, length: Math.max(0, Math.min(room, start + length) - from) };
}

/**
 * Where a divider stands in its frame, and how much of the sheet before it is covered.
 * @param {number} share 0..1 of what is seen @param {number} start of the sheet @param {number} length @param {number} room
 */
export function dividerAt(share, start, length, room) {
  const { from, length: visible } = seen(start, length, room);
  const at = from + share * visible;
  return { at, covered: at - start };
}

/** The share at which a divider stands at 'at'. @param {number} at @param {number} start @param {number} length @param {number} room */
export function shareAt(at, start, length, room) {
  const { from, length: visible } = seen(start, length, room);
  return visible ? Math.min(Math.max((at - from) / visible, 0), 1) : 0;
}
