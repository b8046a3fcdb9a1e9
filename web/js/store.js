// @ts-check
/**
 * The page's state: one plain object, replaced and never changed in place.
 *
 * @typedef {import('./painting.js').Painting} Painting
 * @typedef {Record<string, string | number | boolean>} Settings by the schema's names
 *
 * @typedef {{pack?: Uint8Array, coverage?: Uint8Array}} KeptMask see desk.js
 *
 * @typedef {object} InputImage
 * @property {number} id
 * @property {File} file
 * @property {number} width upright
 * @property {number} height
 * @property {boolean} animated
 * @property {Painting | null} painting made when it is first needed
 * @property {number} share of it that is painted, 0..1
 * @property {KeptMask | null} kept what is to be laid on the painting when it is made
 *
 * @typedef {object} LooseMask a mask that does not lie on an image, for want of one or of the same size
 * @property {string} name
 * @property {Painting} painting
 * @property {number} share
 *
 * @typedef {object} Answer what the API told of a run
 * @property {string} [size]
 * @property {string} [quality]
 * @property {string} [background]
 * @property {number} [cost_usd] of all pictures of the run
 * @property {number} images
 * @property {number} damaged
 * @property {{text_tokens: number, image_tokens: number, output_tokens: number}} [usage]
 *
 * @typedef {object} Result one picture, or a link to one
 * @property {number} id
 * @property {number} run
 * @property {number} index within its run
 * @property {Blob | null} file as received, its type read from its bytes
 * @property {string} extension
 * @property {string} link where the server keeps the picture, '' for none
 * @property {Settings} asked
 * @property {Answer | null} answer null until the run has ended well
 *
 * @typedef {object} Run
 * @property {number} id
 * @property {number} since performance.now()
 * @property {Settings} asked
 * @property {boolean} paid
 *
 * @typedef {object} State
 * @property {Settings} settings
 * @property {InputImage[]} images
 * @property {LooseMask | null} mask
 * @property {Result[]} results the newest run first
 * @property {Run | null} run
 * @property {string} status
 * @property {Result | null} deleted what can be brought back
 */

/** @param {State} state */
export function createStore(state) {
  /** @type {Set<(state: State, before: State) => void>} */
  const listeners = new Set();

  return {
    get: () => state,

    /** @param {Partial<State>} patch */
    update(patch) {
      const before = state;
      state = { ...state, ...patch };
      for (const listener of listeners) listener(state, before);
    },

    /** Calls after every update, and once at once.
     * @param {(state: State, before: State) => void} listener */
    subscribe(listener) {
      listeners.add(listener);
      listener(state, state);
    },
  };
}

/** @typedef {ReturnType<typeof createStore>} Store */

/** With one of the things that have this id changed.
 * @template {{id: number}} T @param {T[]} list @param {number} id @param {Partial<T>} patch */
export const changed = (list, id, patch) => list.map((one) => (one.id === id ? { ...one, ...patch } : one));

/** With a picture at its place: the newest run first, its pictures in the order asked for.
 * @param {Result[]} results @param {Result} result */
export function withResult(results, result) {
  const at = results.findIndex(({ run, index }) => run < result.run || (run === result.run && index > result.index));
  return results.toSpliced(at < 0 ? results.length : at, 0, result);
}
