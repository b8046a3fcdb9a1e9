// @ts-check
/** What is said of backups; pure. */
import { bytesText, counted } from '../base/words.js';

/** @param {import('./merge.js').Tally} tally */
export function tallyText({ added, updated, there, damaged }) {
  const parts = [
    ...(added ? [`${added} new`] : []),
    ...(updated ? [`${updated} newer than here`] : []),
    ...(there ? [`${there} already there`] : []),
    ...(damaged ? [`${damaged} damaged and left out`] : []),
  ];
  return `${parts.join(', ') || 'There was no picture in it'}.`;
}

/** @param {number} when 0 for nobody knows */
const dateText = (when) => (when ? ` of ${new Date(when).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })}` : '');

/** What is in a backup, before it is restored. @param {{when: number, results: object[]}} manifest @param {number} bytes */
export const offerText = ({ when, results }, bytes) =>
  `A backup${dateText(when)}: ${counted(results.length, 'picture')}, ${bytesText(bytes)}. What is here stays as it is; what is here already is not taken in twice.`;

/** @param {number} done @param {number} all */
export const progressText = (done, all) => `${done} of ${counted(all, 'picture')}`;

/** Why a long work ended. @param {any} error @param {string} done what was done until then */
export function endedText(error, done) {
  if (error?.name === 'AbortError') return `Stopped. ${done}`.trim();
  if (error?.name === 'QuotaExceededError') return `There is no room for more in this browser or on its disk. ${done} Make room, and try again.`;
  if (error?.name === 'NotReadableError' || error?.name === 'NotFoundError') return `The file cannot be read any more: it was changed, moved or deleted meanwhile. ${done}`.trim();
  return `${error instanceof Error ? error.message : String(error)} ${done}`.trim();
}
