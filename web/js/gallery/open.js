// @ts-check
/** The gallery: all that the archive keeps, to be found again. */
import { iconButton, make } from '../base/dom.js';
import { addStyle } from '../base/parts.js';
import { counted } from '../base/words.js';
import { holdUrl } from '../results/urls.js';
import { createActions } from './actions.js';
import { createFilters } from './filters.js';
import { createGrid } from './grid.js';
import { createPages } from './pages.js';
import { createSelection } from './selection.js';
import { createTags } from './tags.js';
import { createThumbnails } from './thumbnails.js';
import { createTools } from './tools.js';

/** @typedef {import('../archive/archive.js').Entry} Entry */
/** @typedef {import('./actions.js').App & {enlarged: import('../results/enlarged.js').Enlarged, showResult: (id: string) => void}} App 'showResult' scrolls to one on the page */

const HINT = 'Enter enlarges, Space or Ctrl+click selects, F is for favourites, T for tags, Delete deletes.';
const FINGER_HINT = 'Touch and hold a picture to select it.';

/** @param {App} app */
export async function createGallery(app) {
  await addStyle('gallery-style');
  const { archive, store, enlarged } = app;
  const actions = createActions(app);
  const selection = createSelection(() => show());
  const pages = createPages(archive, showPages);
  const hint = matchMedia('(pointer: coarse)').matches ? FINGER_HINT : HINT;
  /** Of the picture that is enlarged. @type {ReturnType<typeof holdUrl> | null} */
  let held = null;

  /** @param {unknown} error */
  const fail = (error) => store.update({ status: error instanceof Error ? error.message : String(error), undo: null });

  /** Does something that may fail. @template {any[]} A @param {(...what: A) => Promise<unknown>} work @returns {(...what: A) => Promise<void>} */
  const attempt = (work) => (...what) => work(...what).then(() => {}, fail);

  /** @param {string[]} ids @returns {Entry[]} */
  const entriesOf = (ids) => ids.flatMap((id) => pages.get(id) ?? []);
  const selected = () => entriesOf(selection.in(pages.all().map(({ id }) => id)));
  const targets = () => (enlarged.shown ? entriesOf([enlarged.shown]) : selected());

  /** What a key at a picture is about. @param {string} id */
  const meant = (id) => (selection.size ? selected() : entriesOf([id]));

  /** Does something that goes on on the page. @param {(entries: Entry[]) => Promise<unknown>} work */
  const leaving = (work) =>
    attempt(async (/** @type {Entry[]} */ entries) => {
      await work(entries);
      enlarged.close();
      dialog.close();
    });

  const selectAll = attempt(async () => {
    await pages.rest();
    selection.all(pages.all().map(({ id }) => id));
  });

  /** @param {boolean} open */
  function setTagging(open) {
    tags.setOpen(open);
    show();
    if (!open && enlarged.shown) tools.focusTags();
    else if (!open) grid.focus(grid.current);
  }

  function tagCurrent() {
    if (!selection.size && grid.current) selection.toggle(grid.current);
    setTagging(true);
  }

  const deeds = {
    favourite: attempt(actions.favourite),
    tag: () => setTagging(!tags.isOpen),
    download: attempt(actions.download),
    zip: attempt(actions.zip),
    copy: attempt(actions.copy),
    copyPrompt: attempt(actions.copyPrompt),
    useAsInput: leaving(actions.useAsInput),
    reuse: leaving(actions.reuse),
    showAmongResults: attempt(async (/** @type {Entry[]} */ entries) => {
      await leaving(actions.showAmongResults)(entries);
      app.showResult(entries[0].id);
    }),
    remove: attempt(actions.remove),
  };

  const tags = createTags({
    add: (tag) => attempt(actions.addTag)(targets(), tag),
    remove: (tag) => attempt(actions.removeTag)(targets(), tag),
    close: () => setTagging(false),
  });
  const tools = createTools({ store, deeds, targets, tagging: tags.root, selecting: { selectAll, clear: selection.clear } });
  const onPicture = {
    enlarge,
    star: (/** @type {string} */ id) => deeds.favourite(entriesOf([id])),
    favourite: (/** @type {string} */ id) => deeds.favourite(meant(id)),
    remove: (/** @type {string} */ id) => deeds.remove(meant(id)),
    tag: tagCurrent,
    selectAll,
  };
  const grid = createGrid(createThumbnails(archive), selection, onPicture, attempt(pages.more));
  const filters = createFilters(attempt(search));
  const found = make('span', { className: 'gallery-found hint', 'aria-live': 'polite' });
  const clearFilters = make('button', { type: 'button', onclick: filters.clear }, 'Show all');
  const nothing = make('p');
  const empty = make('div', { className: 'gallery-empty', hidden: true }, nothing, clearFilters);
  const dialog = make(
    'dialog',
    { className: 'filling gallery', 'aria-labelledby': 'gallery-title', tabIndex: -1 },
    make('header', { className: 'gallery-head' }, make('h2', { id: 'gallery-title' }, 'Gallery'), found, iconButton('Close', 'close', () => dialog.close()), filters.root),
    empty,
    grid.root,
    tools.root,
  );

  /** @param {string} id */
  async function urlOf(id) {
    const [entry] = entriesOf([id]);
    const file = await actions.fileOf(entry);
    held?.release();
    held = holdUrl(file);
    return held.url;
  }

  /** @param {string} id */
  function enlarge(id) {
    if (!pages.get(id)?.answers) return;
    tags.setOpen(false);
    const about = (/** @type {(entries: Entry[]) => void} */ deed) => () => deed(targets());
    const keys = { f: about(deeds.favourite), t: () => setTagging(true), Delete: about(deeds.remove) };
    enlarged.open({ all: enlargeable, urlOf, more: pages.more, hasMore: () => !pages.isEnd, tools: tools.root, keys, onShow: show, onSize, onClose: backFrom }, id);
  }

  /** Knows it from then on. @param {string} id @param {import('../base/core.js').Size} size */
  function onSize(id, size) {
    if (pages.get(id)?.width === 0) attempt(archive.change)(id, size);
  }

  const enlargeable = () => pages.all().flatMap(({ id, asked, answers }) => (answers ? [{ id, alt: String(asked.prompt) }] : []));

  /** @param {string} id that was enlarged last */
  function backFrom(id) {
    held?.release();
    held = null;
    tags.setOpen(false);
    dialog.append(tools.root);
    show();
    grid.focus(id);
  }

  /** Shows what is selected, or enlarged. */
  function show() {
    const entries = targets();
    if (!entries.length) tags.setOpen(false);
    tags.show(entries);
    tools.show({ entries, isLarge: Boolean(enlarged.shown), hint: pages.all().length ? hint : '' });
    grid.refresh();
  }

  function showPages() {
    const all = pages.all();
    found.textContent = counted(all.length, 'picture').replace(' ', pages.isEnd ? ' ' : '+ ');
    empty.hidden = all.length > 0;
    clearFilters.hidden = !filters.areSet;
    nothing.textContent = filters.areSet ? 'No picture is like that.' : 'Nothing is kept yet. What you make is found here.';
    grid.show(all);
    selection.keep(all.map(({ id }) => id));
    enlarged.refresh();
    show();
  }

  /** @param {import('./matching.js').Wish} wish */
  async function search(wish) {
    await pages.search(wish);
    grid.top();
  }

  const showKnown = attempt(async () => {
    const [models, known] = await Promise.all([archive.known('model'), archive.known('tags')]);
    filters.setKnown({ models, tags: known });
    tags.setKnown(known);
  });

  dialog.addEventListener('keydown', (event) => {
    event.stopPropagation(); // the page behind has keys of its own
    if (event.key !== 'Escape' || !selection.size) return;
    event.preventDefault();
    selection.clear();
  });
  dialog.addEventListener('close', () => {
    selection.clear();
    grid.show([]);
  });
  archive.subscribe((news) => {
    if (!dialog.open) return;
    attempt(pages.follow)(news);
    if (news.type === 'changed') showKnown();
  });
  document.body.append(dialog);

  return {
    async open() {
      if (dialog.open) return;
      dialog.showModal();
      dialog.focus(); // and no keyboard over half of a phone's screen
      await Promise.all([showKnown(), attempt(search)(filters.read())]);
      grid.focus(grid.current);
    },
  };
}
