// @ts-check
/**
 * The entries of the archive that are wished for, the newest first, loaded page by page; they follow
 * what is changed here and in other tabs.
 */
import { matcherOf, EVERYTHING } from './matching.js';

/** @typedef {import('../archive/archive.js').Entry} Entry */
/** @typedef {import('../archive/archive.js').Archive} Archive */

/** Enough to fill most windows. */
const PAGE = 60;

/**
 * @param {Pick<Archive, 'page' | 'get'>} archive
 * @param {() => void} onChange called when there are others, or they are no longer what they were
 */
export function createPages(archive, onChange) {
  /** @type {Entry[]} */
  let entries = [];
  let matches = matcherOf(EVERYTHING);
  let isEnd = true;
  let turn = 0;
  /** @type {Promise<void> | null} */
  let loading = null;

  /** @param {Entry[]} next */
  function set(next) {
    entries = next;
    onChange();
  }

  /** @param {number} mine */
  async function load(mine) {
    const found = await archive.page({ before: entries.at(-1)?.when ?? null, count: PAGE, matches });
    if (mine !== turn) return;
    isEnd = found.length < PAGE;
    set([...entries, ...found]);
  }

  function more() {
    if (isEnd) return Promise.resolve();
    loading ??= load(turn).finally(() => (loading = null));
    return loading;
  }

  /** @param {Entry[]} all @param {Entry} entry @param {boolean} isNew */
  function withEntry(all, entry, isNew) {
    if (all.some(({ id }) => id === entry.id)) return all.map((one) => (one.id === entry.id ? entry : one));
    if (!isNew || !matches(entry)) return all;
    const at = all.findIndex(({ when }) => when < entry.when);
    if (at < 0) return isEnd ? [...all, entry] : all;
    return all.toSpliced(at, 0, entry);
  }

  return {
    all: () => entries,

    /** @param {string} id */
    get: (id) => entries.find((entry) => entry.id === id),

    /** Whether the archive has no more of them. */
    get isEnd() {
      return isEnd;
    },

    /** Begins anew. @param {import('./matching.js').Wish} wish */
    async search(wish) {
      matches = matcherOf(wish);
      turn++;
      loading = null;
      isEnd = false;
      entries = [];
      await more();
    },

    /** Loads the next ones. */
    more,

    /** Loads all. */
    async rest() {
      const mine = turn;
      while (!isEnd && mine === turn) await more();
    },

    /** Those that were changed stay, even if they are no longer what was searched for. @param {import('../archive/archive.js').News} news */
    async follow({ type, ids }) {
      if (type === 'removed') return set(entries.filter(({ id }) => !ids.includes(id)));
      const found = await Promise.all(ids.map(archive.get));
      const there = found.flatMap((entry) => (entry && !entry.deleted ? [entry] : []));
      set(there.reduce((all, entry) => withEntry(all, entry, type === 'added'), entries));
    },
  };
}

/** @typedef {ReturnType<typeof createPages>} Pages */
