// @ts-check
/** The settings' controls, built from the C core's schema; their values live in the store. */
import { byId, make } from '../base/dom.js';
import { checkFrame, frame } from './field.js';
import { createModelField } from './models.js';
import { createSizeField } from './sizes.js';

/** @typedef {import('../base/core.js').Setting} Setting */

/** @type {Record<Setting['kind'], (setting: import('./field.js').Placed, schema: import('../base/core.js').Schema) => import('./field.js').Field>} */
const BUILDERS = {
  /** Stands in index.html, to be written in before the core is there. */
  text({ name }) {
    /** @type {HTMLTextAreaElement} */
    const control = byId(`setting-${name}`);
    return {
      root: byId(`${name}-setting`),
      control,
      read: () => control.value,
      write: (value) => void (control.value = String(value)),
    };
  },

  line(setting) {
    const control = make('input', { type: 'text', maxLength: setting.max, spellcheck: false, autocapitalize: 'off' });
    return {
      root: frame(setting, control),
      control,
      read: () => control.value,
      write: (value) => void (control.value = String(value)),
    };
  },

  choice(setting) {
    const control = make('select', {}, ...setting.choices.map(({ value, label }) => make('option', { value }, label)));
    return {
      root: frame(setting, control),
      control,
      read: () => control.value,
      write: (value) => void (control.value = String(value)),
    };
  },

  integer(setting) {
    const { min, max } = setting;
    const control = make('input', { type: 'number', inputMode: 'numeric', step: '1', min: String(min), max: String(max) });
    return {
      root: frame(setting, control),
      control,
      // What is no number goes to C as it is, to be refused there in words.
      read: () => (Number.isNaN(control.valueAsNumber) ? control.value : control.valueAsNumber),
      write: (value) => void (control.value = String(value)),
    };
  },

  boolean(setting) {
    const control = make('input', { type: 'checkbox' });
    return {
      root: checkFrame(setting, control),
      control,
      read: () => control.checked,
      write: (value) => void (control.checked = value === true),
    };
  },

  model: createModelField,
  size: createSizeField,
};

/** @param {import('./field.js').Placed} setting @param {import('../base/core.js').Schema} schema */
export function createField(setting, schema) {
  const field = BUILDERS[setting.kind](setting, schema);
  field.root.classList.add(`field-${setting.kind}`);
  return field;
}

/**
 * Shows of a setting what the model takes of it, and nothing where it has no such setting, or where it is
 * about another output format. Its value stays, for the next model may have it; C sends nothing that does not apply.
 * @param {import('./field.js').Field} field @param {string | undefined} takes words; undefined: everything
 * @param {boolean} applies
 */
function limit({ root, control }, takes, applies) {
  root.hidden = takes === '' || !applies;
  if (!(control instanceof HTMLSelectElement)) return;
  const words = takes?.split(' ');
  for (const option of control.options) option.hidden = option.disabled = Boolean(words && !words.includes(option.value));
}

/**
 * Has a field and the store follow each other.
 * @param {import('./field.js').Field} field @param {Setting} setting @param {import('../base/core.js').Schema} schema @param {import('../base/store.js').Store} store
 */
function connect(field, setting, { models }, store) {
  const { name } = setting;
  const { root, read, write } = field;
  root.addEventListener('input', () => {
    store.update({ settings: { ...store.get().settings, [name]: read() } });
  });
  let shownFor = '';
  store.subscribe(({ settings }) => {
    const value = settings[name] ?? setting.default; // settings of an older result may have fewer
    if (value !== read()) write(value);
    const { model, output_format: format } = settings;
    if (shownFor === `${model} ${format}`) return;
    shownFor = `${model} ${format}`;
    limit(field, models.find(({ id }) => id === model)?.takes[name], !setting.format || setting.format === format);
  });
}

/**
 * Shows all fields at once, so that nothing moves twice. The prompt, which is there already, comes first: what
 * is written into it while the others are made is not lost.
 * @param {import('../base/core.js').Schema} schema
 * @param {Record<'settings' | 'more' | 'edit' | 'paste', HTMLElement>} places
 * @param {{store: import('../base/store.js').Store, faults: import('../base/faults.js').Faults, pace: import('../base/pace.js').Pace}} app
 */
export async function createForm(schema, places, { store, faults, pace }) {
  /** @type {[HTMLElement, HTMLElement][]} */
  const made = [];
  for (const setting of schema.settings) {
    const field = createField(setting, schema);
    faults.watch(setting.name, field.control);
    connect(field, setting, schema, store);
    if (!field.root.isConnected) made.push([places[setting.group || 'settings'], field.root]);
    await pace();
  }
  for (const [place, root] of made) place.append(root);
}

/** The settings before anybody has touched them. @param {import('../base/core.js').Schema} schema */
export const defaultsOf = (schema) => Object.fromEntries(schema.settings.map((setting) => [setting.name, setting.default]));
