// @ts-check
/**
 * The picture with the mask's veil over it, as seen through the view.
 *
 * Two canvases of device pixels, one on the other: the picture is drawn anew when
 * the view changes, the veil where the mask changed, each at most once per frame.
 * The upper one is the mask canvas, which hands and keys talk to.
 */
import { make } from '../dom.js';
import * as viewport from '../viewport.js';
import { createCursor } from './cursor.js';
import { contextOf, createPicture } from './picture.js';

/**
 * @typedef {import('../viewport.js').Point} Point
 * @typedef {import('../viewport.js').View} View
 * @typedef {{bitmap: ImageBitmap, painting: import('../painting.js').Painting}} Subject
 */

const LOOK = { veil: 0xf0146ea0 }; // RRGGBBAA

const TELLS_DEVICE_PIXELS = 'devicePixelContentBoxSize' in ResizeObserverEntry.prototype;

/**
 * A length in device pixels.
 * @param {number} css in CSS pixels
 * @param {number | undefined} told what the browser says; one that only pretends a density, says CSS pixels
 */
function deviceLength(css, told) {
  const reckoned = css * devicePixelRatio;
  return told && Math.abs(told - reckoned) <= 1 ? told : Math.round(reckoned);
}

/** @param {{onView: () => void, onFault: (error: unknown) => void}} events */
export function createStage({ onView, onFault }) {
  const lower = make('canvas', { className: 'mask-picture', 'aria-hidden': 'true' });
  const upper = make('canvas', { className: 'mask-canvas', tabIndex: 0, role: 'application', 'aria-label': 'Mask canvas' });
  const cursor = createCursor();
  const node = make('div', { className: 'mask-stage' }, lower, upper, cursor.node);
  const picture = createPicture(lower);
  const veil = contextOf(upper);

  /** @type {Subject | null} */
  let subject = null;
  /** @type {View} */
  let exact = { scale: 1, x: 0, y: 0 };
  /** @type {View} */
  let view = exact;
  let fitted = true;
  let frame = 0;
  let whole = true;

  const screen = () => ({ width: upper.width, height: upper.height });
  const scene = () => ({ image: subject?.bitmap ?? { width: 1, height: 1 }, screen: screen() });

  /** @param {Subject} subject @param {import('../painting.js').Rect} changed on screen */
  function drawVeil({ painting }, changed) {
    const area = viewport.intersect(changed, viewport.pictureArea(view, scene()));
    if (area.width) veil.putImageData(painting.overlay(view, area, LOOK), area.x, area.y);
  }

  /** @param {Subject} subject */
  function drawChanges(subject) {
    const dirty = subject.painting.takeDirty(view);
    if (!whole) return drawVeil(subject, dirty);
    whole = false;
    picture.draw(subject.bitmap, view);
    veil.clearRect(0, 0, upper.width, upper.height);
    drawVeil(subject, { x: 0, y: 0, ...screen() });
  }

  function draw() {
    frame = 0;
    try {
      if (subject) drawChanges(subject);
    } catch (error) {
      whole = true; // next time, since what was dirty is no longer known
      onFault(error);
    }
  }

  function schedule() {
    frame ||= requestAnimationFrame(draw);
  }

  /** @param {View} next */
  function setView(next) {
    exact = next;
    view = viewport.snap(next);
    whole = true;
    schedule();
    onView();
  }

  /** @param {number} width @param {number} height in device pixels */
  function resize(width, height) {
    const before = screen();
    for (const canvas of [lower, upper]) Object.assign(canvas, { width, height });
    cursor.resize(screen());
    if (!subject) return;
    setView(fitted ? viewport.fit(scene()) : viewport.resize(exact, scene(), before));
    draw(); // now, for the canvases are empty and about to be seen
  }

  new ResizeObserver(([{ contentRect, devicePixelContentBoxSize }]) => {
    const [told] = devicePixelContentBoxSize ?? [];
    const width = deviceLength(contentRect.width, told?.inlineSize);
    const height = deviceLength(contentRect.height, told?.blockSize);
    if (width && height) resize(width, height);
  }).observe(upper, { box: TELLS_DEVICE_PIXELS ? 'device-pixel-content-box' : 'content-box' });

  function fit() {
    setView(viewport.fit(scene()));
    fitted = true;
  }

  return {
    node,
    canvas: upper,
    get view() {
      return view;
    },
    get image() {
      return scene().image;
    },

    /** @param {Subject | null} next */
    show(next) {
      subject = next;
      if (subject) fit();
    },

    /** The mask has changed. */
    touch: schedule,

    /** The device pixel an event points at. @param {MouseEvent} event @returns {Point} */
    locate({ clientX, clientY }) {
      const { left, top, width, height } = upper.getBoundingClientRect();
      return { x: ((clientX - left) * upper.width) / width, y: ((clientY - top) * upper.height) / height };
    },

    fit,

    /** @param {number} scale @param {Point} [at] */
    zoomTo(scale, at = viewport.middleOf(screen())) {
      fitted = false;
      setView(viewport.zoomTo(exact, scene(), scale, at));
    },

    /** @param {Point[]} from @param {Point[]} to */
    drag(from, to) {
      fitted = false;
      setView(viewport.drag(exact, scene(), from, to));
    },

    /** Pans as far as it takes to see an image point. @param {Point} point */
    reveal(point) {
      const { x, y } = exact;
      const next = viewport.reveal(exact, scene(), point);
      if (next.x !== x || next.y !== y) setView(next);
    },

    /** @param {import('./cursor.js').Ring | null} ring */
    showCursor: cursor.show,
  };
}
