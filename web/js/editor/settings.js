// @ts-check
/** What the hand holds: which tool, how large and how hard; kept from one picture to the next. */
import { SIZES, sizeBeside, stopOf } from './sizes.js';
import { TOOLS } from './tools.js';

/** @typedef {{tool: import('./tools.js').Tool, size: number, hardness: number}} Settings size: diameter in image pixels, hardness: 0..1 */

const [BRUSH, ERASER] = TOOLS;

/** Until a size is chosen, the brush is this part of a picture's shorter side. */
const PART = 1 / 12;

/** Stops of the size, and hardness, that one press of a key is worth. */
const SIZE_STEP = 2;
const HARDNESS_STEP = 0.1;

/** @param {() => void} onChange */
export function createSettings(onChange) {
  let sizeChosen = false;
  /** @type {Settings} */
  const now = { tool: BRUSH, size: SIZES[0], hardness: 1 };

  /** @param {Partial<Settings>} change */
  function set(change) {
    Object.assign(now, change);
    onChange();
  }

  /** @param {number} size */
  function resize(size) {
    sizeChosen = true;
    set({ size });
  }

  /** @param {number} hardness */
  const harden = (hardness) => set({ hardness: Math.min(Math.max(hardness, 0), 1) });

  return {
    now,
    resize,
    harden,

    /** @param {import('./tools.js').Tool} tool */
    pick: (tool) => set({ tool }),

    swap: () => set({ tool: now.tool === BRUSH ? ERASER : BRUSH }),
    smaller: () => resize(sizeBeside(now.size, -SIZE_STEP)),
    larger: () => resize(sizeBeside(now.size, SIZE_STEP)),
    softer: () => harden(now.hardness - HARDNESS_STEP),
    harder: () => harden(now.hardness + HARDNESS_STEP),

    /** Makes the brush fit a picture, unless its size was chosen. @param {import('../core.js').Size} picture */
    suit({ width, height }) {
      if (!sizeChosen) set({ size: SIZES[stopOf(Math.min(width, height) * PART)] });
    },
  };
}

/** @typedef {ReturnType<typeof createSettings>} SettingsInHand */
