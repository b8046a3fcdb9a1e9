// @ts-check
/** The results on the page.  Owns every object URL there is of a picture. */
import { iconButton, make } from './dom.js';
import { fileName, save } from './files.js';
import { resultText } from './words.js';

/**
 * @typedef {import('./store.js').Result} Result
 * @typedef {object} Actions what can be done to a picture beside looking at it
 * @property {(result: Result) => void} enlarge
 * @property {(result: Result, name: string) => void} reuseAsInput
 * @property {(result: Result) => void} reuseSettings
 * @property {(result: Result) => void} remove
 * @property {(doing: Promise<unknown>, done: string) => void} tell says how it went
 */

/** The picture as PNG, which is all that clipboards take. @param {Blob} file @returns {Promise<Blob>} */
async function asPng(file) {
  if (file.type === 'image/png') return file;
  const bitmap = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}

/** @param {Blob} file */
async function copy(file) {
  if (!navigator.clipboard?.write) throw new Error('This browser lets no page copy pictures. Download it instead.');
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': asPng(file) })]);
}

/** @param {Result} result */
const nameOf = ({ asked, run, index, extension }) => fileName(String(asked.prompt), `${run}-${index + 1}`, extension);

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} empty what stands there while there is nothing
 * @param {import('./store.js').Store} store
 * @param {Actions} actions
 */
export function showGallery(list, empty, store, actions) {
  /** @type {Map<number, {root: HTMLElement, url: string, update: (result: Result) => void}>} */
  const cards = new Map();

  /** @param {Result} result @param {Blob} file @param {string} url @param {HTMLImageElement} picture */
  function tools(result, file, url, picture) {
    const current = () => store.get().results.find(({ id }) => id === result.id) ?? result;
    picture.addEventListener('click', () => actions.enlarge(current()));
    return make(
      'div',
      { className: 'tools' },
      iconButton('Download', 'download', () => save(url, nameOf(result))),
      iconButton('Copy', 'copy', () => actions.tell(copy(file), 'Copied.')),
      iconButton('Use as input', 'input', () => actions.reuseAsInput(current(), nameOf(result))),
      iconButton('Reuse settings', 'settings', () => actions.reuseSettings(current())),
      iconButton('Enlarge', 'enlarge', () => actions.enlarge(current())),
      iconButton('Delete', 'delete', () => actions.remove(current())),
    );
  }

  /** @param {Result} result @param {Blob} file */
  function createCard(result, file) {
    const url = URL.createObjectURL(file);
    const picture = make('img', { src: url, alt: String(result.asked.prompt), decoding: 'async' });
    const facts = make('p', { className: 'hint' });
    const caption = make('p', { className: 'prompt', dir: 'auto', 'aria-hidden': 'true' }, String(result.asked.prompt));
    const root = make('li', { className: 'card' }, picture, make('div', { className: 'about' }, caption, facts, tools(result, file, url, picture)));
    const update = (/** @type {Result} */ now) => {
      const { naturalWidth: width, naturalHeight: height } = picture;
      facts.textContent = resultText(now, width ? { width, height } : null);
    };
    picture.addEventListener('load', () => update(store.get().results.find(({ id }) => id === result.id) ?? result));
    return { root, url, update };
  }

  /** A picture that only the server has. @param {Result} result */
  function createLink(result) {
    const link = make('a', { href: result.link, target: '_blank', rel: 'noopener noreferrer' }, new URL(result.link).host);
    const text = make('p', {}, 'The server did not send this picture but keeps it at ', link, ', where this page may not load it from. Open it and save it there.');
    const remove = iconButton('Delete', 'delete', () => actions.remove(result));
    return { root: make('li', { className: 'card link' }, text, make('div', { className: 'tools' }, remove)), url: '', update: () => {} };
  }

  /** @param {import('./store.js').State} state */
  function waiting({ run, results }) {
    if (!run) return [];
    const arrived = results.filter((result) => result.run === run.id).length;
    return Array.from({ length: Math.max(0, Number(run.asked.n) - arrived) }, () => {
      const item = make('li', { className: 'waiting', 'aria-hidden': 'true' });
      const [width, height] = String(run.asked.size).split('x');
      if (height) item.style.aspectRatio = `${width} / ${height}`;
      return item;
    });
  }

  /** @param {Result[]} results */
  function forget(results) {
    for (const [id, { root, url }] of cards) {
      if (results.some((result) => result.id === id)) continue;
      if (root.contains(document.activeElement)) list.parentElement?.focus();
      root.remove();
      URL.revokeObjectURL(url);
      cards.delete(id);
    }
  }

  /** @param {Result} result */
  function cardOf(result) {
    const card = cards.get(result.id) ?? (result.file ? createCard(result, result.file) : createLink(result));
    cards.set(result.id, card);
    card.update(result);
    return card;
  }

  /** Puts items into the list at their places, moving only what is not there. @param {HTMLElement[]} items */
  function place(items) {
    for (const old of list.querySelectorAll('.waiting')) old.remove();
    items.forEach((item, i) => {
      if (list.children[i] !== item) list.insertBefore(item, list.children[i] ?? null);
    });
  }

  store.subscribe((state, before) => {
    const { results, run } = state;
    if (results === before.results && run === before.run) return;
    forget(results);
    const shown = results.map((result) => cardOf(result).root);
    const fresh = run ? results.filter((result) => result.run === run.id).length : 0;
    place([...shown.slice(0, fresh), ...waiting(state), ...shown.slice(fresh)]);
    empty.hidden = list.children.length > 0;
    if (run && !before.run) list.scrollIntoView({ block: 'start' });
  });

  return {
    /** @param {Result} result */
    urlOf: ({ id }) => cards.get(id)?.url ?? '',
  };
}

