// @ts-check
/** Work that is done one at a time; pure. */

/** Of work by the same name only the newest is done: it puts an end to the one before. */
export function createTurns() {
  /** @type {Map<string | number, AbortController>} */
  const waiting = new Map();
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();

  /** @param {string | number} name */
  function drop(name) {
    waiting.get(name)?.abort();
    waiting.delete(name);
  }

  return {
    /** Whether there is such work, waiting or being done. @param {string | number} name */
    has: (name) => waiting.has(name),

    drop,

    /**
     * Does 'work' when all that was begun before has ended; null if it was dropped.
     * @template T @param {string | number} name @param {(signal: AbortSignal) => Promise<T>} work @returns {Promise<T | null>}
     */
    take(name, work) {
      drop(name);
      const controller = new AbortController();
      const { signal } = controller;
      waiting.set(name, controller);

      async function turn() {
        try {
          const done = signal.aborted ? null : await work(signal);
          return signal.aborted ? null : done;
        } catch (error) {
          if (signal.aborted) return null;
          throw error;
        } finally {
          if (waiting.get(name) === controller) waiting.delete(name);
        }
      }

      const doing = last.then(turn);
      last = doing.catch(() => {});
      return doing;
    },
  };
}
