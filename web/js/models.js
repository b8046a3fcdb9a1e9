// @ts-check
/** The choice of a model: those of the table with their ends, or any other by name. */
import { make } from './dom.js';
import { frame } from './field.js';

/** @typedef {import('./core.js').Model} Model */

const OTHER = '';

/** What a model's end means for a choice, '' for one that stays. @param {Model} model */
export function endingText({ shutdown, successor, ended }) {
  if (!shutdown) return '';
  return ended
    ? `ended on ${shutdown}${successor ? `, use ${successor}` : ''}`
    : `ends on ${shutdown}${successor ? `, then use ${successor}` : ''}`;
}

/** What is said under the field while the model is chosen. @param {Model | undefined} model */
export function noticeText(model) {
  if (!model?.shutdown) return '';
  const instead = model.successor ? ` Use ${model.successor} instead.` : '';
  return model.ended
    ? `OpenAI ended ${model.id} on ${model.shutdown}.${instead} Other endpoints may still serve it.`
    : `OpenAI ends ${model.id} on ${model.shutdown}.${instead}`;
}

/** @param {Model} model */
const optionText = (model) => `${model.id} (${endingText(model) || model.summary})`;

/**
 * @param {import('./core.js').Setting} setting
 * @param {import('./core.js').Schema} schema
 * @returns {import('./field.js').Field}
 */
export function createModelField(setting, { models }) {
  const options = models.map((model) => make('option', { value: model.id }, optionText(model)));
  const control = make('select', {}, ...options, make('option', { value: OTHER }, 'Another, by name…'));
  const other = make('input', { type: 'text', spellcheck: false, autocapitalize: 'off', 'aria-label': 'Model name', placeholder: 'Its name at your endpoint' });
  const notice = make('p', { className: 'notice' });

  function refresh() {
    other.hidden = control.value !== OTHER;
    notice.textContent = noticeText(models.find(({ id }) => id === control.value));
    notice.hidden = !notice.textContent;
  }

  control.addEventListener('input', refresh);
  refresh();
  return {
    root: frame(setting, control, other, notice),
    control,
    read: () => (control.value === OTHER ? other.value.trim() : control.value),
    write(value) {
      const known = models.some(({ id }) => id === value);
      control.value = known ? String(value) : OTHER;
      other.value = known ? '' : String(value);
      refresh();
    },
  };
}
