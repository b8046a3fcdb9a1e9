// @ts-check
/**
 * Where hands meet the stage: pointers, the keyboard's brush, and the cursor that
 * shows where either of them is.
 */
import { middleOf, toImage, toScreen } from '../viewport.js';
import { createKeyboardBrush } from './keyboard-brush.js';
import { createPointers } from './pointers.js';

/** @typedef {import('../viewport.js').Point} Point */

/** How far an arrow key moves the brush, in CSS pixels. */
const KEY_STEP = 5;

/**
 * @param {ReturnType<typeof import('./stage.js').createStage>} stage
 * @param {ReturnType<typeof import('./work.js').createWork>} work
 * @param {import('./settings.js').Settings} settings as they are now
 * @param {() => void} onBrush the keyboard's brush has come, moved or gone
 */
export function createHands(stage, work, settings, onBrush) {
  const { canvas } = stage;
  /** @type {Point | null} where a pointer is, on screen */
  let hover = null;
  let spaceHeld = false;

  /** @param {Point} at on screen */
  const imagePoint = (at) => toImage(stage.view, at);

  const brush = createKeyboardBrush({
    start: () => imagePoint(hover ?? middleOf(canvas)),
    step: () => Math.max(1, Math.round((KEY_STEP * devicePixelRatio) / stage.view.scale)),
    size: () => stage.image,
    press: (at) => work.press(at, false),
    move: work.move,
    release: work.release,
    show(at) {
      stage.reveal(at);
      onBrush();
    },
  });

  createPointers(canvas, {
    locate: stage.locate,
    wantsView: () => spaceHeld || !settings.tool.press,
    press: (at, subtract) => work.press(imagePoint(at), subtract),
    move: (points) => points.forEach((to) => work.move(imagePoint(to))),
    release: work.release,
    abort: work.abort,
    drag: stage.drag,
    zoom: (at, factor) => stage.zoomTo(stage.view.scale * factor, at),
    hover(at) {
      const moved = at && (at.x !== hover?.x || at.y !== hover?.y);
      hover = at;
      if (moved && brush.leave()) onBrush();
      else showCursor();
    },
  });

  function showCursor() {
    const { size, hardness, tool } = settings;
    const { scale } = stage.view;
    const round = tool.round && !spaceHeld;
    const at = brush.place ? toScreen(stage.view, brush.place) : hover;
    stage.showCursor(at && round ? { ...at, radius: (size / 2) * scale, hardness } : null);
    canvas.classList.toggle('round', round);
  }

  /** Space is up, or the focus has gone. */
  function letGo() {
    spaceHeld = false;
    brush.lift();
    showCursor();
  }

  canvas.addEventListener('keyup', ({ key }) => key === ' ' && letGo());
  canvas.addEventListener('blur', letGo);
  canvas.addEventListener('focus', () => !hover && canvas.matches(':focus-visible') && brush.appear());

  return {
    showCursor,
    letGo,

    /** Where the keyboard's brush is, in the image; null while there is none. */
    get place() {
      return brush.place;
    },

    /** Where the pointer is, on screen. */
    get pointer() {
      return hover;
    },

    /** Forgets where they were. */
    rest() {
      letGo();
      brush.leave();
      hover = null;
    },

    /**
     * A key on the canvas; says whether it meant something.  Space pans where a
     * pointer is, and paints where the keyboard's brush is.
     * @param {KeyboardEvent} event
     */
    onKey(event) {
      if (event.ctrlKey || event.metaKey) return false;
      if (event.key === 'Alt') return true; // or it would take the focus to the browser's menu
      if (event.key !== ' ' || !hover || brush.place) return brush.onKeyDown(event);
      spaceHeld = true;
      showCursor();
      return true;
    },
  };
}
