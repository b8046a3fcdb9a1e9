// @ts-check
/**
 * The mask editor: hands and keys in, a painted mask out.
 *
 * Connects the stage, the panel, pointers and keys of editor/ and keeps what is
 * chosen: tool, size, hardness.  Owns neither the picture nor the mask it is
 * opened with; both stay with the caller.
 */
import { Fault } from './border.js';
import { createCover } from './editor/cover.js';
import { createKeyboardBrush } from './editor/keyboard-brush.js';
import { chordOf, commandOf } from './editor/keys.js';
import { createPanel } from './editor/panel.js';
import { createPointers } from './editor/pointers.js';
import { SIZES, sizeBeside, stopOf } from './editor/sizes.js';
import { createStage } from './editor/stage.js';
import { TOOLS } from './editor/tools.js';
import { createWork } from './editor/work.js';
import { middleOf, toImage, toScreen } from './viewport.js';

/**
 * @typedef {import('./core.js').Painting} Painting
 * @typedef {import('./viewport.js').Point} Point
 * @typedef {{bitmap: ImageBitmap, painting: Painting, name: string}} Subject 'painting' has the size of 'bitmap'
 */

const [BRUSH, ERASER] = TOOLS;
const ZOOM_STEP = 1.5;
const KEY_STEP = 5; // of CSS pixels, how far an arrow key moves the brush

/** Until a size is chosen, the brush is this part of the picture's shorter side. */
const BRUSH_PART = 1 / 12;

/**
 * @param {object} options
 * @param {HTMLElement} options.root shown while the editor is open
 * @param {(painting: Painting) => void} options.onChange after each stroke, undo, redo and clear
 * @param {() => void} options.onClose
 */
export function createEditor({ root, onChange, onClose }) {
  /** @type {Subject | null} */
  let subject = null;
  /** @type {Element | null} */
  let opener = null;
  let sizeChosen = false;
  /** @type {Point | null} where a pointer is, on screen */
  let hover = null;
  let spaceHeld = false;
  const settings = { tool: BRUSH, size: 1, hardness: 1 };

  /** @param {unknown} error */
  const onFault = (error) => panel.alert(Fault.from(error).message);

  const stage = createStage({ onView: refresh, onFault });
  const { canvas } = stage;
  const work = createWork(settings, { onPaint: stage.touch, onChange: onWorked, onFault });
  const panel = createPanel(stage, TOOLS, { pick, resize, harden, run });
  const cover = createCover(root, close);
  root.append(...panel.nodes);

  function refresh() {
    if (!subject) return;
    panel.show({ ...settings, scale: stage.view.scale, mask: subject.painting.state(), place: brush.place });
    showCursor();
  }

  function showCursor() {
    const { size, hardness, tool } = settings;
    const round = tool.round && !spaceHeld;
    const at = brush.place ? toScreen(stage.view, brush.place) : hover;
    stage.showCursor(at && round ? { ...at, radius: (size / 2) * stage.view.scale, hardness } : null);
    canvas.classList.toggle('round', round);
  }

  function onWorked() {
    refresh();
    if (subject) onChange(subject.painting);
  }

  /** @param {import('./editor/tools.js').Tool} tool */
  function pick(tool) {
    settings.tool = tool;
    refresh();
  }

  /** @param {number} size */
  function resize(size) {
    settings.size = size;
    sizeChosen = true;
    refresh();
  }

  /** @param {number} hardness */
  function harden(hardness) {
    settings.hardness = Math.min(Math.max(hardness, 0), 1);
    refresh();
  }

  /** @type {Record<string, () => void>} */
  const commands = {
    undo: work.undo,
    redo: work.redo,
    clear: work.clear,
    smaller: () => resize(sizeBeside(settings.size, -2)),
    larger: () => resize(sizeBeside(settings.size, 2)),
    softer: () => harden(settings.hardness - 0.1),
    harder: () => harden(settings.hardness + 0.1),
    swap: () => pick(settings.tool === BRUSH ? ERASER : BRUSH),
    zoomIn: () => stage.zoomTo(stage.view.scale * ZOOM_STEP),
    zoomOut: () => stage.zoomTo(stage.view.scale / ZOOM_STEP),
    fit: () => stage.fit(),
    actual: () => stage.zoomTo(1, hover ?? undefined),
    done: () => (work.busy ? work.abort() : close()),
  };

  /** @param {string} command */
  function run(command) {
    panel.alert('');
    commands[command]();
  }

  /** @param {Point} at on screen */
  const imagePoint = (at) => toImage(stage.view, at);

  /** @param {Point} at of the image @param {boolean} subtract */
  function press(at, subtract) {
    panel.alert('');
    work.press(at, subtract);
  }

  /** The brush of those who have no pointer. */
  const brush = createKeyboardBrush({
    start: () => imagePoint(hover ?? middleOf(canvas)),
    step: () => Math.max(1, Math.round((KEY_STEP * devicePixelRatio) / stage.view.scale)),
    size: () => stage.image,
    press: (at) => press(at, false),
    move: work.move,
    release: work.release,
    show: (at) => {
      stage.reveal(at);
      refresh();
    },
  });

  createPointers(canvas, {
    locate: stage.locate,
    wantsView: () => spaceHeld || !settings.tool.press,
    press: (at, subtract) => press(imagePoint(at), subtract),
    move: (points) => points.forEach((to) => work.move(imagePoint(to))),
    release: work.release,
    abort: work.abort,
    drag: stage.drag,
    zoom: (at, factor) => stage.zoomTo(stage.view.scale * factor, at),
    hover(at) {
      hover = at;
      if (at && brush.leave()) refresh();
      else showCursor();
    },
  });

  /** Space pans where a pointer is, and paints where the keyboard's brush is. @param {KeyboardEvent} event */
  function onCanvasKey(event) {
    if (event.key !== ' ' || !hover || brush.place) return brush.onKeyDown(event);
    spaceHeld = true;
    showCursor();
    return true;
  }

  function letGo() {
    spaceHeld = false;
    brush.lift();
    showCursor();
  }

  /** @param {KeyboardEvent} event whether it meant something here */
  function onKey(event) {
    const chord = chordOf(event);
    const command = commandOf(chord);
    const tool = TOOLS.find(({ key }) => key === chord);
    if (tool) pick(tool);
    else if (command) run(command);
    else return event.target === canvas && !event.ctrlKey && !event.metaKey && onCanvasKey(event);
    return true;
  }

  root.addEventListener('keydown', (event) => {
    if (!onKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  canvas.addEventListener('keyup', ({ key }) => key === ' ' && letGo());
  canvas.addEventListener('blur', letGo);
  canvas.addEventListener('focus', () => !hover && canvas.matches(':focus-visible') && brush.appear());

  /** @param {Subject} next */
  function open(next) {
    close();
    subject = next;
    opener = document.activeElement;
    if (!sizeChosen) settings.size = SIZES[stopOf(Math.min(next.bitmap.width, next.bitmap.height) * BRUSH_PART)];
    root.hidden = false;
    cover.update();
    panel.setTitle(next.name);
    panel.alert('');
    work.take(next.painting);
    stage.show(next);
    canvas.focus({ preventScroll: true });
  }

  function close() {
    if (!subject) return;
    letGo();
    work.take(null);
    stage.show(null);
    subject = null;
    hover = null;
    root.hidden = true;
    cover.update();
    onClose();
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  }

  return {
    open,
    close,
    get isOpen() {
      return !!subject;
    },
  };
}
