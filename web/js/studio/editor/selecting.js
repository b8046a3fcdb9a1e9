// @ts-check
/**
 * Selecting by colour: the worker looks at the picture, and what it selects is
 * selected anew when the tolerance changes, until something else is done.
 */

/**
 * @typedef {import('../painting.js').Point} Point
 * @typedef {{id: number, file: File}} Picture
 */

/**
 * @param {(type: string, args: object) => Promise<any>} ask the studio's worker
 * @param {Pick<ReturnType<typeof import('./work.js').createWork>, 'later'>} work
 * @param {import('./settings.js').Settings} settings looked at with each selection
 */
export function createSelecting(ask, work, settings) {
  /** @type {Picture | null} */
  let picture = null;
  /** @type {{at: Point, subtract: boolean} | null} what was clicked at */
  let seed = null;
  let running = false;
  let again = false;
  let starting = false;

  /** @param {{at: Point, subtract: boolean}} seed */
  const selectOnce = ({ at, subtract }) =>
    work.later(
      () => {
        const { tolerance, softness, everywhere } = settings;
        const whole = { x: Math.floor(at.x), y: Math.floor(at.y) };
        return ask('selectColor', { ...picture, at: whole, tolerance, softness, everywhere });
      },
      (mask, { coverage, ...area }) => {
        mask.revert();
        if (area.width) mask.merge(coverage, area, subtract);
      },
    );

  async function select() {
    again = true;
    if (running) return;
    running = true;
    while (seed && again) {
      again = false;
      starting = true;
      const selected = selectOnce(seed);
      starting = false;
      await selected;
    }
    running = false;
  }

  return {
    /** @param {Picture | null} next */
    take(next) {
      seed = null;
      if (picture && picture.id !== next?.id) ask('forgetPicture', {});
      picture = next && { id: next.id, file: next.file };
    },

    /** Has the picture decoded by the time it is clicked at; what goes wrong is told then. */
    prepare: () => picture && ask('keepPicture', picture).catch(() => {}),

    /** @param {Point} at @param {boolean} subtract */
    press(at, subtract) {
      seed = { at, subtract };
      setTimeout(select); // once the press is complete
    },

    /** The tolerance, or what else it depends on, has changed. */
    retry: () => seed && select(),

    /** Something new is done to the mask. */
    rest: () => starting || (seed = null),
  };
}
