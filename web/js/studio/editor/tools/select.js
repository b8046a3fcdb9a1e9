// @ts-check

/** @param {import('../../painting.js').Point} at @param {import('../../../base/core.js').Size} picture */
const isIn = ({ x, y }, { width, height }) => x >= 0 && y >= 0 && x < width && y < height;

/** @type {import('../tools.js').Tool} */
export const select = {
  name: 'Select by colour',
  key: 'w',
  icon: 'M15 9 4.500 19.500M17.500 2.500v3M17.500 11.500v3M11.500 8.500h3M20.500 8.500h3M13.700 4.700l1.400 1.400M21.300 4.700l-1.400 1.400M21.300 12.300l-1.400-1.400',
  cursor: 'cross',
  looks: true,
  options: ['mode', 'tolerance', 'softness', 'everywhere'],
  press: ({ painting, select, subtract }, at) => void (isIn(at, painting) && select(at, subtract)),
};
