// @ts-check
/**
 * The border to C: bytes and texts in, texts out, `false` turned into a Fault.
 *
 * The core is used by the page (core.js), the engine by its workers (engine.js), the studio by
 * the page (painting.js) and by its worker (easel.js, composer.js), each with an instance of its
 * own.  Heap views are made, used and dropped in one expression, for the
 * memory may grow with any call.
 */

/**
 * What went wrong, as C says it; see struct fault in wasm/base/base.h.
 * @typedef {object} FaultFacts
 * @property {string} code
 * @property {number} http 0 where there was no answer
 * @property {string} field the setting at fault, '' for none
 * @property {string} text
 * @property {'none' | 'maybe'} [charge] whether it may have cost money; 'none' where it is left out
 * @property {number} [wait_ms] from 0 on: nothing was accepted, and it may be repeated after so long, 0 where
 *   nobody told how long; -1, or left out: never by itself
 * @property {string} [link] a page that helps, '' for none
 */

export class Fault extends Error {
  /** @param {FaultFacts} facts */
  constructor(facts) {
    super(facts.text);
    this.name = 'Fault';
    this.code = facts.code;
    this.http = facts.http;
    this.field = facts.field;
    this.charge = facts.charge ?? 'none';
    this.waitMs = facts.wait_ms ?? -1;
    this.link = facts.link ?? '';
  }

  /** @returns {FaultFacts} */
  get facts() {
    const { code, http, field, message: text, charge, waitMs: wait_ms, link } = this;
    return { code, http, field, text, charge, wait_ms, link };
  }

  /**
   * Any error as a Fault; one that C did not report is a bug or a want of memory.
   * @param {unknown} error
   */
  static from(error) {
    if (error instanceof Fault) return error;
    const text = error instanceof Error ? error.message : String(error);
    return new Fault({ code: 'internal', http: 0, field: '', text: `Something broke: ${text}` });
  }
}

/**
 * @typedef {object} Core an instance of a compiled module: its exports and its memory
 * @property {Uint8Array} HEAPU8
 * @property {(size: number) => number} _malloc
 * @property {(address: number) => void} _free
 * @property {() => number} _reply_data
 * @property {() => number} _reply_len
 */

/** Starts an instance of the compiled engine, with the JavaScript that Emscripten made for it.
 * @param {WebAssembly.Module} module @returns {Promise<any>} */
export function startEngine(module) {
  return new Promise((resolve, reject) => {
    const started = /** @type {any} */ (globalThis).createEngineModule({
      instantiateWasm(/** @type {WebAssembly.Imports} */ imports, /** @type {Function} */ done) {
        WebAssembly.instantiate(module, imports).then((instance) => done(instance, module), reject);
        return {};
      },
    });
    started.then(resolve, reject);
  });
}

/**
 * Starts an instance of the compiled core or studio, which need nothing of JavaScript
 * and therefore come without any.
 * @param {WebAssembly.Module} module @param {Record<string, Function>} [calls] what else it calls @returns {Promise<any>}
 */
export async function startAlone(module, calls) {
  const { exports } = await WebAssembly.instantiate(module, { env: { emscripten_notify_memory_growth() {}, ...calls } });
  const { memory, _initialize, ...functions } = /** @type {any} */ (exports);
  _initialize();
  return {
    ...Object.fromEntries(Object.entries(functions).map(([name, value]) => [`_${name}`, value])),
    get HEAPU8() {
      return new Uint8Array(memory.buffer);
    },
  };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The UTF-8 of a text; lone surrogates become U+FFFD, as C takes only well-formed text.
 * @param {string} text */
export const utf8 = (text) => encoder.encode(text);

/** @param {Core} core */
export function createBorder(core) {
  /** @param {number} address @param {number} length */
  const text = (address, length) => decoder.decode(core.HEAPU8.subarray(address, address + length));

  /** The facts of the last reply. @returns {any} */
  const reply = () => JSON.parse(text(core._reply_data(), core._reply_len()));

  const fault = () => new Fault(reply());

  /**
   * Copies bytes in; the block belongs to whoever is called with it.
   * @param {Uint8Array} bytes
   * @returns {number}
   */
  function give(bytes) {
    const address = core._malloc(bytes.length || 1);
    if (!address) {
      throw new Fault({ code: 'no_memory', http: 0, field: '', text: 'There is not enough memory for this. Close other tabs or use a smaller picture, then try again.' });
    }
    core.HEAPU8.set(bytes, address);
    return address;
  }

  /** Copies bytes out. @param {number} address @param {number} length */
  const take = (address, length) => core.HEAPU8.slice(address, address + length);

  return {
    text,
    reply,
    give,
    take,

    /** Copies a block out and frees it. @param {number} address @param {number} length */
    takeBlock(address, length) {
      const bytes = take(address, length);
      core._free(address);
      return bytes;
    },

    /** Passes a result on unless it is false or 0, which means: read the fault.
     * @template T @param {T} result @returns {T} */
    check(result) {
      if (!result) throw fault();
      return result;
    },

    /**
     * Lends texts to `call` as (address, length) pairs ending in NUL, then overwrites and frees
     * them: one of them may be a key.
     * @template T
     * @param {(string | Uint8Array)[]} texts
     * @param {(...pairs: number[]) => T} call
     */
    lend(texts, call) {
      const blocks = texts.map((text) => {
        const bytes = typeof text === 'string' ? utf8(text) : text;
        const block = new Uint8Array(bytes.length + 1);
        block.set(bytes);
        return { address: give(block), length: bytes.length };
      });
      try {
        return call(...blocks.flatMap(({ address, length }) => [address, length]));
      } finally {
        for (const { address, length } of blocks) {
          core.HEAPU8.fill(0, address, address + length);
          core._free(address);
        }
      }
    },
  };
}
