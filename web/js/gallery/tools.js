// @ts-check
/** What can be done with some pictures, as buttons, and what is said of it. */
import { icon, make } from '../base/dom.js';
import { drawing } from '../base/svg.js';
import { grouped, resultText } from '../base/words.js';
import { showUndo } from '../results/undo.js';
import { PATHS } from './icons.js';

/**
 * @typedef {import('../archive/archive.js').Entry} Entry
 *
 * @typedef {object} Tool
 * @property {string} name
 * @property {string} [keys] that do the same
 * @property {Element} drawing
 * @property {(entries: Entry[]) => void} work
 * @property {boolean} [one] whether it is about a single picture
 * @property {boolean} [link] whether it is for those too of which only a link is there
 */

/** What is known of one. @param {Entry} entry */
function entryText(entry) {
  const { width, height, when } = entry;
  const date = new Date(when).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  return `${date} · ${resultText(entry, width ? { width, height } : null)}`;
}

/** @param {Record<'favourite' | 'tag' | 'download' | 'copy' | 'copyPrompt' | 'useAsInput' | 'reuse' | 'showAmongResults' | 'remove' | 'zip', (entries: Entry[]) => void>} deeds @returns {Tool[]} */
const toolsOf = (deeds) => [
  { name: 'Favourite', keys: 'F', drawing: drawing(PATHS.star), work: deeds.favourite, link: true },
  { name: 'Tags', keys: 'T', drawing: drawing(PATHS.tag), work: deeds.tag, link: true },
  { name: 'Download', drawing: icon('download'), work: deeds.download },
  { name: 'Download ZIP', drawing: drawing(PATHS.zip), work: deeds.zip },
  { name: 'Copy', drawing: icon('copy'), work: deeds.copy, one: true },
  { name: 'Copy prompt', drawing: drawing(PATHS.text), work: deeds.copyPrompt, one: true, link: true },
  { name: 'Use as input', drawing: icon('input'), work: deeds.useAsInput },
  { name: 'Reuse settings', drawing: icon('settings'), work: deeds.reuse, one: true, link: true },
  { name: 'Show among results', drawing: drawing(PATHS.show), work: deeds.showAmongResults, one: true, link: true },
  { name: 'Delete', keys: 'Delete', drawing: icon('delete'), work: deeds.remove, link: true },
];

/**
 * @param {object} options
 * @param {import('../base/store.js').Store} options.store
 * @param {Parameters<typeof toolsOf>[0]} options.deeds
 * @param {() => Entry[]} options.targets what is to be done something with
 * @param {HTMLElement} options.tagging
 * @param {{selectAll: () => void, clear: () => void}} options.selecting
 */
export function createTools({ store, deeds, targets, tagging, selecting }) {
  const status = make('p', { role: 'status' });
  const undo = make('button', { type: 'button', className: 'link', hidden: true });
  const about = make('p', { className: 'gallery-about hint' });
  const prompt = make('p', { className: 'gallery-prompt', dir: 'auto' });
  const all = make('button', { type: 'button', className: 'quiet', onclick: selecting.selectAll }, 'Select all shown');
  const none = make('button', { type: 'button', className: 'quiet', onclick: selecting.clear }, 'Clear selection');
  const buttons = toolsOf(deeds).map((tool) => {
    const title = tool.keys ? `${tool.name} (${tool.keys})` : tool.name;
    const button = make('button', { type: 'button', className: 'icon', title, 'aria-label': tool.name, onclick: () => tool.work(targets()) }, tool.drawing);
    return { tool, button };
  });
  const [{ button: favourite }, { button: tags }] = buttons;
  const bar = make('div', { className: 'gallery-tools', role: 'toolbar', 'aria-label': 'What to do with it' }, ...buttons.map(({ button }) => button));
  const root = make(
    'footer',
    { className: 'gallery-foot' },
    make('div', { className: 'gallery-said' }, status, undo),
    prompt,
    make('div', { className: 'gallery-chosen' }, about, all, none),
    tagging,
    bar,
  );

  showUndo(undo, store);
  store.subscribe(({ status: text }, before) => {
    if (text !== before.status) status.textContent = text;
  });

  return {
    root,

    focusTags: () => tags.focus(),

    /** @param {{entries: Entry[], isLarge: boolean, hint: string}} what is chosen; 'isLarge': one that is enlarged; 'hint' where nothing is */
    show({ entries, isLarge, hint }) {
      const [first] = entries;
      prompt.textContent = isLarge && first ? String(first.asked.prompt) : '';
      about.textContent = isLarge && first ? entryText(first) : entries.length ? `${grouped(entries.length)} selected` : hint;
      all.hidden = isLarge || !(entries.length || hint);
      none.hidden = isLarge || !entries.length;
      bar.hidden = !entries.length;
      favourite.setAttribute('aria-pressed', String(entries.length > 0 && entries.every((entry) => entry.favourite)));
      tags.setAttribute('aria-expanded', String(!tagging.hidden));
      for (const { tool, button } of buttons) button.hidden = Boolean(tool.one && entries.length > 1) || !(tool.link || entries.some(({ answers }) => answers));
    },
  };
}
