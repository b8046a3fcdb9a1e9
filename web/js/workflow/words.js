// @ts-check
/** What the dialogs about workflows say; pure. */
import { counted } from '../base/words.js';

/** @typedef {import('../../worker/engine.js').WorkflowNode} WorkflowNode */

/** What a setting's value is called. @param {import('../base/core.js').Setting | undefined} setting @param {string | number | boolean} value */
function valueText(setting, value) {
  const choice = setting?.choices?.find((one) => one.value === value);
  return choice ? choice.label : String(value);
}

/** Settings as names and values, in the schema's order. @param {import('../base/core.js').Schema} schema @param {import('../base/store.js').Settings} settings
 * @returns {[string, string][]} */
export const rowsOf = ({ settings: known }, settings) =>
  known.filter(({ name }) => name in settings).map((setting) => [setting.label, valueText(setting, settings[setting.name])]);

/** A node among others, told apart by its place in the workflow. @param {WorkflowNode} node */
export const nodeName = ({ id, title }) => `${title} (#${id})`;

/** What is to be done after its settings have been taken. @param {WorkflowNode} node */
export function takenText({ images, mask }) {
  const wanted = [images.length ? counted(images.length, 'image') : '', mask ? 'a mask' : ''].filter(Boolean);
  return `The settings are those of the workflow.${wanted.length ? ` It also has ${wanted.join(' and ')}: add what is missing.` : ''}`;
}

/** Names of which no two are the same: ComfyUI keeps all in one folder. @param {string[]} names */
export function distinct(names) {
  /** @type {Set<string>} */
  const taken = new Set();
  return names.map((name) => {
    const [, stem, end] = /** @type {RegExpExecArray} */ (/^(.*?)(\.[^.]*)?$/s.exec(name));
    let own = name;
    for (let i = 2; taken.has(own.toLowerCase()); i++) own = `${stem}-${i}${end ?? ''}`;
    taken.add(own.toLowerCase());
    return own;
  });
}
