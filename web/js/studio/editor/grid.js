// @ts-check
/** Lines between the pixels of the picture, where they are large enough to be told apart. */
import { svg } from '../../base/svg.js';
import { toScreen } from '../viewport.js';

const FROM_SCALE = 8;

/** Where the lines between 'low' and 'high' are, in the middle of a pixel of the screen.
 * @param {number} corner @param {number} scale @param {number} low @param {number} high */
function* places(corner, scale, low, high) {
  for (let i = Math.ceil((low - corner) / scale); i * scale + corner <= high; i++) yield Math.round(i * scale + corner) + 0.5;
}

/** @param {import('../viewport.js').View} view @param {import('../viewport.js').Rect} area of the screen */
function path(view, { x, y, width, height }) {
  const corner = toScreen(view, { x: 0, y: 0 });
  const upright = [...places(corner.x, view.scale, x, x + width)].map((at) => `M${at} ${y}v${height}`);
  const level = [...places(corner.y, view.scale, y, y + height)].map((at) => `M${x} ${at}h${width}`);
  return upright.concat(level).join('');
}

export function createGrid() {
  const dark = svg('path', { class: 'dark', transform: 'translate(-1 -1)' });
  const light = svg('path', { class: 'light' });

  return {
    node: svg('g', { class: 'mask-grid' }, dark, light),

    /** @param {import('../viewport.js').View} view @param {import('../viewport.js').Rect} area where the picture is seen */
    follow(view, area) {
      const d = view.scale < FROM_SCALE ? '' : path(view, area);
      dark.setAttribute('d', d);
      light.setAttribute('d', d);
    },
  };
}
