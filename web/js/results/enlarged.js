// @ts-check
/** One picture as large as the window allows; arrows, keys and fingers go through the others. */
import { watchSwipe } from './swipe.js';

/**
 * @typedef {object} Pictures what is gone through
 * @property {() => {id: string, alt: string}[]} all in order
 * @property {(id: string) => Promise<string>} urlOf
 * @property {() => boolean} [hasMore] whether others come after the last
 * @property {() => Promise<void>} [more] has them there
 * @property {HTMLElement} [tools] shown below
 * @property {Record<string, () => void>} [keys] beside those that go on
 * @property {() => void} [onShow] called when another picture is shown
 * @property {(id: string, size: import('../base/core.js').Size) => void} [onSize] called when that of a picture is known
 * @property {(id: string) => void} [onClose] with the one that was shown last
 */

/** @type {Record<string, number>} */
const STEPS = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

/** @type {Pictures} */
const NONE = { all: () => [], urlOf: async () => '' };

/**
 * @param {HTMLDialogElement} dialog
 * @param {(error: unknown) => void} onFault
 */
export function createEnlarged(dialog, onFault) {
  /** @param {string} selector @returns {any} */
  const part = (selector) => dialog.querySelector(selector);
  const [picture, caption, previous, next, close] = ['img', '.caption', '.previous', '.next', '.close'].map(part);
  let pictures = NONE;
  let shownId = '';
  let place = 0;

  const indexOf = (/** @type {string} */ id) => pictures.all().findIndex((one) => one.id === id);

  /** @param {string} id */
  async function load(id) {
    try {
      const url = await pictures.urlOf(id);
      if (id !== shownId || !dialog.open) return;
      picture.onload = () => pictures.onSize?.(id, { width: picture.naturalWidth, height: picture.naturalHeight });
      picture.src = url;
    } catch (error) {
      onFault(error);
    }
  }

  function showPlace() {
    const { length } = pictures.all();
    const hasMore = pictures.hasMore?.() ?? false;
    place = indexOf(shownId);
    caption.textContent = length > 1 ? `${place + 1} of ${length}${hasMore ? '+' : ''}` : '';
    previous.disabled = place === 0;
    next.disabled = place === length - 1 && !hasMore;
    // What is disabled loses the focus, and with it the keys.
    if (document.activeElement?.matches(':disabled')) (previous.disabled ? next : previous).focus();
  }

  /** @param {{id: string, alt: string} | undefined} one */
  function show(one) {
    if (!one || one.id === shownId) return;
    shownId = one.id;
    picture.alt = one.alt;
    load(one.id);
    showPlace();
    pictures.onShow?.();
  }

  /** @param {number} by */
  async function step(by) {
    if (indexOf(shownId) + by >= pictures.all().length) await pictures.more?.();
    const all = pictures.all();
    show(all[Math.min(Math.max(indexOf(shownId) + by, 0), all.length - 1)]);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || (target instanceof Element && target.matches('input, select'))) return;
    const wished = key in STEPS ? () => step(STEPS[key]) : pictures.keys?.[key];
    if (!wished) return;
    event.preventDefault();
    wished();
  }

  function onClose() {
    const [{ onClose: closed }, last] = [pictures, shownId];
    picture.removeAttribute('src');
    pictures = NONE;
    shownId = '';
    closed?.(last);
  }

  previous.addEventListener('click', () => step(-1));
  next.addEventListener('click', () => step(1));
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener('close', onClose);
  dialog.addEventListener('keydown', onKey);
  watchSwipe(dialog, step);

  return {
    /** @param {Pictures} what @param {string} id of the one to begin with */
    open(what, id) {
      pictures = what;
      if (what.tools) dialog.append(what.tools);
      dialog.showModal();
      show(what.all().find((one) => one.id === id));
    },

    /** Goes on where the pictures are others now. */
    refresh() {
      if (!dialog.open) return;
      const all = pictures.all();
      if (!all.length) dialog.close();
      else if (indexOf(shownId) < 0) show(all[Math.min(Math.max(place, 0), all.length - 1)]);
      else showPlace();
    },

    close: () => dialog.close(),

    /** The one that is shown, '' for none. */
    get shown() {
      return shownId;
    },
  };
}

/** @typedef {ReturnType<typeof createEnlarged>} Enlarged */
