// @ts-check
/** The tags of the pictures that something is to be done with. */
import { icon, make } from '../base/dom.js';
import { tagOf } from './matching.js';

/** @typedef {import('../archive/archive.js').Entry} Entry */

/**
 * @param {{add: (tag: string) => void, remove: (tag: string) => void, close: () => void}} on
 */
export function createTags({ add, remove, close }) {
  const known = make('datalist', { id: 'gallery-known-tags' });
  const input = make('input', { type: 'text', id: 'gallery-new-tag', placeholder: 'New tag', autocapitalize: 'off', 'aria-label': 'New tag', enterKeyHint: 'done' });
  input.setAttribute('list', known.id);
  const list = make('ul', { className: 'gallery-tags', 'aria-label': 'Tags' });
  const form = make('form', { className: 'gallery-tag-form' }, input, known, make('button', {}, 'Add tag'));
  const root = make('div', { className: 'gallery-tagging', hidden: true }, list, form);

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const tag = tagOf(input.value);
    input.value = '';
    if (tag) add(tag);
  });
  root.addEventListener('keydown', (event) => {
    event.stopPropagation(); // the pictures have keys of their own
    if (event.key !== 'Escape') return;
    event.preventDefault();
    close();
  });

  /** @param {string} tag */
  function item(tag) {
    const button = make('button', { type: 'button', className: 'icon', title: `Remove ${tag}`, 'aria-label': `Remove ${tag}` }, icon('close'));
    button.addEventListener('click', () => {
      input.focus();
      remove(tag);
    });
    return make('li', {}, make('span', {}, tag), button);
  }

  return {
    root,

    /** @param {Entry[]} entries */
    show(entries) {
      const tags = [...new Set(entries.flatMap((entry) => entry.tags))].sort();
      list.replaceChildren(...tags.map(item));
      list.hidden = !tags.length;
    },

    /** @param {string[]} tags */
    setKnown: (tags) => known.replaceChildren(...tags.map((value) => make('option', { value }))),

    /** @param {boolean} open */
    setOpen(open) {
      root.hidden = !open;
      if (open) input.focus();
    },

    get isOpen() {
      return !root.hidden;
    },
  };
}

/** @typedef {ReturnType<typeof createTags>} Tags */
