// @ts-check
/** The results on the page, each as a card or as a link. */
import { createCard } from './card.js';
import { iconButton, make } from './dom.js';

/** @typedef {import('./store.js').Result} Result */

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} empty what stands there while there is nothing
 * @param {import('./store.js').Store} store
 * @param {(file: Blob) => string} urlOf
 * @param {import('./card.js').Actions} actions
 */
export function showGallery(list, empty, store, urlOf, actions) {
  /** @type {Map<number, {root: HTMLElement, face?: () => import('./faces.js').Face, update: (result: Result) => void}>} */
  const cards = new Map();

  /** A picture that only the server has. @param {Result} result */
  function createLink(result) {
    const link = make('a', { href: result.link, target: '_blank', rel: 'noopener noreferrer' }, new URL(result.link).host);
    const text = make('p', {}, 'The server did not send this picture but keeps it at ', link, ', where this page may not load it from. Open it and save it there.');
    const remove = iconButton('Delete', 'delete', () => actions.remove(result));
    return { root: make('li', { className: 'card link' }, text, make('div', { className: 'tools' }, remove)), update: () => {} };
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
    for (const [id, { root }] of cards) {
      if (results.some((result) => result.id === id)) continue;
      if (root.contains(document.activeElement)) list.parentElement?.focus();
      root.remove();
      cards.delete(id);
    }
  }

  /** @param {Result} result */
  function cardOf(result) {
    const card = cards.get(result.id) ?? (result.file ? createCard(result, urlOf, actions) : createLink(result));
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
    /** What is shown of a result. @param {Result} result */
    faceOf: ({ id }) => cards.get(id)?.face?.(),
  };
}
