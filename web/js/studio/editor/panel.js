// @ts-check
/**
 * Everything around the stage: title, facts, tools, their settings, buttons, faults.
 *
 * Shows what it is told and says what was asked for; decides nothing.
 */
import { createButton, createWordButton } from '../../base/controls.js';
import { make } from '../../base/dom.js';
import { createToolbar } from '../../base/toolbar.js';
import { createOptions } from './options.js';
import { createSide } from './side.js';

/** @typedef {import('./settings.js').Settings} Settings */

/**
 * @typedef {object} Facts
 * @property {Settings} settings
 * @property {{share: number, canUndo: boolean, canRedo: boolean}} mask
 * @property {import('../viewport.js').Point | null} place of the keyboard's brush, in the image
 * @property {boolean} waits
 * @property {boolean} hasNext whether there is a next image
 * @property {string} plan what will be sent, '' for nothing to tell
 */

const UNDO = { name: 'Undo', keys: 'Ctrl+Z', path: 'M9 14L4 9l5-5M4 9h10a5.5 5.5 0 0 1 0 11h-3' };
const REDO = { name: 'Redo', keys: 'Ctrl+Shift+Z', path: 'M15 14l5-5-5-5M20 9H10a5.5 5.5 0 0 0 0 11h3' };
const MORE = { name: 'Mask and view', path: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4' };
const HELP = { name: 'Keys', keys: '?', path: 'M9 9a3 3 0 1 1 4.500 2.600c-1 .6-1.500 1.200-1.500 2.400M12 17.500v.1' };
const ZOOM_OUT = { name: 'Zoom out', keys: 'wheel', path: 'M5 12h14' };
const ZOOM_IN = { name: 'Zoom in', keys: 'wheel', path: 'M5 12h14M12 5v14' };
const FIT = { name: 'Fit', keys: 'Ctrl+0', path: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5' };

const HINT = 'Paint over what should change';
const MANUAL = 'Arrow keys move the brush, with Shift ten times as far. It paints while Space is held; Enter closes a shape. Question mark lists all keys.';

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
 * @param {import('./tools.js').Tool[]} tools
 * @param {import('./side.js').SideWishes & {run: (command: string) => void,
 *   drawBox: (from: import('../painting.js').Point, to: import('../painting.js').Point) => void}} wishes
 */
export function createPanel({ node: stage, canvas }, tools, { run, drawBox, ...wishes }) {
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
  const note = make('p', { className: 'mask-note', role: 'status' });
  const hint = make('p', { className: 'mask-hint', role: 'status' }, HINT);
  const manual = make('p', { className: 'unseen', id: 'mask-manual' }, MANUAL);
  const done = make('button', { type: 'button', className: 'mask-done', title: 'Done (Esc)', onclick: () => run('finish') }, 'Done');
  const undo = createButton(UNDO, click(() => run('undo')));
  const redo = createButton(REDO, click(() => run('redo')));
  const zoomOut = createButton(ZOOM_OUT, click(() => run('zoomOut')));
  const zoomIn = createButton(ZOOM_IN, click(() => run('zoomIn')));
  const fit = createButton(FIT, click(() => run('fit')));
  const help = createButton(HELP, () => run('help'));
  const more = createButton(MORE, () => open(side.node.classList.toggle('open')));
  const options = createOptions(wishes.choose, drawBox);
  const side = createSide(wishes);
  const toolButtons = tools.map((tool) =>
    createButton({ name: tool.name, keys: tool.key.toUpperCase(), path: tool.icon, caption: true }, click(() => wishes.choose({ tool }))),
  );

  /** @param {boolean} isOpen */
  const open = (isOpen) => more.setAttribute('aria-expanded', String(isOpen));

  more.classList.add('mask-more');
  more.setAttribute('aria-controls', side.node.id);
  open(false);
  canvas.setAttribute('aria-describedby', manual.id);
  stage.append(make('div', { className: 'mask-zooms' }, help, zoomOut, zoomIn, fit), hint, note, alert);

  return {
    nodes: [
      make('header', { className: 'mask-head' }, title, make('p', { className: 'mask-facts' }, place, share, zoom), done),
      createToolbar('Mask tools', toolButtons),
      make('div', { className: 'mask-steps' }, undo, redo, more),
      options.node,
      stage,
      side.node,
      manual,
    ],

    /** @param {string} name of the picture */
    setTitle: (name) => (title.textContent = name),

    /** @param {string} text '' takes it away */
    alert: (text) => (alert.textContent = text),

    /** @param {string} text '' takes it away @param {{name: string, run: () => void} | null} [offer] */
    note(text, offer) {
      note.replaceChildren(text);
      if (offer) note.append(createWordButton(offer.name, offer.run));
    },

    /** @param {number} scale */
    showZoom: (scale) => (zoom.textContent = zoomText(scale)),

    /** @param {Facts} facts */
    show({ settings, mask, place: at, waits, hasNext, plan }) {
      toolButtons.forEach((button, index) => button.setAttribute('aria-pressed', String(tools[index] === settings.tool)));
      options.show(settings);
      side.show(settings, mask, hasNext);
      undo.setAttribute('aria-disabled', String(!mask.canUndo));
      redo.setAttribute('aria-disabled', String(!mask.canRedo));
      hint.textContent = mask.share > 0 ? plan : HINT;
      done.setAttribute('aria-disabled', String(waits));
      stage.toggleAttribute('data-waits', waits);
      place.textContent = at ? `${Math.floor(at.x)}, ${Math.floor(at.y)}` : '';
      share.textContent = shareText(mask.share);
    },
  };
}
