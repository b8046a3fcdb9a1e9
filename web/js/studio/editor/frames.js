// @ts-check
/** Frames around the parts of the picture that will be sent, on whatever ground. */
import { svg } from '../../base/svg.js';

/** @typedef {import('../painting.js').Rect} Rect */

/** @param {Rect} rect */
const around = ({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}Z`;

export function createFrames() {
  const lines = ['dark', 'light'].map((shade) => svg('path', { class: shade }));
  const node = svg('g', { class: 'mask-frames' }, ...lines);

  return {
    node,

    /** @param {import('../viewport.js').View} view */
    follow: ({ scale, x, y }) => node.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`),

    /** @param {Rect[]} rects of the image, which they may reach past */
    show(rects) {
      for (const path of lines) path.setAttribute('d', rects.map(around).join(''));
    },
  };
}
