// @ts-check
/**
 * What is done to the mask: the tool in hand, and undo, redo, clear.
 *
 * A fault ends what it happened in; what was painted until then stays and can be
 * undone.
 */

/**
 * @typedef {import('../viewport.js').Point} Point
 * @typedef {import('../painting.js').Painting} Painting
 */

/**
 * @param {import('./settings.js').Settings} settings looked at with each press
 * @param {object} events
 * @param {() => void} events.onStart something new is done
 * @param {() => void} events.onPaint the mask's pixels may have changed
 * @param {() => void} events.onChange a change is complete
 * @param {(error: unknown) => void} events.onFault
 */
export function createWork(settings, { onStart, onPaint, onChange, onFault }) {
  /** @type {Painting | null} */
  let painting = null;
  /** @type {import('./tools.js').Action | null} */
  let action = null;

  /** @param {(mask: Painting) => void} work */
  function attempt(work) {
    try {
      if (painting) work(painting);
    } catch (error) {
      action = null;
      onFault(error);
      onChange();
    }
    onPaint();
  }

  /** A change that is complete at once. @param {(mask: Painting) => void} work */
  function change(work) {
    if (action) return;
    onStart();
    attempt(work);
    onChange();
  }

  /** @param {boolean} keep whether what was painted stays */
  function end(keep) {
    const ending = action;
    if (!ending) return;
    action = null;
    attempt((mask) => (keep ? ending.end() : mask.revert()));
    onChange();
  }

  return {
    /** @param {Painting | null} next */
    take(next) {
      end(true);
      painting = next;
    },

    get busy() {
      return !!action;
    },

    /** @param {Point} at of the image @param {boolean} subtract */
    press(at, subtract) {
      const { tool, size, hardness } = settings;
      onStart();
      attempt((mask) => {
        if (!tool.press) return;
        mask.begin();
        action = tool.press({ painting: mask, size, hardness, subtract }, at);
      });
    },

    /** @param {Point} to of the image */
    move: (to) => attempt(() => action?.move(to)),

    release: () => end(true),

    /** As if it had never been pressed. */
    abort: () => end(false),

    undo: () => change((mask) => mask.undo()),
    redo: () => change((mask) => mask.redo()),

    clear: () =>
      change((mask) => {
        mask.begin();
        mask.clear();
      }),
  };
}
