// @ts-check
/**
 * The clock of marching ants.
 *
 * A step is asked for after each drawing, and nothing is drawn where nothing is
 * seen: so they stand still in a hidden tab, and for whoever asked for less motion.
 */

const STEP_MS = 100;

const still = matchMedia('(prefers-reduced-motion: reduce)');

/** @param {() => void} onStep */
export function createMarch(onStep) {
  let phase = 0;
  let timer = 0;

  function step() {
    timer = 0;
    phase += Math.max(1, Math.round(devicePixelRatio));
    onStep();
  }

  return {
    /** Pixels of the screen by which they have marched. */
    get phase() {
      return phase;
    },

    /** They are to be seen: the next step is due. */
    goOn() {
      if (!still.matches) timer ||= window.setTimeout(step, STEP_MS);
    },

    halt() {
      clearTimeout(timer);
      timer = 0;
    },
  };
}
