// @ts-check
/** The circle that shows what the brush will touch: dark and light lines, so that it is seen on any ground. */
import { svg } from './svg.js';

/** Below this radius, in pixels of the canvas, the circle alone is too small to be found. */
const TINY = 5;

/** @typedef {{x: number, y: number, radius: number, hardness: number}} Ring in pixels of the canvas */

/** @param {Ring} ring */
const circle = ({ x, y, radius }) =>
  `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`;

/** @param {Ring} ring */
const cross = ({ x, y }) => `M${x - 3 * TINY} ${y}h${2 * TINY}m${2 * TINY} 0h${2 * TINY}M${x} ${y - 3 * TINY}v${2 * TINY}m0 ${2 * TINY}v${2 * TINY}`;

/** @param {Ring} ring how far the brush paints in full, where that is less than all of it */
const core = (ring) => (ring.hardness < 0.95 ? circle({ ...ring, radius: ring.radius * ring.hardness }) : '');

export function createCursor() {
  const rims = ['dark', 'light'].map((shade) => svg('path', { class: shade }));
  const cores = ['core dark', 'core light'].map((shade) => svg('path', { class: shade }));
  const node = svg('svg', { class: 'mask-cursor', 'aria-hidden': 'true' }, ...cores, ...rims);

  return {
    node,

    /** @param {import('../core.js').Size} size of the canvas, in its pixels */
    resize: ({ width, height }) => node.setAttribute('viewBox', `0 0 ${width} ${height}`),

    /** @param {Ring | null} ring null hides it */
    show(ring) {
      const tiny = ring && ring.radius < TINY;
      for (const rim of rims) rim.setAttribute('d', ring ? circle(ring) + (tiny ? cross(ring) : '') : '');
      for (const line of cores) line.setAttribute('d', ring && !tiny ? core(ring) : '');
    },
  };
}
