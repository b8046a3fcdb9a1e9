// @ts-check
/** The studio, which is loaded once there is something to paint on. */
import { Fault } from './border.js';

const CANNOT_LOAD = { code: 'network', http: 0, field: 'images', text: 'The mask editor could not be loaded. Check the connection and try again; if the page was updated meanwhile, it has to be reloaded.' };

/** @param {Parameters<typeof import('./studio.js').openStudio>[0]} options */
export function loadStudio(options) {
  /** @type {Promise<import('./studio.js').Studio> | null} */
  let loading = null;

  async function load() {
    try {
      const { openStudio } = await import('./studio.js');
      return await openStudio(options);
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
    follow: async (images) => (await loading)?.editor.follow(images),

    /** Shows in the editor what will be sent. @param {import('./painting.js').Rect[]} frames @param {string} text */
    showPlan: async (frames, text) => (await loading)?.editor.showPlan(frames, text),

    close: async () => (await loading)?.editor.close(),
  };
}
