// @ts-check
/** Changes to the whole mask: done at once where that is quick, else by the worker. */

/**
 * @typedef {import('../painting.js').Change} Change
 * @typedef {import('../painting.js').Painting} Painting
 */

/** More pixels than this would take longer than a frame. */
const QUICK_PIXELS = 1 << 18;

/** These look at each pixel alone, and at uniform tiles not at all. */
const QUICK = new Set(['invert', 'fill', 'harden']);

/**
 * @param {(type: string, args: object, options?: {transfer: Transferable[]}) => Promise<any>} ask the studio's worker
 * @param {Pick<ReturnType<typeof import('./work.js').createWork>, 'change' | 'later'>} work
 */
export function createChanges(ask, work) {
  /** @param {Change} name @param {number} amount */
  const atOnce = (name, amount) =>
    work.change((mask) => {
      mask.begin();
      mask.change(name, amount);
    });

  /** @param {Change} name @param {number} amount @param {import('../painting.js').Rect} area */
  const byWorker = (name, amount, area) =>
    work.later(
      (mask) => {
        const coverage = mask.read(area);
        return ask('changeMask', { mask: { ...area, coverage }, name, amount }, { transfer: [coverage.buffer] });
      },
      (mask, { coverage }) => {
        mask.begin();
        mask.write(coverage, area);
      },
    );

  /** @param {Painting} painting @param {Change} name @param {number} amount whole pixels */
  return (painting, name, amount) => {
    const area = painting.changeArea(name, amount);
    if (!area.width) return;
    if (QUICK.has(name) || area.width * area.height <= QUICK_PIXELS) atOnce(name, amount);
    else byWorker(name, amount, area);
  };
}
