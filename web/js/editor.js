// @ts-check
/**
 * The mask editor: hands and keys in, a painted mask out.
 *
 * Connects what is in editor/ and keeps what it was opened with, which stays the
 * caller's: neither the picture nor the mask is closed here.
 */
import { Fault } from './border.js';
import { createCover } from './editor/cover.js';
import { createHands } from './editor/hands.js';
import { chordOf, commandOf } from './editor/keys.js';
import { createPanel } from './editor/panel.js';
import { createSettings } from './editor/settings.js';
import { createStage } from './editor/stage.js';
import { TOOLS } from './editor/tools.js';
import { createWork } from './editor/work.js';

/**
 * @typedef {import('./painting.js').Painting} Painting
 * @typedef {{bitmap: ImageBitmap, painting: Painting, name: string}} Subject 'painting' has the size of 'bitmap'
 */

const ZOOM_STEP = 1.5;

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

  /** @param {unknown} error */
  const onFault = (error) => panel.alert(Fault.from(error).message);

  const settings = createSettings(refresh);
  const stage = createStage({ onView: refresh, onFault });
  const work = createWork(settings.now, {
    onStart: () => panel.alert(''),
    onPaint: stage.touch,
    onChange() {
      refresh();
      if (subject) onChange(subject.painting);
    },
    onFault,
  });
  const hands = createHands(stage, work, settings.now, refresh);
  const panel = createPanel(stage, TOOLS, { pick: settings.pick, resize: settings.resize, harden: settings.harden, run });
  const cover = createCover(root, close);
  root.append(...panel.nodes);

  function refresh() {
    if (!subject) return;
    panel.show({ ...settings.now, scale: stage.view.scale, mask: subject.painting.state(), place: hands.place });
    hands.showCursor();
  }

  /** @type {Record<string, () => void>} */
  const commands = {
    undo: work.undo,
    redo: work.redo,
    clear: work.clear,
    smaller: settings.smaller,
    larger: settings.larger,
    softer: settings.softer,
    harder: settings.harder,
    swap: settings.swap,
    zoomIn: () => stage.zoomTo(stage.view.scale * ZOOM_STEP),
    zoomOut: () => stage.zoomTo(stage.view.scale / ZOOM_STEP),
    fit: stage.fit,
    actual: () => stage.zoomTo(1, hands.pointer ?? undefined),
    done: () => (work.busy ? work.abort() : close()),
  };

  /** @param {string} command */
  function run(command) {
    commands[command]();
  }

  /** Says whether the key meant something here. @param {KeyboardEvent} event */
  function onKey(event) {
    const chord = chordOf(event);
    const command = commandOf(chord);
    const tool = TOOLS.find(({ key }) => key === chord);
    if (tool) settings.pick(tool);
    else if (command) run(command);
    else return event.target === stage.canvas && hands.onKey(event);
    return true;
  }

  root.addEventListener('keydown', (event) => {
    if (!onKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });

  /** Shows another picture and its mask, or none. @param {Subject | null} next */
  function show(next) {
    hands.rest();
    work.take(next && next.painting);
    subject = next;
    stage.show(next);
    root.hidden = !next;
    cover.update();
  }

  /** Opens, or goes over from another picture, which then is not closed. @param {Subject} next */
  function open(next) {
    opener = document.activeElement;
    show(next);
    panel.setTitle(next.name);
    panel.alert('');
    settings.suit(next.bitmap);
    stage.canvas.focus({ preventScroll: true });
  }

  function close() {
    if (!subject) return;
    show(null);
    onClose();
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
  }

  return {
    open,
    close,

    /** Others may have changed the mask, or taken its picture away.
     * @param {{painting: Painting | null}[]} images all that are left */
    follow(images) {
      if (!subject) return;
      const { painting: mine } = subject;
      if (!images.some(({ painting }) => painting === mine)) return close();
      stage.touch();
      refresh();
    },

    get isOpen() {
      return !!subject;
    },
  };
}
