// @ts-check
/** What is loaded once it is needed, or a little before. */
import { Fault } from './border.js';

/** @param {string} what */
const cannotLoad = (what) =>
  new Fault({ code: 'network', http: 0, field: '', text: `${what} could not be loaded. Check the connection and try again; if the page was updated meanwhile, it has to be reloaded.` });

/** @template T @param {string} what it is, for the sentence that says it could not be loaded @param {() => Promise<T>} load */
export function createLater(what, load) {
  /** @type {Promise<T> | null} */
  let loading = null;

  async function attempt() {
    try {
      return await load();
    } catch {
      loading = null;
      throw cannotLoad(what);
    }
  }

  const get = () => (loading ??= attempt());

  return {
    get,

    /** Has it there when it is asked for; what goes wrong is told then. */
    prepare: () => void get().catch(() => {}),

    /** Does something with it only if it was asked for. @param {(loaded: T) => unknown} work */
    ifThere: async (work) => void (loading && work(await loading)),
  };
}
