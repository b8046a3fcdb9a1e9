// @ts-check
/** The list of the input images, each with what can be done to it. */
import { icon, iconButton, make } from '../base/dom.js';
import { bytesText, planText, shareText } from '../base/words.js';
import { drawMask, drawThumbnail } from './thumbnail.js';

/** @typedef {import('../base/store.js').InputImage} InputImage */
/** @typedef {import('./images.js').Images} Images */

/**
 * @typedef {object} Row an image's item in the list
 * @property {HTMLElement} root
 * @property {(image: InputImage, place: {first: boolean, last: boolean}) => void} update
 */

/**
 * Keeps the list on the page as the store has it.
 * @param {HTMLElement} list
 * @param {HTMLElement} adder what to focus when the focused item is gone
 * @param {{store: import('../base/store.js').Store, faults: import('../base/faults.js').Faults, images: Images, masks: import('./masks.js').Masks,
 *   markups: import('./markups.js').Markups, plans: import('./plan.js').Plans, carries: import('./carries.js').Carries}} app
 */
export function showImages(list, adder, { store, faults, images, masks, markups, plans, carries }) {
  /** @type {Map<number, Row>} */
  const rows = new Map();

  /** @param {InputImage} image @returns {Row} */
  function createRow({ id, file }) {
    const thumbnail = make('canvas', { className: 'thumbnail' });
    const overlay = make('canvas', { className: 'thumbnail' });
    const facts = make('p', { className: 'hint' });
    const badge = make('p', { className: 'badge' });
    const clear = make('button', { type: 'button', className: 'link', 'aria-label': 'Clear mask' }, 'Clear');
    const up = iconButton('Move up', 'up', () => images.move(id, -1));
    const down = iconButton('Move down', 'down', () => images.move(id, 1));
    const remove = iconButton('Remove', 'close', () => images.remove(id));
    const paint = make('button', { type: 'button', className: 'quiet' }, icon('mask'), 'Paint mask');
    const extend = make('button', { type: 'button', className: 'quiet' }, 'Extend');
    const mark = make('button', { type: 'button', className: 'quiet', onclick: () => markups.open(id) }, 'Mark up');
    const markedBadge = make('span', { className: 'badge' });
    const clearMarkup = make('button', { type: 'button', className: 'link', id: `clear-markup-${id}`, 'aria-label': 'Clear markup' }, 'Clear');
    const marked = make('div', { className: 'field mask' }, markedBadge, clearMarkup);
    clearMarkup.addEventListener('click', () => {
      clearMarkup.dispatchEvent(new Event('input')); // a fault that is shown here goes
      markups.clear(id);
    });
    clear.addEventListener('click', () => masks.clear(id));
    extend.addEventListener('click', () => masks.extend(id));
    paint.addEventListener('click', () => masks.paint(id));
    remove.classList.add('remove');
    drawThumbnail(file, thumbnail);
    const root = make(
      'li',
      {},
      make('div', { className: 'frame', 'aria-hidden': 'true' }, thumbnail, overlay),
      make(
        'div',
        { className: 'about' },
        make('p', { className: 'name', title: file.name, dir: 'auto' }, file.name),
        facts,
        make('div', { className: 'tools' }, paint, mark, extend, up, down),
        make('div', { className: 'mask' }, badge, clear),
        marked,
      ),
      carries.placeOf(file),
      remove,
    );
    /** @type {InputImage | null} */
    let drawn = null;
    let wasFirst = false;
    function watchFaults() {
      marked.querySelector('.error')?.remove();
      faults.watch('markup', /** @type {any} */ (clearMarkup));
    }

    return {
      root,
      update(image, { first, last }) {
        const crops = image.share > 0 ? plans.of(store.get()) : [];
        facts.textContent = `${crops.length ? planText(crops, image) : images.sizes(image)} · ${bytesText(file.size)}${image.animated ? ' · first frame' : ''}`;
        badge.textContent = `Mask: ${shareText(image.share)} painted`;
        /** @type {HTMLElement} */ (badge.parentElement).hidden = image.share === 0;
        mark.hidden = !first || !markups.areTaken();
        marked.hidden = image.markup.length === 0;
        markedBadge.textContent = first ? 'Marked up' : 'Marked up, but not sent: only that of the first image is';
        if (first && !wasFirst) watchFaults();
        wasFirst = first;
        const held = document.activeElement;
        up.hidden = down.hidden = first && last;
        up.disabled = first;
        down.disabled = last;
        if (held === up && first) down.focus();
        if (held === down && last) up.focus();
        if (image === drawn) return;
        drawn = image;
        drawMask(image, overlay);
        markups.draw(image, overlay, () => image === drawn);
      },
    };
  }

  /** @param {InputImage[]} all */
  function arrange(all) {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    for (const [id, { root }] of rows) {
      if (all.some((image) => image.id === id)) continue;
      root.remove();
      rows.delete(id);
    }
    for (const image of all) if (!rows.has(image.id)) rows.set(image.id, createRow(image));
    list.append(...all.map(({ id }) => /** @type {Row} */ (rows.get(id)).root));
    list.hidden = all.length === 0;
    if (focused !== document.activeElement) (focused?.isConnected ? focused : adder).focus();
  }

  store.subscribe(({ images: all, settings }, before) => {
    if (all === before.images && settings === before.settings) return;
    if (all.length !== before.images.length || all.some(({ id }, i) => id !== before.images[i].id)) arrange(all);
    all.forEach((image, i) => rows.get(image.id)?.update(image, { first: i === 0, last: i === all.length - 1 }));
  });
}
