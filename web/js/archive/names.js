// @ts-check
/** What the files of results are called where they are saved many at a time; pure. */
import { facesOf } from './faces.js';

/**
 * @typedef {import('./entry.js').Entry} Entry
 * @typedef {import('./archive.js').EntryFiles} EntryFiles
 */

/** A moment as names have it, so that they sort by it. @param {number} when */
export function stampOf(when) {
  const date = new Date(when);
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
  const [day, time] = [
    [date.getFullYear(), date.getMonth() + 1, date.getDate()],
    [date.getHours(), date.getMinutes(), date.getSeconds()],
  ].map((parts) => parts.map(two).join(''));
  return `${day}-${time}`;
}

/** A name that every system takes, and that leads nowhere else. @param {string} name */
export const harmless = (name) => name.replace(/[\p{Cc}\\/:*?"<>|]/gu, '-').replace(/^[. ]+|[. ]+$/g, '') || 'picture';

/** Gives each name once: what comes with a name that is taken gets a number. */
export function createNames() {
  const taken = new Set();
  return (/** @type {string} */ wanted) => {
    const name = harmless(wanted);
    const [, stem, end] = /** @type {RegExpExecArray} */ (/^(.*?)(\.\w+)?$/s.exec(name));
    let free = name;
    for (let i = 2; taken.has(free.toLowerCase()); i++) free = `${stem}-${i}${end ?? ''}`;
    taken.add(free.toLowerCase());
    return free;
  };
}

/** The composed picture first where there is one, then the answers as received.
 * @param {Entry} entry @param {EntryFiles} files @param {string} original what the picture is called that was edited, '' for none */
export const picturesOf = (entry, { parts, composed }, original) =>
  facesOf(/** @type {any} */ ({ ...entry, run: stampOf(entry.when), file: parts[0] ?? null, parts, composed, source: { file: { name: original || 'picture' } } }));
