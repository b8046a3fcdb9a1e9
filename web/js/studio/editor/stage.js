// @ts-check
/**
 * The picture with the mask over it, as seen through the view.
 *
 * Two canvases of device pixels, one on the other, and thin lines above them: the
 * picture is drawn anew when the view changes, the mask where it changed, each at
 * most once per frame.  The upper canvas is the mask canvas, which hands and keys
 * talk to.
 */
import { make } from '../../base/dom.js';
import { svg } from '../../base/svg.js';
import * as viewport from '../viewport.js';
import { createCursor } from './cursor.js';
import { createFrames } from './frames.js';
import { createGrid } from './grid.js';
import { styleOf, USUAL_LOOK } from './look.js';
import { createMarch } from './march.js';
import { createOutline } from './outline.js';
import { createPicture } from './picture.js';
import { createVeil } from './veil.js';

/**
 * @typedef {import('../viewport.js').Point} Point
 * @typedef {import('../viewport.js').View} View
 * @typedef {import('../painting.js').Painting} Painting
 * @typedef {{bitmap: ImageBitmap, painting: Painting}} Subject
 */

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
  const grid = createGrid();
  const frames = createFrames();
  const outline = createOutline();
  const cursor = createCursor();
  const lines = svg('svg', { class: 'mask-cursor', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, grid.node, frames.node, outline.node, cursor.node);
  const node = make('div', { className: 'mask-stage' }, lower, upper, lines);
  const picture = createPicture(lower, schedule);
  const veil = createVeil(upper);
  const march = createMarch(() => {
    veil.march();
    schedule();
  });

  /** @type {Subject | null} */
  let subject = null;
  /** @type {View} */
  let exact = { scale: 1, x: 0, y: 0 };
  /** @type {View} */
  let view = exact;
  let look = USUAL_LOOK;
  let bare = false;
  let fitted = true;
  let frame = 0;
  let size = { width: upper.width, height: upper.height }; // of the canvases while they are seen

  const scene = () => ({ image: subject?.bitmap ?? { width: 1, height: 1 }, screen: size });

  /** @param {Painting} painting */
  function drawFrame(painting) {
    const area = viewport.pictureArea(view, scene());
    picture.draw(view);
    const complete = veil.draw({ painting, view, area, style: styleOf(look, march.phase) });
    if (!complete) schedule();
    if (look.outline === 'marching' && !bare) march.goOn();
  }

  function draw() {
    frame = 0;
    try {
      if (subject && upper.width) drawFrame(subject.painting);
    } catch (error) {
      veil.refresh(); // next time, since what was dirty is no longer known
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
    grid.follow(view, viewport.pictureArea(view, scene()));
    frames.follow(view);
    outline.follow(view);
    schedule();
    onView();
  }

  /** Empties them, too; none at all gives their memory back. @param {import('../viewport.js').Size} room */
  function setCanvases(room) {
    for (const canvas of [lower, upper]) Object.assign(canvas, room);
    picture.clear();
    veil.clear();
  }

  /** @param {number} width @param {number} height in device pixels */
  function resize(width, height) {
    const before = size;
    size = { width, height };
    setCanvases(size);
    lines.setAttribute('viewBox', `0 0 ${width} ${height}`);
    if (!subject) return;
    setView(fitted ? viewport.fit(scene()) : viewport.resize(exact, scene(), before));
    draw(); // now, for the canvases are empty and about to be seen
  }

  new ResizeObserver(([{ contentRect, devicePixelContentBoxSize }]) => {
    const [told] = devicePixelContentBoxSize ?? [];
    const width = deviceLength(contentRect.width, told?.inlineSize);
    const height = deviceLength(contentRect.height, told?.blockSize);
    if (width && height) resize(width, height);
    else setCanvases({ width: 0, height: 0 });
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
      picture.show(next && next.bitmap);
      setCanvases(next ? size : { width: 0, height: 0 });
      outline.show(null, false);
      march.halt();
      if (subject) fit();
    },

    /** The mask has changed. */
    touch: schedule,

    /** @param {import('./look.js').Look} next */
    setLook(next) {
      look = next;
      veil.refresh();
      schedule();
    },

    /** Shows the picture without its mask. @param {boolean} next */
    setBare(next) {
      bare = next;
      upper.classList.toggle('bare', bare);
      schedule();
    },

    /** The device pixel an event points at: a canvas is shown on whole ones, whatever the layout says. @param {MouseEvent} event @returns {Point} */
    locate({ clientX, clientY }) {
      const { left, top } = upper.getBoundingClientRect();
      return { x: clientX * devicePixelRatio - Math.round(left * devicePixelRatio), y: clientY * devicePixelRatio - Math.round(top * devicePixelRatio) };
    },

    fit,

    /** @param {number} scale @param {Point} [at] */
    zoomTo(scale, at = viewport.middleOf(size)) {
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

    /** @param {import('../painting.js').Rect[]} rects of the image, around what will be sent */
    showFrames: frames.show,

    /** A line on screen that follows the view. @param {Point[] | null} points of the image @param {boolean} [closed] otherwise a ring shows where it would close */
    showPath: (points, closed = false) => outline.show(points, closed),
  };
}
