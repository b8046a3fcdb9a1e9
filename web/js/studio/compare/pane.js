// @ts-check
/** A frame in which a sheet of layers is seen, whole or in part. */
import { make } from '../../base/dom.js';

/** @typedef {{x: number, y: number}} Point */

export function createPane() {
  const sheet = make('div', { className: 'compare-sheet' });
  const frame = make('div', { className: 'compare-frame', tabIndex: 0, role: 'group' }, sheet);
  const tags = make('div', { className: 'compare-tags', 'aria-hidden': 'true' });
  const root = make('div', { className: 'compare-pane' }, frame, tags);

  return {
    root,
    frame,

    /** The room there is. */
    get room() {
      return { width: frame.clientWidth, height: frame.clientHeight };
    },

    /** Where the sheet is within the frame. */
    get place() {
      return { x: sheet.offsetLeft - frame.scrollLeft, y: sheet.offsetTop - frame.scrollTop, width: sheet.offsetWidth, height: sheet.offsetHeight };
    },

    /** @param {string[]} labels of what is seen @param {HTMLElement[]} layers the last on top */
    show(labels, layers) {
      root.hidden = !layers.length;
      frame.setAttribute('aria-label', labels.join(' and '));
      tags.replaceChildren(...labels.map((label) => make('span', {}, label)));
      if (layers.length !== sheet.children.length || layers.some((layer, i) => sheet.children[i] !== layer)) sheet.replaceChildren(...layers);
    },

    /** Names anew what is seen. @param {string} label */
    tag: (label) => tags.replaceChildren(make('span', {}, label)),

    /** @param {import('../../base/core.js').Size} size @param {boolean} coarse whether pixels are to be seen as such */
    resize({ width, height }, coarse) {
      Object.assign(sheet.style, { width: `${width}px`, height: `${height}px`, imageRendering: coarse ? 'pixelated' : 'auto' });
    },

    /** Where in the sheet, 0..1, a point of the frame is. @param {Point} at @returns {Point} */
    pointAt({ x, y }) {
      const { x: left, y: top, width, height } = this.place;
      return { x: (x - left) / width, y: (y - top) / height };
    },

    /** Scrolls until a point of the sheet is at one of the frame. @param {Point} point @param {Point} at */
    bring(point, at) {
      frame.scrollLeft = sheet.offsetLeft + point.x * sheet.offsetWidth - at.x;
      frame.scrollTop = sheet.offsetTop + point.y * sheet.offsetHeight - at.y;
    },

    /** @param {Element} other a frame that was scrolled */
    follow({ scrollLeft, scrollTop }) {
      if (frame.scrollLeft !== scrollLeft) frame.scrollLeft = scrollLeft;
      if (frame.scrollTop !== scrollTop) frame.scrollTop = scrollTop;
    },
  };
}

/** @typedef {ReturnType<typeof createPane>} Pane */
