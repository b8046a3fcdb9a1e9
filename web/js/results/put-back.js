// @ts-check
/** Under a result whose answer is put back: which of its pictures is shown, how it goes, what was done. */
import { facesOf } from '../archive/faces.js';
import { createChoice } from '../base/choice.js';
import { make } from '../base/dom.js';
import { composingText, percentText, reportText, troubleText } from './put-back-words.js';

/** @param {{onChoose: (label: string) => void, again: () => void}} on */
export function createPutBack({ onChoose, again }) {
  const faces = createChoice('Shown', onChoose);
  const text = make('span');
  const percent = make('span', { 'aria-hidden': 'true' });
  const bar = make('progress', { 'aria-hidden': 'true' });
  const status = make('p', { className: 'hint', role: 'status' }, text, percent);
  const retry = make('button', { type: 'button', className: 'link', onclick: again }, 'Try again');
  const report = make('p', { className: 'hint' });
  return {
    nodes: [faces.root, status, bar, retry, report],

    /** @param {import('../base/store.js').Result} result @param {string} label of what is shown */
    show(result, label) {
      const { composing, trouble, composed } = result;
      const all = facesOf(result);
      const said = composing !== null ? composingText : troubleText(trouble);
      faces.show(all.map((face) => ({ value: face.label })), label);
      faces.root.hidden = all.length < 2;
      if (text.textContent !== said) text.textContent = said;
      percent.textContent = composing === null ? '' : percentText(composing);
      bar.value = composing ?? 0;
      bar.hidden = composing === null;
      status.hidden = !said;
      retry.hidden = !trouble;
      report.textContent = composed ? reportText(result) : '';
    },
  };
}
