// @ts-check
/**
 * The page's state: one plain object, replaced and never changed in place.
 *
 * @typedef {import('../studio/painting.js').Painting} Painting
 * @typedef {import('./core.js').Crop} Crop
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
 * @property {import('../inputs/markup/shapes.js').Shape[]} markup what is drawn over it to say where
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
 * @typedef {object} Source what an edit was made from; one for all results of a run
 * @property {string} key its id in the archive
 * @property {File} file the first image
 * @property {File[]} inputs all images
 * @property {number} id of the first image; below 0 where it is only in the archive
 * @property {number} width upright
 * @property {number} height
 * @property {Uint8Array | null} pack the mask, as Painting.pack made it
 * @property {Crop[]} crops none where the request went the node's way
 * @property {import('../inputs/markup/shapes.js').Shape[]} markup over the first image
 *
 * @typedef {object} Report what was done to an answer when it was put back, in pixels of the picture
 * @property {boolean} aligned
 * @property {number} shift_x
 * @property {number} shift_y
 * @property {number} scale
 * @property {boolean} matched
 * @property {number} color_before how far its colours were off, in levels
 * @property {number} color_after
 * @property {number} feather
 *
 * @typedef {object} Result one picture, or a link to one
 * @property {string} id also that of its entry in the archive
 * @property {number} run
 * @property {number} index within its run
 * @property {boolean} absent its files, and its source's, stand for those in the archive: recall.js brings them
 * @property {Blob | null} file as received, its type read from its bytes
 * @property {string} extension
 * @property {string} link where the server keeps the picture, '' for none
 * @property {Settings} asked
 * @property {Answer | null} answer null until the run has ended well
 * @property {Source | null} source null for a picture made of words alone
 * @property {Blob[]} parts the answers as received, one per crop; 'file' is the first
 * @property {import('../archive/paste.js').Paste} paste how they are put back into the source
 * @property {Blob | null} composed the source with the answers put back
 * @property {Blob | null} small the same to be looked at, where it is large
 * @property {Report[]} reports of 'composed', one per part
 * @property {string} profile of 'composed': whether the source's colour profile is 'kept' or 'dropped'; 'none' where it has none
 * @property {number | null} composing the share that is done, 0..1; null while nothing is
 * @property {string} trouble why nothing was composed, '' for no trouble
 * @property {boolean} incomplete a preview, whose picture never came
 *
 * @typedef {object} Job one submission; what it sends is kept by jobs.js
 * @property {number} id also the run of its results
 * @property {string} run what the archive calls that
 * @property {'waiting' | 'running' | 'done' | 'failed' | 'cancelled' | 'unknown'} state
 * @property {Settings} asked
 * @property {Source | null} source
 * @property {boolean} paid
 * @property {number} cost what it may come to, in dollars; 0 where nobody knows
 * @property {number} since performance.now() of its start, 0 before
 * @property {string} text how far it is, or how it ended
 * @property {number} again performance.now() of the next try, 0 for none
 * @property {boolean} retry whether it can be asked for once more
 * @property {Blob[]} previews of pictures that are not there yet, by index, with holes
 *
 * @typedef {object} Choices settings of the page, which are not sent
 * @property {number} atOnce jobs
 * @property {boolean} perLine each line of the prompt is one
 * @property {boolean} alternatives "{a|b}" in the prompt is expanded
 * @property {number | null} cap dollars that may be spent, null for no cap
 * @property {boolean} plain pictures are saved without notes, see notes.js
 *
 * @typedef {object} State
 * @property {Settings} settings
 * @property {InputImage[]} images
 * @property {LooseMask | null} mask
 * @property {Result[]} results the newest run first
 * @property {Job[]} jobs the newest last
 * @property {Choices} choices
 * @property {number} spent dollars, by what the answers tell
 * @property {string} status
 * @property {import('../results/undo.js').Undo | null} undo what was done last and can be undone
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
 * @template {{id: number | string}} T @param {T[]} list @param {T['id']} id @param {Partial<T>} patch */
export const changed = (list, id, patch) => list.map((one) => (one.id === id ? { ...one, ...patch } : one));

/** What a result has before anything has arrived.
 * @type {Pick<Result, 'absent' | 'file' | 'extension' | 'link' | 'answer' | 'source' | 'parts' | 'composed' | 'small' | 'reports' | 'profile' | 'composing' | 'trouble' | 'incomplete'>} */
export const NOTHING_YET = {
  ...{ absent: false, file: null, extension: '', link: '', answer: null, source: null, parts: [] },
  ...{ composed: null, small: null, reports: [], profile: 'none', composing: null, trouble: '', incomplete: false },
};

/** With a picture at its place: the newest run first, its pictures in the order asked for.
 * @param {Result[]} results @param {Result} result */
export function withResult(results, result) {
  const at = results.findIndex(({ run, index }) => run < result.run || (run === result.run && index > result.index));
  return results.toSpliced(at < 0 ? results.length : at, 0, result);
}
