// @ts-check
/** The page's own settings, which are never sent: their controls, and how this browser keeps them. */
import { make } from '../base/dom.js';
import { keep, recall } from '../base/keep.js';
import { checkFrame, frame } from './field.js';

/** @typedef {import('../base/store.js').Choices} Choices */

const PLACE = 'choices';
const MOST_AT_ONCE = 4;

/** @type {Choices} */
const USUAL = { atOnce: 2, perLine: false, alternatives: false, cap: null, plain: false };

/** @param {unknown} value @param {number} least @param {number} most */
const within = (value, least, most) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most;

/** What was kept; what is no choice of today counts as none. @param {string} text @returns {Choices} */
export function parseChoices(text) {
  try {
    const { atOnce, perLine, alternatives, cap, plain } = JSON.parse(text);
    return {
      atOnce: within(atOnce, 1, MOST_AT_ONCE) ? atOnce : USUAL.atOnce,
      perLine: perLine === true,
      alternatives: alternatives === true,
      cap: Number.isFinite(cap) && cap >= 0 ? cap : null,
      plain: plain === true,
    };
  } catch {
    return USUAL; // not ours, or damaged: the same as nothing
  }
}

/** As they were kept. */
export const recallChoices = () => parseChoices(recall('choices'));

/** @param {string} name @param {string} label @param {string} help */
const setting = (name, label, help) => /** @type {import('./field.js').Placed} */ ({ name, label, help, place: PLACE });

/** @param {HTMLElement} place @param {{store: import('../base/store.js').Store, faults: import('../base/faults.js').Faults}} app */
export function showChoices(place, { store, faults }) {
  /** @param {Partial<Choices>} patch */
  function choose(patch) {
    store.update({ choices: { ...store.get().choices, ...patch } });
    keep('choices', JSON.stringify(store.get().choices));
  }

  const atOnce = make(
    'select',
    { onchange: () => choose({ atOnce: Number(atOnce.value) }) },
    ...Array.from({ length: MOST_AT_ONCE }, (_, i) => make('option', {}, String(i + 1))),
  );
  const perLine = make('input', { type: 'checkbox', onchange: () => choose({ perLine: perLine.checked }) });
  const alternatives = make('input', { type: 'checkbox', onchange: () => choose({ alternatives: alternatives.checked }) });
  const cap = make('input', { type: 'number', inputMode: 'decimal', min: '0', step: 'any', placeholder: 'no limit' });
  cap.addEventListener('input', () => choose({ cap: cap.value === '' || !(cap.valueAsNumber >= 0) ? null : cap.valueAsNumber }));

  const plain = make('input', { type: 'checkbox', onchange: () => choose({ plain: plain.checked }) });

  place.append(
    checkFrame(setting('perLine', 'One picture per line', 'Each line of the prompt is asked for on its own.'), perLine),
    checkFrame(setting('alternatives', 'Expand {a|b}', '"a {red|blue} hut" is asked for as a red hut and as a blue one. \\{ is a brace.'), alternatives),
    frame(setting('atOnce', 'Jobs at once', 'Further ones wait in line.'), atOnce),
    frame(setting('cap', 'Spend at most, in US dollars', 'In this tab. What may cost more is refused before it is sent.'), cap),
    checkFrame(setting('plain', 'Save without settings', 'Saved pictures carry what they were made with, never the key. This saves them byte for byte as they came; only then do content credentials (C2PA) stay valid.'), plain),
  );
  faults.watch('cap', cap);
  store.subscribe(({ choices }) => {
    if (document.activeElement !== cap) cap.value = String(choices.cap ?? '');
    atOnce.value = String(choices.atOnce);
    plain.checked = choices.plain;
    perLine.checked = choices.perLine;
    alternatives.checked = choices.alternatives;
  });
}
