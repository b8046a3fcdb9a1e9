// @ts-check
/** Says once that nothing more is kept, and why, at the place where it matters. */
import { byId, make } from '../base/dom.js';

const FULL = 'This browser keeps no more for this page: what is added, painted or made from now on is lost when the page is closed. Download what you want to keep.';
const ENDED = {
  newer: 'A newer version of this page is open: load this one anew. Until then it keeps nothing.',
  gone: 'What this browser kept of this page was cleared. Download what you want to keep, then load the page anew.',
};

export function createUnkept() {
  const note = make('p', { className: 'notice', role: 'status' });

  /** @param {string} text @param {(note: HTMLElement) => void} place */
  function say(text, place) {
    if (note.isConnected) return;
    note.textContent = text;
    place(note);
  }

  const overResults = (/** @type {HTMLElement} */ shown) => byId('results').prepend(shown);

  return {
    /** @param {keyof typeof ENDED} why the database is not to be used any more */
    ended: (why) => say(ENDED[why], overResults),
    ofResults: () => say(FULL, overResults),
    ofInputs: () => say(FULL, (shown) => byId('inputs').append(shown)),
  };
}
