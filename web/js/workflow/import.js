// @ts-check
/** The dialog that shows the settings of a ComfyUI workflow, to be taken over. */
import { make } from '../base/dom.js';
import { createDialog, noteList } from './dialog.js';
import { nodeName, rowsOf, takenText } from './words.js';

/** @typedef {import('./workflow.js').WorkflowNode} WorkflowNode */

/** @param {import('./workflow.js').App} app */
export function createImport({ schema, store }) {
  /** @param {WorkflowNode} node */
  function told({ settings, notes }) {
    const rows = rowsOf(schema, settings);
    return [
      rows.length
        ? make('dl', { className: 'preview-list' }, ...rows.flatMap(([name, value]) => [make('dt', {}, name), make('dd', { dir: 'auto' }, value)]))
        : make('p', {}, 'None of its settings can be taken over.'),
      ...noteList('Good to know', notes),
    ];
  }

  /** @param {WorkflowNode[]} nodes at least one @param {string} name of the workflow */
  return function showNodes(nodes, name) {
    let [node] = nodes;
    const facts = make('div', { className: 'workflow-facts' });
    const which = make('select', { id: 'workflow-node' }, ...nodes.map((one) => make('option', {}, nodeName(one))));
    const choice = make('div', { className: 'field preview-which' }, make('label', { htmlFor: which.id }, 'Node'), which);
    const apply = make('button', { type: 'button', className: 'primary' }, 'Apply settings');
    const cancel = make('button', { type: 'button' }, 'Cancel');
    const about = make('p', { className: 'hint', dir: 'auto' }, `${name} · ${nodes.length > 1 ? `${nodes.length} nodes` : nodeName(node)}`);
    const dialog = createDialog('ComfyUI workflow', { content: [about, ...(nodes.length > 1 ? [choice] : []), facts], actions: [apply, cancel] });

    function show() {
      node = nodes[which.selectedIndex];
      facts.replaceChildren(...told(node));
      apply.disabled = !Object.keys(node.settings).length;
    }

    which.addEventListener('change', show);
    cancel.addEventListener('click', () => dialog.close());
    apply.addEventListener('click', () => {
      store.update({ settings: { ...store.get().settings, ...node.settings }, undo: null, status: takenText(node) });
      dialog.close();
    });
    which.selectedIndex = Math.max(0, nodes.findIndex(({ skipped }) => !skipped));
    document.body.append(dialog);
    show();
    dialog.showModal();
    (apply.disabled ? cancel : apply).focus();
  };
}
