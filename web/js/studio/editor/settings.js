// @ts-check
/** What the hand holds and the eye sees; kept from one picture, and one visit, to the next. */
import { keep, recall } from '../../base/keep.js';
import { USUAL_LOOK } from './look.js';
import { SIZES, sizeBeside, stopOf } from './sizes.js';
import { TOOLS } from './tools.js';

/**
 * @typedef {object} Settings
 * @property {import('./tools.js').Tool} tool
 * @property {boolean} subtract whether tools that do not erase anyway take away from the mask
 * @property {number} size diameter in image pixels
 * @property {number} hardness 0..1
 * @property {number} opacity 0..1
 * @property {boolean} square
 * @property {string} pressure what a pen's pressure changes: 'none', 'size', 'opacity' or 'both'
 * @property {number} stabiliser CSS pixels by which the brush lags behind
 * @property {number} tolerance 0..100
 * @property {number} softness 0..1
 * @property {boolean} everywhere whether a colour is selected in all of the picture
 * @property {number} amount pixels by which the mask grows and so on
 * @property {number} colour of the veil, 0xRRGGBB
 * @property {number} veil its opacity, 0..1
 * @property {'none' | 'solid' | 'marching'} outline
 * @property {boolean} maskOnly
 * @property {'alpha' | 'grey'} kind of mask files
 */

const NAME = 'mask-editor';

const [BRUSH, ERASER] = TOOLS;

/** @type {Settings} */
const DEFAULTS = {
  tool: BRUSH,
  subtract: false,
  size: SIZES[0],
  hardness: 1,
  opacity: 1,
  square: false,
  pressure: 'none',
  stabiliser: 0,
  tolerance: 10,
  softness: 0.25,
  everywhere: false,
  amount: 10,
  colour: USUAL_LOOK.colour,
  veil: USUAL_LOOK.opacity,
  outline: USUAL_LOOK.outline,
  maskOnly: USUAL_LOOK.maskOnly,
  kind: 'alpha',
};

/** Until a size is chosen, the brush is this part of a picture's shorter side. */
const PART = 1 / 12;

/** Stops of the size, and hardness, that one press of a key is worth. */
const SIZE_STEP = 2;
const HARDNESS_STEP = 0.1;

/** What was kept, as far as it is of the same kind. @returns {Partial<Settings>} */
function recallSettings() {
  try {
    const kept = Object.entries(JSON.parse(recall(NAME)));
    return Object.fromEntries(kept.filter(([name, value]) => typeof value === typeof (/** @type {any} */ (DEFAULTS)[name])));
  } catch {
    return {};
  }
}

/** @param {(changed: Partial<Settings>) => void} onChange */
export function createSettings(onChange) {
  const kept = recallSettings();
  let sizeChosen = 'size' in kept;
  /** @type {Settings} */
  const now = { ...DEFAULTS, ...kept };

  /** @param {Partial<Settings>} change */
  function set(change) {
    Object.assign(now, change);
    onChange(change);
  }

  /** @param {Partial<Settings>} change by a person */
  function choose(change) {
    sizeChosen ||= 'size' in change;
    set(change);
    const { tool: _tool, subtract: _subtract, size, ...rest } = now;
    keep(NAME, JSON.stringify(sizeChosen ? { ...rest, size } : rest));
  }

  /** @param {number} hardness */
  const harden = (hardness) => choose({ hardness: Math.min(Math.max(hardness, 0), 1) });

  return {
    now,
    choose,

    /** Brush and eraser, or in other tools adding and taking away. */
    swap() {
      if (!now.tool.strokes) set({ subtract: !now.subtract });
      else set({ tool: now.tool === BRUSH ? ERASER : BRUSH });
    },

    smaller: () => choose({ size: sizeBeside(now.size, -SIZE_STEP) }),
    larger: () => choose({ size: sizeBeside(now.size, SIZE_STEP) }),
    softer: () => harden(now.hardness - HARDNESS_STEP),
    harder: () => harden(now.hardness + HARDNESS_STEP),

    /** Makes the brush fit a picture, unless its size was chosen. @param {import('../../base/core.js').Size} picture */
    suit({ width, height }) {
      if (!sizeChosen) set({ size: SIZES[stopOf(Math.min(width, height) * PART)] });
    },
  };
}

/** @typedef {ReturnType<typeof createSettings>} SettingsInHand */
