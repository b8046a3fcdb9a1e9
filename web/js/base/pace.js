// @ts-check
/** Long work on the page's thread in pieces, between which the page answers and paints. */

/** Longer than this nobody is kept waiting, but for what cannot be divided. */
const PIECE_MS = 8;

/** The rest comes after what waits for the thread by now. @type {() => Promise<void>} */
const turn = () => /** @type {any} */ (globalThis).scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));

/** A pause to be awaited between two steps of some work; most of the time it takes none. */
export function createPace() {
  let since = performance.now();

  return async () => {
    if (performance.now() - since < PIECE_MS) return;
    await turn();
    since = performance.now();
  };
}

/** @typedef {ReturnType<typeof createPace>} Pace */

/** Does each once nothing else is to be done. @param {...() => unknown} works */
export function whenIdle(...works) {
  for (const work of works) (window.requestIdleCallback ?? setTimeout)(work);
}
