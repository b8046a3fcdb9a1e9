// @ts-check
/** The choice of a size: one of the usual ones, or any other in pixels. */
import { make } from '../base/dom.js';
import { frame } from './field.js';

const OTHER = '';

/**
 * @param {import('../base/core.js').Setting} setting
 * @returns {import('./field.js').Field}
 */
export function createSizeField(setting) {
  const options = setting.choices.map(({ value, label }) => make('option', { value }, label));
  const control = make('select', {}, ...options, make('option', { value: OTHER }, 'Another size…'));
  const other = make('input', { type: 'text', spellcheck: false, autocapitalize: 'off', 'aria-label': 'Width x height', placeholder: '1536x864' });

  const refresh = () => void (other.hidden = control.value !== OTHER);

  control.addEventListener('input', refresh);
  refresh();
  return {
    root: frame(setting, control, other),
    control,
    // As people write it, "1536 × 864", or as the API does.
    read: () => (control.value === OTHER ? other.value.replace(/\s/g, '').replace(/[×*X]/, 'x') : control.value),
    write(value) {
      const known = setting.choices.some((choice) => choice.value === value);
      control.value = known ? String(value) : OTHER;
      other.value = known ? '' : String(value);
      refresh();
    },
  };
}
