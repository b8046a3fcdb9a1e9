// @ts-check
/** The rim of the brush, which shows what it will touch: dark and light lines, so that it is seen on any ground. */
import { svg } from '../../base/svg.js';

/** Below this radius, in pixels of the canvas, the rim alone is too small to be found. */
const TINY = 5;

/**
 * @typedef {object} Ring in pixels of the canvas
 * @property {number} x
 * @property {number} y
 * @property {number} radius or half a side
 * @property {number} hardness
 * @property {boolean} [square]
 */

/** @param {Ring} ring */
const disc = ({ x, y, radius }) =>
  `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`;

/** @param {Ring} ring */
const box = ({ x, y, radius }) => `M${x - radius} ${y - radius}h${2 * radius}v${2 * radius}h${-2 * radius}z`;

/** @param {Ring} ring */
const rim = (ring) => (ring.square ? box(ring) : disc(ring));

/** @param {Ring} ring */
const cross = ({ x, y }) => `M${x - 3 * TINY} ${y}h${2 * TINY}m${2 * TINY} 0h${2 * TINY}M${x} ${y - 3 * TINY}v${2 * TINY}m0 ${2 * TINY}v${2 * TINY}`;

/** @param {Ring} ring how far the brush paints in full, where that is less than all of it */
const core = (ring) => (ring.hardness < 0.95 ? rim({ ...ring, radius: ring.radius * ring.hardness }) : '');

export function createCursor() {
  const rims = ['dark', 'light'].map((shade) => svg('path', { class: shade }));
  const cores = ['core dark', 'core light'].map((shade) => svg('path', { class: shade }));

  return {
    node: svg('g', {}, ...cores, ...rims),

    /** @param {Ring | null} ring null hides it */
    show(ring) {
      const tiny = ring && ring.radius < TINY;
      for (const line of rims) line.setAttribute('d', ring ? rim(ring) + (tiny ? cross(ring) : '') : '');
      for (const line of cores) line.setAttribute('d', ring && !tiny ? core(ring) : '');
    },
  };
}
