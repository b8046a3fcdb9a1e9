// @ts-check
/** The dialog that asks how far a picture is to be extended. */
import { createNumber, createSelect } from '../base/controls.js';
import { make } from '../base/dom.js';
import { sizeChange } from '../base/words.js';
import { extended, marginsAround, marginsForShape, MAX_EDGE, NO_MARGINS, refusalOf } from '../inputs/margins.js';

/**
 * @typedef {import('../base/core.js').Size} Size
 * @typedef {import('../inputs/margins.js').Margins} Margins
 */

const SIDES = /** @type {const} */ (['left', 'top', 'right', 'bottom']);

/** @type {Record<string, (size: Size) => Margins>} */
const SHAPES = {
  'As typed': () => NO_MARGINS,
  '25 % on every side': (size) => marginsAround(size, 0.25),
  'Square': (size) => marginsForShape(size, 1),
  '3 : 2': (size) => marginsForShape(size, 3 / 2),
  '2 : 3': (size) => marginsForShape(size, 2 / 3),
  '16 : 9': (size) => marginsForShape(size, 16 / 9),
  '9 : 16': (size) => marginsForShape(size, 9 / 16),
};

/** The longer side of the preview, in CSS pixels. */
const PREVIEW = 320;

/** Draws the picture where it will lie. @param {HTMLCanvasElement} canvas @param {ImageBitmap} bitmap @param {Margins} margins */
function draw(canvas, bitmap, margins) {
  const { width, height } = extended(bitmap, margins);
  const scale = (PREVIEW * devicePixelRatio) / Math.max(width, height);
  Object.assign(canvas, { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) });
  const context = canvas.getContext('2d');
  if (!context) return;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, margins.left * scale, margins.top * scale, bitmap.width * scale, bitmap.height * scale);
}

/**
 * Asks; null for having changed one's mind.
 * @param {ImageBitmap} bitmap stays the caller's
 * @param {string} name of the picture
 * @returns {Promise<Margins | null>}
 */
export function askMargins(bitmap, name) {
  let margins = NO_MARGINS;
  const preview = make('canvas', { className: 'extend-preview', 'aria-hidden': 'true' });
  const told = make('p', { className: 'hint', role: 'status' });
  const extend = make('button', { type: 'button', className: 'primary' }, 'Extend');
  const cancel = make('button', { type: 'button' }, 'Cancel');
  const title = make('h2', { id: 'extend-title' }, `Extend ${name}`);
  const shape = createSelect('Shape', Object.keys(SHAPES).map((label) => ({ value: label, label })), (label) => set(SHAPES[label](bitmap)));
  const numbers = SIDES.map((side) => createNumber(`${side[0].toUpperCase()}${side.slice(1)}`, { min: 0, max: MAX_EDGE }, (value) => {
    shape.show('As typed');
    set({ ...margins, [side]: value });
  }));
  const dialog = make(
    'dialog',
    { className: 'extend', 'aria-labelledby': title.id },
    title,
    make('div', { className: 'extend-stage' }, preview),
    make('div', { className: 'extend-fields' }, shape.node, ...numbers.map(({ node }) => node)),
    told,
    make('div', { className: 'actions' }, extend, cancel),
  );

  /** @param {Margins} next */
  function set(next) {
    margins = next;
    SIDES.forEach((side, i) => numbers[i].show(margins[side]));
    const refusal = refusalOf(bitmap, margins);
    extend.disabled = Boolean(refusal);
    told.textContent = refusal || `${sizeChange(bitmap, extended(bitmap, margins))}. The new part is painted for you, and nothing else changes.`;
    draw(preview, bitmap, refusal ? NO_MARGINS : margins);
  }

  return new Promise((resolve) => {
    extend.addEventListener('click', () => dialog.close('extend'));
    cancel.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue ? margins : null);
    });
    document.body.append(dialog);
    set(SHAPES.Square(bitmap));
    shape.show(refusalOf(bitmap, margins) ? 'As typed' : 'Square');
    dialog.showModal();
  });
}
