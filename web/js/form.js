// @ts-check
/** The settings' controls, built from the C core's schema; their values live in the store. */
import { make } from './dom.js';
import { checkFrame, frame } from './field.js';
import { createModelField } from './models.js';

/** @typedef {import('./core.js').Setting} Setting */

/** @type {Record<Setting['kind'], (setting: import('./field.js').Placed, schema: import('./core.js').Schema) => import('./field.js').Field>} */
const BUILDERS = {
  text(setting) {
    const control = make('textarea', { rows: 5, spellcheck: true, dir: 'auto', placeholder: setting.help });
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
};

/** @param {import('./field.js').Placed} setting @param {import('./core.js').Schema} schema */
export function createField(setting, schema) {
  const field = BUILDERS[setting.kind](setting, schema);
  field.root.classList.add(`field-${setting.kind}`);
  return field;
}

/** Where a setting stands. @param {Setting} setting @param {FormPlaces} places */
function placeOf({ kind, group }, places) {
  if (kind === 'text') return places.prompt;
  return group ? places[group] : places.settings;
}

/**
 * @typedef {Record<'prompt' | 'settings' | 'more' | 'edit' | 'paste', HTMLElement>} FormPlaces
 * @param {import('./core.js').Schema} schema
 * @param {FormPlaces} places
 * @param {{store: import('./store.js').Store, faults: import('./faults.js').Faults}} app
 */
export function createForm(schema, places, { store, faults }) {
  for (const setting of schema.settings) {
    const { name } = setting;
    const { root, control, read, write } = createField(setting, schema);
    placeOf(setting, places).append(root);
    faults.watch(name, control);
    root.addEventListener('input', () => {
      store.update({ settings: { ...store.get().settings, [name]: read() } });
    });
    store.subscribe(({ settings }) => {
      if (settings[name] !== read()) write(settings[name]);
    });
  }
}

/** The settings before anybody has touched them. @param {import('./core.js').Schema} schema */
export const defaultsOf = (schema) => Object.fromEntries(schema.settings.map((setting) => [setting.name, setting.default]));
