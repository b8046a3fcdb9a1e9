// @ts-check
/**
 * The sizes a brush steps through by its keys: close together where they are small,
 * far apart where they are large, and round numbers all the way.
 *
 * Pure.  Sizes are diameters in image pixels.
 */

const STEPS = [
  { upTo: 30, by: 1 },
  { upTo: 60, by: 2 },
  { upTo: 150, by: 5 },
  { upTo: 300, by: 10 },
  { upTo: 600, by: 20 },
  { upTo: 1000, by: 50 },
];

export const SIZES = STEPS.reduce(
  (sizes, { upTo, by }) => {
    for (let size = sizes[sizes.length - 1] + by; size <= upTo; size += by) sizes.push(size);
    return sizes;
  },
  [1],
);

/** The stop whose size comes nearest. @param {number} size */
export function stopOf(size) {
  const above = SIZES.findIndex((candidate) => candidate >= size);
  if (above < 0) return SIZES.length - 1;
  return above > 0 && size - SIZES[above - 1] < SIZES[above] - size ? above - 1 : above;
}

/** The size some stops further up, or down. @param {number} size @param {number} stops */
export const sizeBeside = (size, stops) => SIZES[Math.min(Math.max(stopOf(size) + stops, 0), SIZES.length - 1)];
