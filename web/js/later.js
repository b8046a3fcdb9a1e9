// @ts-check
/** The mask editor, which is loaded once there is an image to paint on. */
import { Fault } from './border.js';

const CANNOT_LOAD = { code: 'network', http: 0, field: 'images', text: 'The mask editor could not be loaded. Check the connection and try again; if the page was updated meanwhile, it has to be reloaded.' };

/** @param {Parameters<typeof import('./editor.js').createEditor>[0]} options */
export function loadEditor(options) {
  /** @type {Promise<ReturnType<typeof import('./editor.js').createEditor>> | null} */
  let loading = null;

  async function load() {
    try {
      const { createEditor } = await import('./editor.js');
      return createEditor(options);
    } catch {
      loading = null;
      throw new Fault(CANNOT_LOAD);
    }
  }

  const get = () => (loading ??= load());

  return {
    get,

    /** Has it there when it is asked for; what goes wrong is told then. */
    prepare: () => get().catch(() => {}),

    /** @param {import('./store.js').InputImage[]} images all that are left */
    follow: async (images) => (await loading)?.follow(images),

    close: async () => (await loading)?.close(),
  };
}
