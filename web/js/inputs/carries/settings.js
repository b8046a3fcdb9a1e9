// @ts-check
/** Settings out of a picture's note, which may have been written by anybody; pure. */

/** @typedef {import('../../base/store.js').Settings} Settings */

const NAMES_SHOWN = 5;
const NAME_SHOWN = 30;
const PROMPT_SHOWN = 80;

/** @param {string} text @param {number} most */
function shortened(text, most) {
  const letters = [...text.replace(/\s+/g, ' ').trim()];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : letters.join('');
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param {unknown} text of a packed mask, in base64 */
function packIn(text) {
  try {
    return typeof text === 'string' ? Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)) : null;
  } catch {
    return null; // not base64
  }
}

/** The size that a packed mask is for, which stands in its header. @param {Uint8Array} pack */
export const sizeOfPack = (pack) => ({ width: (pack[5] << 8) | pack[6], height: (pack[7] << 8) | pack[8] });

/**
 * What our note says; null where it is none.
 * @param {string} text
 * @param {Settings} defaults of all settings there are
 * @param {(name: string, value: unknown) => boolean} isValid
 * @returns {{settings: Settings, left: string[], pack: Uint8Array | null} | null} 'left': the names of what is left out
 */
export function readNote(text, defaults, isValid) {
  try {
    const { settings, mask } = JSON.parse(text);
    if (!isObject(settings)) return null;
    const given = Object.entries(settings);
    const known = given.filter(([name, value]) => Object.hasOwn(defaults, name) && isValid(name, value));
    const left = given.map(([name]) => name).filter((name) => !known.some(([one]) => one === name));
    return { settings: /** @type {Settings} */ ({ ...defaults, ...Object.fromEntries(known) }), left, pack: packIn(mask) };
  } catch {
    return null; // no JSON
  }
}

/** @param {Settings} settings */
export const carriesText = ({ prompt }) => `This picture carries settings${prompt ? `: “${shortened(String(prompt), PROMPT_SHOWN)}”` : '.'}`;

/** What was applied, and what not. @param {string[]} left */
export function appliedText(left) {
  if (!left.length) return 'The settings are as the picture carries them.';
  const names = left.slice(0, NAMES_SHOWN).map((name) => shortened(name, NAME_SHOWN));
  const more = left.length > NAMES_SHOWN ? ` and ${left.length - NAMES_SHOWN} more` : '';
  return `The settings are as the picture carries them, but for what this page does not know or take: ${names.join(', ')}${more}.`;
}
