// @ts-check
/** The choice of a model: those of the table with their ends, or any other by name. */
import { make } from '../base/dom.js';
import { frame } from './field.js';

/** @typedef {import('../base/core.js').Model} Model */

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
 * @param {import('../base/core.js').Setting} setting
 * @param {import('../base/core.js').Schema} schema
 * @returns {import('./field.js').Field}
 */
export function createModelField(setting, { models }) {
  const options = models.map((model) => make('option', { value: model.id }, optionText(model)));
  const found = make('optgroup', { label: 'At this endpoint', hidden: true });
  const control = make('select', {}, ...options, found, make('option', { value: OTHER }, 'Another, by name…'));
  const other = make('input', { type: 'text', spellcheck: false, autocapitalize: 'off', 'aria-label': 'Model name', placeholder: 'Its name at your endpoint' });
  const notice = make('p', { className: 'notice' });

  function refresh() {
    other.hidden = control.value !== OTHER;
    notice.textContent = noticeText(models.find(({ id }) => id === control.value));
    notice.hidden = !notice.textContent;
  }

  const read = () => (control.value === OTHER ? other.value.trim() : control.value);

  /** @param {import('./field.js').Value} value */
  function write(value) {
    const known = [...control.options].some((option) => value && option.value === value);
    control.value = known ? String(value) : OTHER;
    other.value = known ? '' : String(value);
    refresh();
  }

  control.addEventListener('input', refresh);
  control.addEventListener('offer', (event) => {
    const chosen = read();
    /** @type {import('../../worker/engine.js').Probed['models']} */
    const offered = /** @type {CustomEvent} */ (event).detail;
    found.replaceChildren(...offered.map(({ id, shutdown }) => make('option', { value: id }, shutdown ? `${id} (until ${shutdown})` : id)));
    found.hidden = !offered.length;
    write(chosen);
  });
  refresh();
  return { root: frame(setting, control, other, notice), control, read, write };
}
