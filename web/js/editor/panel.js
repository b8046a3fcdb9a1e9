// @ts-check
/**
 * Everything around the stage: title, facts, tools, sliders, buttons, faults.
 *
 * Shows what it is told and says what was asked for; decides nothing.
 */
import { make } from '../dom.js';
import { createButton, createSlider } from './controls.js';
import { SIZES } from './sizes.js';
import { createToolbar } from './toolbar.js';

/** @typedef {import('./tools.js').Tool} Tool */

/**
 * @typedef {object} Wishes
 * @property {(tool: Tool) => void} pick
 * @property {(size: number) => void} resize
 * @property {(hardness: number) => void} harden
 * @property {(command: string) => void} run
 *
 * @typedef {object} Facts
 * @property {Tool} tool
 * @property {number} size
 * @property {number} hardness
 * @property {number} scale
 * @property {{share: number, canUndo: boolean, canRedo: boolean}} mask
 * @property {import('../viewport.js').Point | null} place of the keyboard's brush, in the image
 */

const UNDO = { name: 'Undo', keys: 'Ctrl+Z', path: 'M9 14L4 9l5-5M4 9h10a5.5 5.5 0 0 1 0 11h-3' };
const REDO = { name: 'Redo', keys: 'Ctrl+Shift+Z', path: 'M15 14l5-5-5-5M20 9H10a5.5 5.5 0 0 0 0 11h3' };
const CLEAR = { name: 'Clear', keys: 'Delete', path: 'M4 7h16M10 11v6M14 11v6M6 7l1 13h10l1-13M9 7V4h6v3' };
const ZOOM_OUT = { name: 'Zoom out', keys: 'wheel', path: 'M5 12h14' };
const ZOOM_IN = { name: 'Zoom in', keys: 'wheel', path: 'M5 12h14M12 5v14' };
const FIT = { name: 'Fit', keys: 'Ctrl+0', path: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5' };

const HINT = 'Paint over what should change';
const HELP = 'Arrow keys move the brush, with Shift ten times as far. It paints while Space is held.';

/** @param {number} share @param {number} digits */
const percent = (share, digits) => `${(share * 100).toFixed(digits)} %`;

/** @param {number} share */
function shareText(share) {
  if (!share) return 'Nothing painted';
  if (share < 0.0001) return 'less than 0.01 % painted';
  return `${percent(share, share < 0.1 ? 2 : 1)} painted`;
}

/** @param {number} scale */
const zoomText = (scale) => percent(scale, scale < 0.1 ? 1 : 0);

/**
 * @param {{node: HTMLElement, canvas: HTMLElement}} stage
 * @param {Tool[]} tools
 * @param {Wishes} wishes
 */
export function createPanel({ node: stage, canvas }, tools, { pick, resize, harden, run }) {
  /** After a click its keys go on to the canvas; a key stays where it is. @param {() => void} work */
  const click = (work) => (/** @type {MouseEvent} */ event) => {
    work();
    if (event.detail > 0) canvas.focus({ preventScroll: true });
  };

  const title = make('h2', { className: 'mask-title' });
  const place = make('span', { role: 'status' });
  const share = make('span', { role: 'status' });
  const zoom = make('span', { className: 'mask-zoom' });
  const alert = make('p', { className: 'mask-alert', role: 'alert' });
  const hint = make('p', { className: 'mask-hint' }, HINT);
  const help = make('p', { className: 'unseen', id: 'mask-help' }, HELP);
  const done = make('button', { type: 'button', className: 'mask-done', title: 'Done (Esc)', onclick: () => run('done') }, 'Done');
  const undo = createButton(UNDO, click(() => run('undo')));
  const redo = createButton(REDO, click(() => run('redo')));
  const clear = createButton(CLEAR, click(() => run('clear')));
  const zoomOut = createButton(ZOOM_OUT, click(() => run('zoomOut')));
  const zoomIn = createButton(ZOOM_IN, click(() => run('zoomIn')));
  const fit = createButton(FIT, click(() => run('fit')));
  const size = createSlider('Brush size', { min: SIZES[0], max: SIZES[SIZES.length - 1] }, resize);
  const hardness = createSlider('Hardness', { min: 0, max: 100 }, (value) => harden(value / 100));
  const toolButtons = tools.map((tool) =>
    createButton({ name: tool.name, keys: tool.key.toUpperCase(), path: tool.icon, caption: true }, click(() => pick(tool))),
  );

  canvas.setAttribute('aria-describedby', help.id);
  stage.append(make('div', { className: 'mask-zooms' }, zoomOut, zoomIn, fit), hint, alert);

  return {
    nodes: [
      make('header', { className: 'mask-head' }, title, make('p', { className: 'mask-facts' }, place, share, zoom), done),
      createToolbar('Mask tools', toolButtons),
      make('div', { className: 'mask-steps' }, undo, redo, clear),
      make('div', { className: 'mask-brush' }, size.node, hardness.node),
      stage,
      help,
    ],

    /** @param {string} name of the picture */
    setTitle: (name) => (title.textContent = name),

    /** @param {string} text '' takes it away */
    alert: (text) => (alert.textContent = text),

    /** @param {Facts} facts */
    show({ tool, size: diameter, hardness: sharpness, scale, mask, place: at }) {
      toolButtons.forEach((button, index) => button.setAttribute('aria-pressed', String(tools[index] === tool)));
      size.show(diameter, `${diameter} px`);
      hardness.show(Math.round(sharpness * 100), percent(sharpness, 0));
      undo.setAttribute('aria-disabled', String(!mask.canUndo));
      redo.setAttribute('aria-disabled', String(!mask.canRedo));
      clear.setAttribute('aria-disabled', String(!mask.share));
      hint.hidden = mask.share > 0;
      place.textContent = at ? `${Math.floor(at.x)}, ${Math.floor(at.y)}` : '';
      share.textContent = shareText(mask.share);
      zoom.textContent = zoomText(scale);
    },
  };
}
