// @ts-check
/**
 * Where hands meet the stage: pointers, the wheel, the keyboard's brush, and the
 * cursor that shows where any of them is.
 */
import { keepQuiet } from '../../base/quiet.js';
import { middleOf, toImage, toScreen } from '../viewport.js';
import { ARROWS, FAR, createKeyboardBrush } from './keyboard-brush.js';
import { createPointers } from './pointers.js';
import { listenToWheel } from './wheel.js';

/**
 * @typedef {import('../viewport.js').Point} Point
 * @typedef {import('./pointers.js').Sample} Sample
 */

/** How far an arrow key moves the brush, or the view where the tool only moves that, in CSS pixels. */
const KEY_STEP = 5;

/** What taps of two and of three fingers do. @type {Record<number, string>} */
const TAPS = { 2: 'undo', 3: 'redo' };

/**
 * @param {ReturnType<typeof import('./stage.js').createStage>} stage
 * @param {ReturnType<typeof import('./work.js').createWork>} work
 * @param {import('./settings.js').Settings} settings as they are now
 * @param {() => void} onBrush the keyboard's brush has come, moved or gone
 * @param {(command: string) => void} run
 */
export function createHands(stage, work, settings, onBrush, run) {
  const { canvas } = stage;
  /** @type {Point | null} where a pointer is, on screen */
  let pointer = null;
  let spaceHeld = false;
  let openBefore = false;

  /** @param {Point} at on screen */
  const imagePoint = (at) => toImage(stage.view, at);

  /** @param {Sample} sample on screen */
  const imageSample = (sample) => ({ ...imagePoint(sample), pressure: sample.pressure });

  /** @param {Point} at of the keyboard's brush */
  const pressed = (at) => ({ ...at, pressure: 1 });

  const brush = createKeyboardBrush({
    start: () => imagePoint(pointer ?? middleOf(canvas)),
    step: () => Math.max(1, Math.round((KEY_STEP * devicePixelRatio) / stage.view.scale)),
    size: () => stage.image,
    press: (at, shift) => work.press(pressed(at), { subtract: false, shift, clicks: 1 }),
    move: (to) => work.move([pressed(to)], { shift: false }),
    hover: (at) => work.hover(at, { shift: false }),
    lift: work.lift,
    show(at) {
      stage.reveal(at);
      onBrush();
    },
  });

  /** A pointer is here. @param {Point | null} at on screen; null: gone */
  function point(at) {
    const moved = at && (at.x !== pointer?.x || at.y !== pointer?.y);
    pointer = at;
    if (moved && brush.leave()) onBrush();
    else showCursor();
  }

  /** As if it had not been pressed; what was open before, such as a polygon, loses a point only. */
  function abort() {
    if (openBefore) {
      work.release();
      run('back');
    } else {
      work.abort();
    }
  }

  const pointers = createPointers(canvas, {
    locate: stage.locate,
    wantsView: () => spaceHeld || !settings.tool.press,
    press(at, how) {
      brush.lift();
      point(at);
      openBefore = work.busy;
      work.press(imageSample(at), how);
    },
    move(to, how) {
      point(to[to.length - 1]);
      work.move(to.map(imageSample), how);
    },
    release: work.release,
    abort,
    drag: stage.drag,
    tap: (fingers) => TAPS[fingers] && run(TAPS[fingers]),
    hover(at, how) {
      point(at);
      if (!brush.place) work.hover(at && imagePoint(at), how);
    },
  });

  listenToWheel(canvas, {
    locate: stage.locate,
    isTouched: () => pointers.pressed,
    zoom: (at, factor) => stage.zoomTo(stage.view.scale * factor, at),
    resize: (steps) => run(steps < 0 ? 'smaller' : 'larger'),
  });
  keepQuiet(canvas);

  function showCursor() {
    const { size, hardness, square, tool } = settings;
    const { scale } = stage.view;
    const viewing = spaceHeld || pointers.dragging || !tool.press;
    const sized = tool.cursor === 'brush';
    const at = brush.place ? toScreen(stage.view, brush.place) : sized && pointer;
    stage.showCursor(at && !viewing ? { x: at.x, y: at.y, radius: sized ? (size / 2) * scale : 0, hardness, square } : null);
    canvas.style.cursor = pointers.dragging ? 'grabbing' : viewing ? 'grab' : sized ? 'none' : 'crosshair';
  }

  /** Space is up, or the focus has gone. */
  function letGo() {
    spaceHeld = false;
    brush.lift();
    showCursor();
  }

  /** The view goes where an arrow points. @param {Point} direction @param {boolean} far */
  function look({ x, y }, far) {
    const by = KEY_STEP * devicePixelRatio * (far ? FAR : 1);
    stage.drag([{ x: x * by, y: y * by }], [{ x: 0, y: 0 }]);
  }

  canvas.addEventListener('keyup', ({ key }) => key === ' ' && letGo());
  canvas.addEventListener('blur', letGo);
  canvas.addEventListener('focus', () => !pointer && canvas.matches(':focus-visible') && brush.appear());

  return {
    showCursor,
    letGo,

    /** Where the keyboard's brush is, in the image; null while there is none. */
    get place() {
      return brush.place;
    },

    /** Where the pointer is, on screen. */
    get pointer() {
      return pointer;
    },

    /** Ends what they do, and forgets where they were. */
    rest() {
      pointers.settle();
      letGo();
      brush.leave();
      pointer = null;
    },

    /**
     * A key on the canvas; says whether it meant something.  Space pans where a
     * pointer is, and paints where the keyboard's brush is.
     * @param {KeyboardEvent} event
     */
    onKey(event) {
      if (event.ctrlKey || event.metaKey) return false;
      if (event.key === 'Alt') return true; // or it would take the focus to the browser's menu
      if (event.key === ' ' && pointer && !brush.place) {
        spaceHeld = true;
        showCursor();
        return true;
      }
      const arrow = ARROWS[event.key];
      if (!arrow || (settings.tool.press && !pointers.pressed)) return brush.onKeyDown(event);
      if (!pointers.pressed) look(arrow, event.shiftKey);
      return true;
    },
  };
}
