// @ts-check
/** The pictures of the gallery in rows: one of them has the keys, any number is selected. */
import { make } from '../base/dom.js';
import { createCell } from './cell.js';
import { onLongPress } from './long-press.js';

/**
 * @typedef {import('../archive/archive.js').Entry} Entry
 * @typedef {object} Deeds what is done, to what has the keys or to what is selected
 * @property {(id: string) => void} enlarge
 * @property {(id: string) => void} star this one and no other
 * @property {(id: string) => void} favourite
 * @property {() => void} selectAll
 * @property {(id: string) => void} remove
 * @property {() => void} tag
 */

/**
 * @param {import('./thumbnails.js').ThumbnailOf} thumbnailOf
 * @param {import('./selection.js').Selection} selection
 * @param {Deeds} deeds
 * @param {() => void} onEnd called when the end of what is there comes near
 */
export function createGrid(thumbnailOf, selection, deeds, onEnd) {
  /** @type {Map<string, ReturnType<typeof createCell>>} */
  const cells = new Map();
  /** @type {string[]} */
  let order = [];
  let current = '';
  /** What had the keys before a press. */
  let pressedAt = '';

  const list = make('ul', { className: 'gallery-grid', role: 'listbox', 'aria-label': 'Pictures', 'aria-multiselectable': 'true' });
  const end = make('div', { className: 'gallery-end' });
  const root = make('div', { className: 'gallery-scroll' }, list, end);

  const near = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) cells.get(/** @type {HTMLElement} */ (target).dataset.id ?? '')?.setNear(isIntersecting);
  }, { root, rootMargin: '150% 0px' });
  const more = new IntersectionObserver((seen) => seen.some(({ isIntersecting }) => isIntersecting) && onEnd(), { root, rootMargin: '200% 0px' });

  /** @param {Event} event */
  const idAt = ({ target }) => (target instanceof Element && /** @type {HTMLElement | null} */ (target.closest('.gallery-cell'))?.dataset.id) || '';

  /** @param {string} id @param {boolean} [focus] */
  function move(id, focus = true) {
    const [before, next] = [cells.get(current), cells.get(id)];
    if (!next) return;
    if (before) before.root.tabIndex = -1;
    next.root.tabIndex = 0;
    current = id;
    if (focus) next.root.focus();
  }

  function show() {
    for (const [id, cell] of cells) cell.select(selection.has(id));
    root.classList.toggle('selecting', selection.size > 0);
  }

  /** @param {MouseEvent} event */
  function onClick(event) {
    const id = idAt(event);
    if (!id) return;
    const target = /** @type {Element} */ (event.target);
    move(id);
    if (target.closest('.gallery-star')) deeds.star(id);
    else if (event.shiftKey) selection.extend(order, id, pressedAt);
    else if (event.ctrlKey || event.metaKey || selection.size || target.closest('.gallery-check')) selection.toggle(id);
    else deeds.enlarge(id);
  }

  const columns = () => getComputedStyle(list).gridTemplateColumns.split(' ').length;
  const pageful = () => columns() * Math.max(1, Math.floor(root.clientHeight / (cells.get(current)?.root.offsetHeight || 1)));

  /** How far a key goes. @type {Record<string, () => number>} */
  const steps = {
    ArrowLeft: () => -1,
    ArrowRight: () => 1,
    ArrowUp: () => -columns(),
    ArrowDown: columns,
    PageUp: () => -pageful(),
    PageDown: pageful,
    Home: () => -Infinity,
    End: () => Infinity,
  };

  /** @type {Record<string, () => void>} */
  const keys = {
    ' ': () => selection.toggle(current),
    Enter: () => deeds.enlarge(current),
    Delete: () => deeds.remove(current),
    Backspace: () => deeds.remove(current),
    f: () => deeds.favourite(current),
    t: deeds.tag,
  };

  /** @param {string} key @param {boolean} extend */
  function step(key, extend) {
    const at = order.indexOf(current);
    const first = key === 'ArrowUp' ? at % columns() : 0;
    const next = order[Math.min(Math.max(at + steps[key](), first), order.length - 1)];
    const from = current;
    if (next) move(next);
    if (extend && next) selection.extend(order, next, from);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (!cells.has(current) || altKey) return;
    const name = key.length === 1 ? key.toLowerCase() : key;
    if ((ctrlKey || metaKey) && name === 'a') deeds.selectAll();
    else if (ctrlKey || metaKey) return;
    else if (name in steps) step(name, shiftKey);
    else if (name in keys) keys[name]();
    else return;
    event.preventDefault();
  }

  list.addEventListener('pointerdown', () => (pressedAt = current));
  list.addEventListener('click', onClick);
  list.addEventListener('keydown', onKey);
  list.addEventListener('focusin', (event) => idAt(event) && move(idAt(event), false));
  onLongPress(list, (event) => idAt(event) && selection.toggle(idAt(event)));
  more.observe(end);

  return {
    root,

    /** What has the keys, '' for nothing. */
    get current() {
      return cells.has(current) ? current : '';
    },

    /** Shows these, moving only what is not at its place. @param {Entry[]} entries */
    show(entries) {
      const hadFocus = list.contains(document.activeElement);
      const at = order.indexOf(current);
      order = entries.map(({ id }) => id);
      const wanted = new Set(order);
      for (const [id, cell] of cells) {
        if (wanted.has(id)) continue;
        near.unobserve(cell.root);
        cell.remove();
        cells.delete(id);
      }
      entries.forEach((entry, i) => {
        const cell = cells.get(entry.id) ?? createCell(entry, thumbnailOf);
        if (!cells.has(entry.id)) near.observe(cell.root);
        cells.set(entry.id, cell);
        cell.update(entry);
        if (list.children[i] !== cell.root) list.insertBefore(cell.root, list.children[i] ?? null);
      });
      list.hidden = !entries.length;
      if (!wanted.has(current)) move(order[Math.min(Math.max(at, 0), order.length - 1)], hadFocus);
      // What came may not fill the window yet.
      more.unobserve(end);
      more.observe(end);
      show();
    },

    /** Shows what is selected. */
    refresh: show,

    /** @param {string} id */
    focus: (id) => move(id),

    top: () => root.scrollTo(0, 0),
  };
}
