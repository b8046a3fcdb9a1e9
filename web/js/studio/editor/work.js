// @ts-check
/**
 * What is done to the mask: the action of a tool from its press to its end, changes
 * that are complete at once, and those that are waited for.
 *
 * A fault ends what it happened in; what was painted until then stays and can be
 * undone.  While something is waited for nothing else is begun, so that nothing is
 * painted that the answer would overwrite.
 */

/**
 * @typedef {import('./tools.js').Place} Place
 * @typedef {import('./tools.js').How} How
 * @typedef {import('../painting.js').Painting} Painting
 */

/**
 * @param {import('./settings.js').Settings} settings looked at with each press
 * @param {object} stage
 * @param {() => number} stage.scale screen pixels per image pixel
 * @param {(points: import('../painting.js').Point[] | null, closed?: boolean) => void} stage.draw the line of a shape in progress
 * @param {(at: import('../painting.js').Point, subtract: boolean) => void} stage.select by the colour of the picture there
 * @param {object} events
 * @param {() => void} events.onStart something new is done
 * @param {() => void} events.onPaint the mask's pixels may have changed
 * @param {() => void} events.onChange a change is complete, or is waited for
 * @param {(error: unknown) => void} events.onFault
 */
export function createWork(settings, { scale, draw, select }, { onStart, onPaint, onChange, onFault }) {
  /** @type {Painting | null} */
  let painting = null;
  /** @type {import('./tools.js').Action | null} */
  let action = null;
  /** @type {Place | null} where the last stroke ended */
  let last = null;
  /** @type {object | null} what is waited for */
  let awaited = null;

  /** @param {unknown} error */
  function fail(error) {
    action = null;
    draw(null);
    onFault(error);
    onChange();
  }

  /** @param {(mask: Painting) => void} work */
  function attempt(work) {
    try {
      if (painting) work(painting);
    } catch (error) {
      fail(error);
    }
    onPaint();
  }

  /** A change that is complete at once. @param {(mask: Painting) => void} work */
  function change(work) {
    if (action || awaited) return;
    onStart();
    attempt(work);
    onChange();
  }

  /** @param {boolean} keep whether what was painted stays */
  function end(keep) {
    const ending = action;
    if (!ending) return false;
    action = null;
    draw(null);
    attempt((mask) => {
      if (keep) ending.end?.();
      else mask.revert();
    });
    onChange();
    return true;
  }

  /** @param {Place} at @param {How} how */
  function begin(at, { subtract, shift }) {
    const { tool } = settings;
    onStart();
    attempt((mask) => {
      if (!tool.press) return;
      mask.begin();
      const hand = { painting: mask, settings, subtract: subtract !== settings.subtract, shift, scale, last, draw, select };
      action = tool.press(hand, at) ?? null;
      last = tool.strokes ? at : null;
    });
    if (!action) onChange();
  }

  return {
    change,

    /** @param {Painting | null} next */
    take(next) {
      end(true);
      awaited = null;
      last = null;
      painting = next;
    },

    /** Whether something was begun and not ended. */
    get busy() {
      return !!action;
    },

    /** Whether something is waited for. */
    get waits() {
      return !!awaited;
    },

    /** @param {Place} at @param {How} how */
    press(at, how) {
      const pressed = action;
      if (!painting || awaited) return;
      if (!pressed) return begin(at, how);
      attempt(() => {
        if (pressed.press?.(at, how)) end(true);
      });
    },

    /** @param {Place[]} points @param {{shift: boolean}} how */
    move(points, { shift }) {
      if (!action || !points.length) return;
      attempt(() => action?.move(points, shift));
      if (last) last = points[points.length - 1];
    },

    /** No button is down, or the keyboard moves on after its press. @param {Place | null} at null: the pointer has gone @param {{shift: boolean}} how */
    hover(at, { shift }) {
      if (action) attempt(() => at && (action?.hover ? action.hover(at) : action?.move([at], shift)));
      else draw(shift && last && at && settings.tool.strokes ? [last, at] : null);
    },

    /** The pointer is up. */
    release: () => void (action && !action.stays && end(true)),

    /** The keyboard's Space is up: a stroke ends there, a shape goes on until Enter. */
    lift: () => void (settings.tool.strokes && end(true)),

    /** Closes what is open; whether there was something. */
    enter: () => end(true),

    /** Takes the last point of what is open back; whether something is open. */
    back() {
      if (!action) return false;
      const left = action.back?.() ?? true;
      return left || end(false);
    },

    /** As if it had never been pressed, or asked for; whether there was something. */
    abort() {
      if (!awaited) return end(false);
      awaited = null;
      onChange();
      return true;
    },

    /**
     * Waits for what takes long; unless it was given up meanwhile, `apply` then puts it
     * into the mask.
     * @template T
     * @param {(mask: Painting) => Promise<T>} ask
     * @param {(mask: Painting, answer: T) => void} apply
     */
    async later(ask, apply) {
      if (action || awaited || !painting) return;
      const mask = painting;
      const mine = {};
      awaited = mine;
      onStart();
      onChange();
      try {
        const answer = await ask(mask);
        if (awaited === mine) apply(mask, answer);
      } catch (error) {
        if (awaited === mine) fail(error);
      }
      if (awaited !== mine) return;
      awaited = null;
      onPaint();
      onChange();
    },
  };
}
