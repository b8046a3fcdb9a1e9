// @ts-check
// The canvas way: the mask is a canvas as large as the picture, a segment is an arc and a line, and a
// stroke can be undone because all of the canvas was read before it.  Its author is given the better of
// two ways to show it: only the part that changed is drawn to a canvas of the screen's size.

import { make } from '../../../web/js/base/dom.js';
import { time, timeOnScreen } from './frame.mjs';
import { STAGE, wander } from './scene.mjs';

const STEP = 60;
const RADIUS = 50;

/** @param {HTMLCanvasElement} canvas */
const contextOf = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));

/** @param {ImageBitmap} picture */
export function createCanvasWay(picture) {
  const mask = make('canvas', { width: picture.width, height: picture.height });
  const screen = make('canvas', STAGE);
  const paint = contextOf(mask);
  const show = contextOf(screen);
  const scale = Math.min(screen.width / mask.width, screen.height / mask.height);
  screen.style.cssText = 'position: fixed; inset: 0';
  document.body.append(screen);
  paint.fillStyle = '#f0146e';
  paint.strokeStyle = paint.fillStyle;
  paint.lineWidth = 2 * RADIUS;
  let seed = 1;

  /** @param {{x: number, y: number}} from @param {{x: number, y: number}} to */
  function segment(from, to) {
    paint.beginPath();
    paint.moveTo(from.x, from.y);
    paint.lineTo(to.x, to.y);
    paint.stroke();
    paint.beginPath();
    paint.arc(to.x, to.y, RADIUS, 0, 2 * Math.PI);
    paint.fill();
  }

  /** @param {{x: number, y: number}} from @param {{x: number, y: number}} to */
  function showChanged(from, to) {
    const x = Math.min(from.x, to.x) - RADIUS;
    const y = Math.min(from.y, to.y) - RADIUS;
    const width = Math.abs(from.x - to.x) + 2 * RADIUS;
    const height = Math.abs(from.y - to.y) + 2 * RADIUS;
    const there = /** @type {const} */ ([x * scale, y * scale, width * scale, height * scale]);
    show.clearRect(...there);
    show.drawImage(picture, x, y, width, height, ...there);
    show.globalAlpha = 0.63;
    show.drawImage(mask, x, y, width, height, ...there);
    show.globalAlpha = 1;
  }

  return {
    /** @param {boolean} shown */
    show: (shown) => (screen.hidden = !shown),

    /** @param {number} segments */
    async stroke(segments) {
      const way = wander(picture, STEP, seed++);
      const { ms } = time(() => paint.getImageData(0, 0, mask.width, mask.height));
      const onScreen = [];
      let from = way.next().value;
      for (let i = 0; i < segments; i++) {
        const to = way.next().value;
        onScreen.push(
          await timeOnScreen(() => {
            segment(from, to);
            requestAnimationFrame(() => showChanged(from, to));
          }),
        );
        from = to;
      }
      return { segments: onScreen.slice(1), stroke: ms };
    },

    /** Frames in which next to nothing is drawn: what the browser takes for any. @param {number} count */
    async dots(count) {
      const times = [];
      for (let i = 0; i < count; i++) times.push(await timeOnScreen(() => requestAnimationFrame(() => show.fillRect(i, 0, 1, 1))));
      return times;
    },

    /** What ComfyUI's editor keeps for each stroke: all of three layers. */
    snapshotLayers: () => time(() => [1, 2, 3].forEach(() => paint.getImageData(0, 0, mask.width, mask.height))).ms,
  };
}
