// @ts-check
// How long a thing takes the page until it is on its way to the screen.

const channel = new MessageChannel();

/** After all that the browser does for a frame. */
const afterFrame = () =>
  new Promise((resolve) => {
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(null);
  });

const turn = () => new Promise((resolve) => setTimeout(resolve));

/**
 * The time of 'work' and of the frame that shows it: what runs in it, and all that the
 * browser does on the page's thread until it has handed the frame over.
 * @param {() => void} work  draws, or asks for a frame to draw in @returns {Promise<number>} ms
 */
export async function timeOnScreen(work) {
  await turn();
  let frameStart = 0;
  const frame = new Promise((resolve) =>
    requestAnimationFrame(() => {
      frameStart = performance.now();
      afterFrame().then(resolve);
    }),
  );
  const start = performance.now();
  work();
  const worked = performance.now() - start;
  await frame;
  return worked + performance.now() - frameStart;
}

/** @template T @param {() => T} work @returns {{ms: number, result: T}} */
export function time(work) {
  const start = performance.now();
  const result = work();
  return { ms: performance.now() - start, result };
}
