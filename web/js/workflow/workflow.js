// @ts-check
/** ComfyUI's workflows: settings out of one, and into one; it is loaded when it is needed. */
import { addStyle } from '../base/parts.js';
import { createExport } from './export.js';
import { createImport } from './import.js';

/**
 * @typedef {import('../../worker/engine.js').WorkflowNode} WorkflowNode
 * @typedef {object} App
 * @property {import('../base/core.js').Schema} schema
 * @property {import('../base/store.js').Store} store
 * @property {import('../base/faults.js').Faults} faults
 * @property {(type: string, args: object) => Promise<any>} ask the engine's worker
 * @property {import('../inputs/images.js').Images} images
 * @property {import('../inputs/masks.js').Masks} masks
 */

/** @param {App} app */
export async function createWorkflows(app) {
  await addStyle('preview-style');
  const showNodes = createImport(app);

  /** Offers the settings of a workflow. @param {string} text in either format @param {string} [name] of its file */
  async function openWorkflow(text, name = 'The workflow') {
    app.faults.clear();
    try {
      const { nodes } = await app.ask('readWorkflow', { text });
      showNodes(nodes, name);
    } catch (error) {
      app.faults.show(error);
    }
  }

  return {
    openWorkflow,

    /** @param {File} file */
    open: async (file) => openWorkflow(await file.text(), file.name),

    /** Offers the page's settings as a workflow. */
    write: createExport(app),
  };
}
