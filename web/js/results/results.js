// @ts-check
/** The results on the page, each as a card or as a link. */
import { iconButton, make } from '../base/dom.js';
import { createCard } from './card.js';
import { createRooms } from './rooms.js';

/** @typedef {import('../base/store.js').Result} Result */

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} top what is scrolled to when a job starts
 * @param {HTMLElement} empty what stands there while there is nothing
 * @param {import('../base/store.js').Store} store
 * @param {(file: Blob) => string} urlOf
 * @param {import('./card.js').Actions} actions
 */
export function showResults(list, top, empty, store, urlOf, actions) {
  /** @type {Map<string, {root: HTMLElement, face?: () => import('../archive/faces.js').Face, update: (result: Result) => void}>} */
  const cards = new Map();
  const rooms = createRooms(urlOf);

  /** A picture that only the server has. @param {Result} result */
  function createLink(result) {
    const link = make('a', { href: result.link, target: '_blank', rel: 'noopener noreferrer' }, new URL(result.link).host);
    const text = make('p', {}, 'The server did not send this picture but keeps it at ', link, ', where this page may not load it from. Open it and save it there.');
    const remove = iconButton('Delete', 'delete', () => actions.remove(result));
    return { root: make('li', { className: 'card link' }, text, make('div', { className: 'tools' }, remove)), update: () => {} };
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

  /** The pictures of each run in their order, and room for those it still waits for. @param {import('../base/store.js').State} state */
  function itemsOf({ results, jobs }) {
    const waiting = jobs.filter(({ state }) => state === 'running');
    const runs = new Set([...results.map(({ run }) => run), ...waiting.map(({ id }) => id)]);
    return [...runs]
      .sort((a, b) => b - a)
      .flatMap((run) => {
        const mine = results.filter((result) => result.run === run);
        const job = waiting.find(({ id }) => id === run);
        return [...mine.map((result) => cardOf(result).root), ...(job ? rooms.of(job, mine) : [])];
      });
  }

  /** Puts items into the list at their places, moving only what is not there. @param {HTMLElement[]} items */
  function place(items) {
    const wanted = new Set(items);
    for (const old of [...list.children]) if (!wanted.has(/** @type {HTMLElement} */ (old))) old.remove();
    items.forEach((item, i) => {
      if (list.children[i] !== item) list.insertBefore(item, list.children[i] ?? null);
    });
  }

  store.subscribe((state, before) => {
    const { results, jobs } = state;
    if (results === before.results && jobs === before.jobs) return;
    forget(results);
    rooms.forget(jobs);
    place(itemsOf(state));
    empty.hidden = list.children.length > 0;
    const newest = (/** @type {import('../base/store.js').Job[]} */ all) => all.findLast(({ state }) => state === 'running')?.id ?? 0;
    if (newest(jobs) > newest(before.jobs)) top.scrollIntoView({ block: 'start' });
  });

  return {
    /** What is shown of a result. @param {Result} result */
    faceOf: ({ id }) => cards.get(id)?.face?.(),

    /** Scrolls to a result. @param {string} id */
    reveal(id) {
      const root = cards.get(id)?.root;
      root?.scrollIntoView({ block: 'nearest' });
      root?.querySelector('button')?.focus({ preventScroll: true });
    },
  };
}
