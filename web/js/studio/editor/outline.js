// @ts-check
/** The outline of a shape in progress, on whatever ground: a thin light line in a dark one. */
import { svg } from '../../base/svg.js';

/** @typedef {import('../viewport.js').Point} Point */

/** The ring around the first point, in CSS pixels. */
const RING = 6;

/** To a hundredth of a pixel. @param {number} value */
const rounded = (value) => Math.round(value * 100) / 100;

/** @param {Point[]} points @param {boolean} closed */
const line = (points, closed) => `M${points.map(({ x, y }) => `${rounded(x)} ${rounded(y)}`).join('L')}${closed ? 'Z' : ''}`;

export function createOutline() {
  const lines = ['dark', 'light'].map((shade) => svg('path', { class: shade }));
  const rings = ['dark', 'light'].map((shade) => svg('circle', { class: shade }));
  const shape = svg('g', {}, ...lines);
  const node = svg('g', { class: 'mask-outline' }, shape, ...rings);
  /** @type {Point | null} */
  let start = null;
  /** @type {import('../viewport.js').View} */
  let view = { scale: 1, x: 0, y: 0 };

  function place() {
    const { scale, x, y } = view;
    shape.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`);
    for (const ring of rings) {
      ring.setAttribute('cx', String((start?.x ?? 0) * scale + x));
      ring.setAttribute('cy', String((start?.y ?? 0) * scale + y));
      ring.setAttribute('r', String(start ? RING * devicePixelRatio : 0));
    }
  }

  return {
    node,

    /** @param {import('../viewport.js').View} next */
    follow(next) {
      view = next;
      place();
    },

    /** @param {Point[] | null} points of the image; null hides it @param {boolean} closed otherwise a ring shows where it begins */
    show(points, closed) {
      const d = points?.length ? line(points, closed) : '';
      for (const path of lines) path.setAttribute('d', d);
      start = (!closed && points?.[0]) || null;
      place();
    },
  };
}
