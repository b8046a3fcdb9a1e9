// @ts-check
/**
 * Keeps settings, input images and masks on the desk as they change, and puts them
 * back when the page starts; of results only which they are, for their files are in the archive.
 *
 * A change is kept at once, and those that follow it within a moment: a browser
 * may drop what a page writes while it ends.
 *
 * @typedef {import('./desk.js').Desk} Desk
 * @typedef {import('../base/store.js').State} State
 * @typedef {import('../base/store.js').InputImage} InputImage
 * @typedef {import('../base/store.js').Settings} Settings
 */

/** The results that come back after a reload: the newest of them. */
const MOST_RESULTS = 24;

/** How often at most, but for images that come and go. */
const PAUSE_MS = 300;

/** The settings that are not as they were. @param {Settings} now @param {Settings} before @returns {Settings} */
const touched = (now, before) => Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== before[name]));

/** The settings that there still are. @param {Settings} settings @param {Settings} defaults @returns {Settings} */
const known = (settings, defaults) => Object.fromEntries(Object.entries(settings).filter(([name]) => name in defaults));

/** @param {State} state */
const idsIn = ({ images }) => images.map(({ id }) => id);

/** @param {State} state @returns {import('./desk.js').Shown[]} */
const shownIn = ({ results }) => results.slice(0, MOST_RESULTS).map(({ id, run }) => ({ entry: id, run }));

/** Whether a thing came, went or has another place. @param {State} now @param {State} before */
const isOther = (now, before) => String(idsIn(now)) !== String(idsIn(before)) || String(shownIn(now).map(({ entry }) => entry)) !== String(shownIn(before).map(({ entry }) => entry));

/**
 * @param {import('../base/store.js').Store} store
 * @param {Promise<Desk | null>} opening null where nothing can be kept
 * @param {import('./open.js').ShelfLoader} shelf
 * @param {() => void} onFailure called once, when something cannot be kept
 */
export function createKeeper(store, opening, shelf, onFailure) {
  /** @type {Desk | null} */
  let desk = null;
  let kept = store.get();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let flushed = -PAUSE_MS;
  let failed = false;
  /** @type {Promise<unknown>} */
  let writing = Promise.resolve();

  function fail() {
    if (!failed) onFailure();
    failed = true;
  }

  /** @param {(desk: Desk) => Promise<unknown>} work begun at once, for the page may be about to end */
  function attempt(work) {
    const begin = async () => desk && work(desk);
    writing = Promise.all([writing, begin().catch(fail)]);
  }

  /** @param {InputImage} image */
  function keepImage({ id, file, width, height, animated }) {
    attempt(async (desk) => {
      const bytes = await file.arrayBuffer();
      const { name, type } = file;
      if (idsIn(store.get()).includes(id)) await desk.put('image', id, { name, type, bytes, width, height, animated });
    });
  }

  /** @param {InputImage} image */
  function keepMask({ id, share, painting, kept }) {
    if (kept) return; // it is there, and not yet laid on the image
    attempt(async (desk) => (painting && share > 0 ? desk.put('mask', id, { share, pack: painting.pack() }) : desk.drop('mask', id)));
  }

  /** @param {InputImage} image */
  const keepMarkup = ({ id, markup }) => attempt((desk) => (markup.length ? desk.put('markup', id, { shapes: markup }) : desk.drop('markup', id)));

  /** @param {import('../base/store.js').LooseMask | null} mask */
  function keepLoose(mask) {
    attempt(async (desk) => {
      if (!mask) return desk.drop('mask', 0);
      const { name, painting } = mask;
      return desk.put('mask', 0, { name, width: painting.width, height: painting.height, pack: painting.pack() });
    });
  }

  /** @param {number} id of an image */
  function forget(id) {
    attempt((desk) => Promise.all([desk.drop('image', id), desk.drop('mask', id), desk.drop('markup', id)]));
  }

  /** Brings the desk in line with the page; what is gone goes first. */
  function flush() {
    clearTimeout(timer);
    timer = undefined;
    flushed = performance.now();
    const [before, now] = [kept, store.get()];
    kept = now;
    const old = new Map(before.images.map((image) => [image.id, image]));
    for (const id of idsIn(before)) if (!idsIn(now).includes(id)) forget(id);
    if (now.settings !== before.settings || now.images !== before.images || isOther(now, before)) {
      attempt((desk) => desk.write({ settings: now.settings, images: idsIn(now), results: shownIn(now) }));
    }
    for (const image of now.images) {
      if (image !== old.get(image.id)) keepMask(image);
      if (image.markup !== old.get(image.id)?.markup) keepMarkup(image);
      if (!old.has(image.id)) keepImage(image);
    }
    if (now.mask !== before.mask) keepLoose(now.mask);
  }

  function watch() {
    store.subscribe((now) => {
      const other = (now.images !== kept.images || now.results !== kept.results) && isOther(now, kept);
      if (now.settings === kept.settings && now.images === kept.images && now.mask === kept.mask && !other) return;
      if (!desk) fail();
      else if (other) flush();
      else timer ??= setTimeout(flush, Math.max(0, flushed + PAUSE_MS - performance.now()));
    });
    document.addEventListener('visibilitychange', () => document.hidden && flush());
    window.addEventListener('pagehide', flush);
  }

  /** @param {import('./desk.js').Shown[]} results that were on the page */
  const showResults = async (results) => results.length && (await shelf())?.recall.show(results);

  /** Whether all results are in the archive. */
  async function areResultsKept() {
    const { results } = store.get();
    const kept = results.length && (await shelf());
    const entries = await Promise.all(results.map(({ id }) => kept && kept.archive.get(id)));
    return entries.every(Boolean);
  }

  /** @param {Desk} desk @param {Settings} defaults @param {import('../inputs/images.js').Images} images @param {import('../inputs/masks.js').Masks} masks */
  async function putBack(desk, defaults, images, masks) {
    const desktop = await desk.read();
    if (!desktop) return;
    const { settings } = store.get();
    store.update({ settings: { ...settings, ...known(desktop.settings, defaults), ...touched(settings, defaults) } });
    const showing = showResults(desktop.results);
    for (const id of desktop.images) {
      const [image, mask, markup] = await Promise.all([desk.get('image', id), desk.get('mask', id), desk.get('markup', id)]);
      if (image) await images.restore(image, mask ?? null, markup?.shapes ?? []);
    }
    await masks.restore((await desk.get('mask', 0)) ?? null);
    await showing;
    kept = { ...store.get(), settings: desktop.settings };
    for (const id of desktop.images) if (!idsIn(kept).includes(id)) forget(id);
  }

  return {
    /** Puts everything back, and keeps what changes from then on.
     * @param {Settings} defaults @param {import('../inputs/images.js').Images} images @param {import('../inputs/masks.js').Masks} masks */
    async restore(defaults, images, masks) {
      desk = await opening;
      try {
        if (desk) await putBack(desk, defaults, images, masks);
      } finally {
        watch();
      }
    },

    /** Has what waits kept at once. */
    hurry: () => timer && flush(),

    /** Has everything kept for a reload. */
    async carry() {
      desk = await opening;
      if (!desk) throw new Error('Nothing is kept here.');
      flush();
      await writing;
      if (failed || !(await areResultsKept())) throw new Error('Not everything could be kept.');
    },
  };
}

/** @typedef {ReturnType<typeof createKeeper>} Keeper */
