// @ts-check
/**
 * The page-worker protocol, both halves.
 *
 *   page -> worker   { id, type, args }         a question
 *                    { id, type: 'cancel' }     to one that is still open
 *   worker -> page   { id, event, value }       on the way, any number
 *                    { id, ok } | { id, fault } the end: exactly one of the two per question
 *
 * A worker that crashes fails everything that is open, and the next question
 * starts a new one: nothing lives there that could be lost.
 */
import { Fault } from './border.js';

/**
 * @typedef {object} Question
 * @property {(ok: any) => void} resolve
 * @property {(fault: Fault) => void} reject
 * @property {(event: string, value: any) => void} onEvent
 */

/** @type {import('./border.js').FaultFacts} */
const CRASHED = { code: 'internal', http: 0, field: '', charge: 'maybe', text: 'The part that works on pictures crashed and was started anew. Your settings are all here: try again. If a request had been sent, it may be charged.' };

/**
 * The page's half.  `start` makes a worker that is ready to be asked.
 * @param {() => Worker | Promise<Worker>} start
 */
export function createClient(start) {
  /** @type {Promise<Worker> | null} */
  let worker = null;
  let nextId = 1;
  /** @type {Map<number, Question>} */
  const open = new Map();

  /** @param {Fault} fault */
  function failAll(fault) {
    worker?.then((one) => one.terminate(), () => {});
    worker = null;
    for (const question of open.values()) question.reject(fault);
    open.clear();
  }

  /** @param {MessageEvent} message */
  function onMessage({ data }) {
    const question = open.get(data.id);
    if (data.crash) return failAll(new Fault(CRASHED));
    if (!question) return;
    if (data.event) return question.onEvent(data.event, data.value);
    open.delete(data.id);
    if (data.fault) question.reject(new Fault(data.fault));
    else question.resolve(data.ok);
  }

  async function begin() {
    const one = await start();
    one.onmessage = onMessage;
    one.onerror = (event) => {
      event.preventDefault();
      failAll(new Fault(CRASHED));
    };
    return one;
  }

  function running() {
    if (!worker) {
      const mine = begin();
      mine.catch((error) => worker === mine && failAll(Fault.from(error)));
      worker = mine;
    }
    return worker;
  }

  return {
    /**
     * Asks; an aborted `signal` cancels, and the answer then tells how it ended.
     * @param {string} type
     * @param {object} args structured-cloneable
     * @param {{transfer?: Transferable[], signal?: AbortSignal, onEvent?: (event: string, value: any) => void}} [options]
     * @returns {Promise<any>}
     */
    ask(type, args, { transfer = [], signal, onEvent = () => {} } = {}) {
      const id = nextId++;
      return new Promise((resolve, reject) => {
        open.set(id, { resolve, reject, onEvent });
        /** @param {object} message @param {Transferable[]} [given] */
        const post = (message, given = []) => running().then((one) => open.has(id) && one.postMessage(message, given));
        const cancel = () => open.has(id) && void post({ id, type: 'cancel' });
        post({ id, type, args }, transfer).catch((error) => open.delete(id) && reject(Fault.from(error)));
        if (signal?.aborted) cancel();
        signal?.addEventListener('abort', cancel);
      });
    },

    /** Throws the worker away, with all it holds; the next question starts another.
     * @param {string} text why, for whoever is still waiting */
    restart(text) {
      failAll(new Fault({ code: 'cancelled', http: 0, field: '', charge: 'maybe', text }));
    },
  };
}

/**
 * @typedef {object} Asking what a handler gets beside its arguments
 * @property {(event: string, value: any, transfer?: Transferable[]) => void} tell
 * @property {AbortSignal} signal aborted by 'cancel'
 */

/** The bytes of an answer, which are handed over instead of copied. @param {any} ok */
const bytesIn = (ok) => [ok, ...Object.values(ok ?? {})].flatMap((value) => (value instanceof Uint8Array ? [value.buffer] : []));

/**
 * What a worker starts when the page's first message brings its module.
 * @template T
 * @param {(module: WebAssembly.Module) => Promise<T>} start
 */
export function startByHello(start) {
  /** @type {(starting: Promise<T>) => void} */
  let begin;
  /** @type {Promise<T>} */
  const started = new Promise((resolve) => {
    begin = resolve;
  });
  return { started, hello: (/** @type {{module: WebAssembly.Module}} */ { module }) => begin(start(module)) };
}

/**
 * The worker's half.
 * @param {DedicatedWorkerGlobalScope} scope
 * @param {Record<string, (args: any, asking: Asking) => any>} handlers
 */
export function serve(scope, handlers) {
  /** @type {Map<number, AbortController>} */
  const open = new Map();

  /** A trap inside a callback reaches nobody else. */
  const crash = () => scope.postMessage({ crash: true });
  scope.addEventListener('error', crash);
  scope.addEventListener('unhandledrejection', crash);

  /** @param {number} id @param {string} type @param {any} args */
  async function answer(id, type, args) {
    const controller = new AbortController();
    open.set(id, controller);
    try {
      const ok = await handlers[type](args, {
        signal: controller.signal,
        tell: (event, value, transfer = []) => scope.postMessage({ id, event, value }, transfer),
      });
      scope.postMessage({ id, ok }, bytesIn(ok));
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) return crash();
      scope.postMessage({ id, fault: Fault.from(error).facts });
    } finally {
      open.delete(id);
    }
  }

  scope.addEventListener('message', ({ data: { id, type, args } }) => {
    if (type === 'cancel') open.get(id)?.abort();
    else answer(id, type, args);
  });
}
