// @ts-check
/** The settings of how an answer is put back, for one result. */
import { make } from '../../base/dom.js';

/** How long a hand may rest before what it set is taken. */
const PAUSE_MS = 300;

const NOTE = 'Made anew on this device: nothing is sent, nothing is charged.';

/** @param {import('../../base/core.js').Schema} schema @param {typeof import('../../form/form.js').createField} createField @param {(paste: import('../../archive/paste.js').Paste) => void} onChange */
export function createPasteForm(schema, createField, onChange) {
  /** @type {any} */
  let paste = null;
  let timer = 0;
  const settings = schema.settings.filter(({ group, name }) => group === 'paste' && name !== 'keep');
  const fields = settings.map((setting) => ({ name: setting.name, ...createField({ ...setting, place: 'paste' }, schema) }));

  function read() {
    const wrong = fields.filter(({ control, read }) => read() === '' || !control.checkValidity());
    for (const field of fields) field.control.setAttribute('aria-invalid', String(wrong.includes(field)));
    return wrong.length ? null : { ...paste, keep: true, ...Object.fromEntries(fields.map(({ name, read }) => [name, read()])) };
  }

  function take() {
    const wish = read();
    if (wish) onChange(wish);
  }

  const back = make('button', { type: 'button', onclick: take }, 'Put it back into the picture');
  const root = make('details', { className: 'compare-paste' }, make('summary', {}, 'How it is put back'), ...fields.map((field) => field.root), back, make('p', { className: 'hint' }, NOTE));
  root.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(take, PAUSE_MS);
  });

  return {
    root,

    /** @param {import('../../archive/paste.js').Paste} now @param {boolean} isPutBack */
    show(now, isPutBack) {
      back.hidden = isPutBack;
      if (now === paste) return;
      paste = now;
      for (const { name, read, write } of fields) if (read() !== paste[name]) write(paste[name]);
    },
  };
}
