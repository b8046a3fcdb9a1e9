// @ts-check
/**
 * Which pictures of the archive are wished for; pure.
 *
 * @typedef {Pick<import('../archive/archive.js').Entry, 'asked' | 'tags' | 'favourite' | 'when'>} Facts
 * @typedef {'' | 'today' | 'week' | 'month' | 'year'} Period '' for any
 *
 * @typedef {object} Wish
 * @property {string} words each of them is in the prompt or in a tag
 * @property {string} model '' for any
 * @property {string} tag '' for any
 * @property {boolean} favourites only
 * @property {number} from Date.now() at the earliest
 * @property {number} to before which it has to be
 */

/** @type {Wish} */
export const EVERYTHING = { words: '', model: '', tag: '', favourites: false, from: 0, to: Infinity };

/** @type {[Period, string, number][]} each with how many days it goes back */
export const PERIODS = [
  ['', 'Any time', Infinity],
  ['today', 'Today', 0],
  ['week', 'Past 7 days', 6],
  ['month', 'Past 30 days', 29],
  ['year', 'Past year', 364],
];

/** Without case and accents. @param {string} text */
const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** @param {Wish} wish @returns {(entry: Facts) => boolean} */
export function matcherOf({ words, model, tag, favourites, from, to }) {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  return ({ asked, tags, favourite, when }) => {
    if ((favourites && !favourite) || (model && asked.model !== model) || (tag && !tags.includes(tag)) || when < from || when >= to) return false;
    const text = wanted.length ? plain([asked.prompt, ...tags].join(' ')) : '';
    return wanted.every((word) => text.includes(word));
  };
}

/** Since when. @param {Period} period @param {Date} now @returns {number} */
export function startOf(period, now) {
  const [, , days] = /** @type {typeof PERIODS[number]} */ (PERIODS.find(([name]) => name === period));
  return Number.isFinite(days) ? new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).getTime() : 0;
}

/** A tag as it is kept. @param {string} text @returns {string} '' for none */
export const tagOf = (text) => text.normalize('NFC').trim().replace(/\s+/g, ' ').slice(0, 60);
