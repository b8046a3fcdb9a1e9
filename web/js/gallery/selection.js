// @ts-check
/** What is selected of a list, by ids; pure. */

/** @param {() => void} onChange */
export function createSelection(onChange) {
  /** @type {Set<string>} */
  let ids = new Set();
  /** What a range goes from. */
  let anchor = '';

  /** @param {Iterable<string>} next */
  function set(next) {
    ids = new Set(next);
    onChange();
  }

  return {
    get size() {
      return ids.size;
    },

    /** @param {string} id */
    has: (id) => ids.has(id),

    /** In their order there. @param {string[]} order @returns {string[]} */
    in: (order) => order.filter((id) => ids.has(id)),

    /** @param {string} id */
    toggle(id) {
      anchor = id;
      set(ids.has(id) ? [...ids].filter((one) => one !== id) : [...ids, id]);
    },

    /** Adds all from the last that was toggled up to one. @param {string[]} order @param {string} id @param {string} from where there was none */
    extend(order, id, from) {
      const [start, end] = [order.includes(anchor) ? anchor : from, id].map((one) => order.indexOf(one)).sort((a, b) => a - b);
      if (!order.includes(anchor)) anchor = from;
      set([...ids, ...order.slice(Math.max(0, start), end + 1)]);
    },

    /** @param {string[]} order */
    all: (order) => set(order),

    /** Drops what is not there any more. @param {string[]} order */
    keep(order) {
      if (![...ids].every((id) => order.includes(id))) set([...ids].filter((id) => order.includes(id)));
    },

    clear() {
      anchor = '';
      if (ids.size) set([]);
    },
  };
}

/** @typedef {ReturnType<typeof createSelection>} Selection */
