// @ts-check
/** One picture, or two side by side that are zoomed and moved together. */
import { make } from '../../base/dom.js';
import { createPane } from './pane.js';
import { fitScale, stepScale } from './zoom.js';

/**
 * @typedef {import('../../base/core.js').Size} Size
 * @typedef {import('./pane.js').Point} Point
 * @typedef {{labels: string[], layers: HTMLElement[]}} Content of a pane
 */

const NOTHING = { labels: [], layers: [] };

/**
 * @param {object} on
 * @param {() => void} on.onView another part is seen, or at another scale
 * @param {(event: PointerEvent) => boolean} on.onPress whether somebody takes the pointer, which then does not move the picture
 */
export function createStage({ onView, onPress }) {
  const panes = [createPane(), createPane()];
  const [first] = panes;
  const root = make('div', { className: 'compare-stage' }, ...panes.map((pane) => pane.root));
  /** @type {Size} */
  let picture = { width: 1, height: 1 };
  /** CSS pixels per pixel; 0 for what fits. */
  let zoom = 0;

  const fit = () => fitScale(picture, first.room);
  const scale = () => zoom || fit();

  function middle() {
    const { width, height } = first.room;
    return { x: width / 2, y: height / 2 };
  }

  /** @param {Point} [at] of the frame, where the picture stays */
  function resize(at = middle()) {
    if (!root.clientWidth) return;
    const point = first.pointAt(at);
    const now = scale();
    const round = zoom ? Math.round : Math.floor;
    const size = { width: Math.max(1, round(picture.width * now)), height: Math.max(1, round(picture.height * now)) };
    for (const pane of panes) pane.resize(size, now * devicePixelRatio >= 2);
    if (Number.isFinite(point.x)) for (const pane of panes) pane.bring(point, at);
    root.classList.toggle('fits', size.width <= first.room.width && size.height <= first.room.height);
    onView();
  }

  /** @param {number} scale 0 for what fits @param {Point} [at] */
  function zoomTo(scale, at) {
    zoom = scale;
    resize(at);
  }

  /** @param {number} by steps @param {Point} [at] */
  const zoomBy = (by, at) => zoomTo(stepScale(scale(), by, fit()), at);

  /** @param {MouseEvent} event @returns {Point} of its frame */
  function pointOf({ clientX, clientY, currentTarget }) {
    const { left, top } = /** @type {Element} */ (currentTarget).getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  /** A mouse moves the picture; fingers scroll it. @param {PointerEvent} event */
  function press(event) {
    const frame = /** @type {HTMLElement} */ (event.currentTarget);
    if (event.button !== 0 || onPress(event) || event.pointerType !== 'mouse') return;
    frame.setPointerCapture(event.pointerId);
    frame.onpointermove = ({ movementX, movementY }) => frame.scrollBy({ left: -movementX, top: -movementY, behavior: 'instant' });
    frame.onlostpointercapture = () => (frame.onpointermove = null);
  }

  for (const { frame } of panes) {
    frame.addEventListener('scroll', () => {
      for (const pane of panes) if (pane.frame !== frame) pane.follow(frame);
      onView();
    });
    frame.addEventListener('pointerdown', press);
    frame.addEventListener('dblclick', (event) => zoomTo(zoom ? 0 : 1 / devicePixelRatio, pointOf(event)));
    frame.addEventListener(
      'wheel',
      (event) => {
        if (!event.ctrlKey) return;
        event.preventDefault();
        zoomBy(-Math.sign(event.deltaY) / 2, pointOf(event));
      },
      { passive: false },
    );
  }
  new ResizeObserver(() => resize()).observe(root);

  return {
    root,
    first,

    get scale() {
      return scale();
    },

    get fits() {
      return !zoom;
    },

    get isWhole() {
      return root.classList.contains('fits');
    },

    zoomBy,
    fit: () => zoomTo(0),
    actual: () => zoomTo(1 / devicePixelRatio),

    /** @param {Size} size of the picture @param {Content} one @param {Content} [other] beside it */
    show(size, one, other = NOTHING) {
      const isNew = size.width !== picture.width || size.height !== picture.height;
      if (isNew) zoom = 0;
      picture = size;
      root.classList.toggle('two', other !== NOTHING);
      first.show(one.labels, one.layers);
      panes[1].show(other.labels, other.layers);
      resize();
    },

    clear() {
      zoom = 0;
      for (const pane of panes) pane.show([], []);
    },
  };
}

/** @typedef {ReturnType<typeof createStage>} Stage */
