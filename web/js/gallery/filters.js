// @ts-check
/** What is searched for. */
import { make } from '../base/dom.js';
import { EVERYTHING, PERIODS, startOf } from './matching.js';

/** @typedef {import('./matching.js').Wish} Wish */

/** Typing goes on within this time. */
const PAUSE_MS = 200;
const DAY_MS = 86_400_000;

/** The start of a day as a date box gives it, in local time. @param {HTMLInputElement} box */
const dayOf = ({ value }) => new Date(`${value}T00:00`).getTime();

/** @param {(wish: Wish) => void} onChange */
export function createFilters(onChange) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const tell = () => onChange(read());
  function tellSoon() {
    clearTimeout(timer);
    timer = setTimeout(tell, PAUSE_MS);
  }

  const words = make('input', { type: 'search', className: 'gallery-words', placeholder: 'Search prompts and tags', 'aria-label': 'Search prompts and tags', spellcheck: false, oninput: tellSoon });
  const model = make('select', { 'aria-label': 'Model', onchange: tell });
  const tag = make('select', { 'aria-label': 'Tag', onchange: tell });
  const custom = make('option', { value: 'dates' }, 'From … to …');
  const period = make('select', { 'aria-label': 'Date', onchange: choosePeriod }, ...PERIODS.map(([value, label]) => make('option', { value }, label)), custom);
  const [from, to] = ['From', 'To'].map((label) => make('input', { type: 'date', 'aria-label': label, onchange: tell }));
  const dates = make('div', { className: 'gallery-dates', hidden: true }, from, to);
  const favourites = make('button', { type: 'button', 'aria-pressed': 'false' }, 'Favourites');
  favourites.addEventListener('click', () => {
    favourites.setAttribute('aria-pressed', String(favourites.getAttribute('aria-pressed') !== 'true'));
    tell();
  });
  const root = make('div', { className: 'gallery-filters', role: 'search', 'aria-label': 'Filter' }, words, make('div', { className: 'gallery-choices' }, favourites, model, tag, period, dates));

  function choosePeriod() {
    dates.hidden = period.value !== custom.value;
    if (dates.hidden) tell();
    else from.focus();
  }

  /** @returns {Pick<Wish, 'from' | 'to'>} */
  function readDates() {
    if (period.value !== custom.value) return { from: startOf(/** @type {import('./matching.js').Period} */ (period.value), new Date()), to: Infinity };
    return { from: dayOf(from) || 0, to: dayOf(to) + DAY_MS || Infinity };
  }

  /** @returns {Wish} */
  function read() {
    return { words: words.value, model: model.value, tag: tag.value, favourites: favourites.getAttribute('aria-pressed') === 'true', ...readDates() };
  }

  /** @param {HTMLSelectElement} select @param {string} any @param {string[]} values */
  function fill(select, any, values) {
    const chosen = select.value;
    select.replaceChildren(make('option', { value: '' }, any), ...values.map((value) => make('option', { value }, value)));
    select.value = values.includes(chosen) ? chosen : '';
    select.hidden = !values.length;
  }

  return {
    root,
    words,
    read,

    /** Whether anything is left out. */
    get areSet() {
      return JSON.stringify(read()) !== JSON.stringify(EVERYTHING);
    },

    clear() {
      words.value = model.value = tag.value = period.value = from.value = to.value = '';
      favourites.setAttribute('aria-pressed', 'false');
      dates.hidden = true;
      tell();
    },

    /** What there is to choose from. @param {{models: string[], tags: string[]}} known */
    setKnown({ models, tags }) {
      fill(model, 'All models', models);
      fill(tag, 'All tags', tags);
    },
  };
}
