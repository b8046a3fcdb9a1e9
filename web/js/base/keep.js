// @ts-check
/** Small texts kept in this browser, where it lets us: it may refuse at any time. */

const PREFIX = 'gpt-image.';

/** @param {string} name @returns {string} '' for none */
export function recall(name) {
  try {
    return localStorage.getItem(PREFIX + name) ?? '';
  } catch {
    return '';
  }
}

/** @param {string} name @param {string} text '' to forget @returns {boolean} whether it worked */
export function keep(name, text) {
  try {
    if (text) localStorage.setItem(PREFIX + name, text);
    else localStorage.removeItem(PREFIX + name);
    return true;
  } catch {
    return false;
  }
}
