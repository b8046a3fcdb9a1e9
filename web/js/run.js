// @ts-check
/** One run from Generate to its last picture: checked, asked for, taken in. */
import { Fault } from './border.js';
import { today } from './core.js';
import { startDemo } from './demo.js';
import { pinnedOrigin } from './guard.js';
import { maskOf } from './masks.js';
import { sniff } from './sniff.js';
import { withResult } from './store.js';
import { endText, stageText } from './words.js';

/**
 * @typedef {object} App
 * @property {import('./core.js').PageCore} core
 * @property {import('./store.js').Store} store
 * @property {import('./faults.js').Faults} faults
 * @property {import('./images.js').Images} images
 * @property {import('./endpoint.js').EndpointChoice} endpoint
 * @property {import('./key.js').Key} key
 * @property {ReturnType<typeof import('./rpc.js').createClient>} sender
 */

const DEMO_KEY = 'demo';

/** What a worker inherits when it starts; it is replaced where that has changed. */
const surroundings = () => `${pinnedOrigin()} ${navigator.serviceWorker?.controller?.scriptURL ?? ''}`;

/** @param {App} app */
export function createRun({ core, store, faults, images, endpoint, key, sender }) {
  /** @type {AbortController | null} */
  let controller = null;
  let startedIn = '';
  let nextResult = 1;

  const secret = () => (endpoint.current().demo ? DEMO_KEY : key.valueFor(endpoint.current().origin));

  /** Throws the Fault that this run would end in before anything is sent. */
  function check() {
    const { settings, images: inputs } = store.get();
    const { baseUrl } = endpoint.current();
    core.check(settings, { baseUrl, images: inputs, mask: maskOf(store.get()) });
    core.checkUrl(baseUrl);
    core.checkKey(secret());
  }

  /** What is painted, and nothing of what is not. @param {import('./painting.js').Painting} painting */
  function maskIn(painting) {
    const area = painting.extent();
    return { width: painting.width, height: painting.height, area, coverage: painting.read(area) };
  }

  /** Everything there is to send. */
  function order() {
    const painting = maskOf(store.get());
    return {
      params: store.get().settings,
      baseUrl: endpoint.current().baseUrl,
      key: secret(),
      today: today(),
      files: store.get().images.map(({ file }) => file),
      mask: painting && maskIn(painting),
      crop: null,
    };
  }

  /** @param {import('./store.js').Run} run @param {number} index @param {Partial<import('./store.js').Result>} what */
  function addResult({ id: run, asked }, index, what) {
    const result = { id: nextResult++, run, index, asked, file: null, extension: '', link: '', answer: null, ...what };
    store.update({ results: withResult(store.get().results, result) });
  }

  /** @param {import('./store.js').Run} run */
  const arrived = ({ id }) => store.get().results.filter((result) => result.run === id).length;

  /** @param {import('./store.js').Run} run */
  function listener(run) {
    return (/** @type {string} */ event, /** @type {any} */ value) => {
      if (event === 'progress') store.update({ status: stageText(value) });
      if (event === 'image') {
        const { type, extension } = sniff(value.file);
        addResult(run, value.index, { file: new Blob([value.file], { type }), extension });
      }
      if (event === 'link' && /^https?:/i.test(value)) addResult(run, arrived(run), { link: value });
    };
  }

  /** @param {import('./store.js').Run} run @param {import('./store.js').Answer} answer */
  function succeed(run, answer) {
    const { results, settings } = store.get();
    const milliseconds = performance.now() - run.since;
    store.update({
      results: results.map((result) => (result.run === run.id ? { ...result, answer } : result)),
      status: endText(answer, { arrived: arrived(run), asked: Number(run.asked.n), milliseconds }),
      settings: { ...settings, seed: core.nextSeed(run.asked) },
    });
  }

  /** @param {import('./store.js').Run} run @param {unknown} error */
  function fail(run, error) {
    const fault = Fault.from(error);
    const kept = arrived(run);
    const cancelled = fault.code === 'cancelled';
    store.update({ status: [cancelled && fault.message, kept && `Kept: ${kept} of ${run.asked.n}.`].filter(Boolean).join(' ') });
    if (!cancelled) faults.show(fault);
  }

  /** @param {import('./store.js').Run} run @param {AbortSignal} signal */
  async function ask(run, signal) {
    if (endpoint.current().demo) await startDemo();
    const question = order();
    if (startedIn !== surroundings()) sender.restart('A new worker is needed.');
    startedIn = surroundings();
    const transfer = question.mask ? [question.mask.coverage.buffer] : [];
    return sender.ask('generate', question, { signal, transfer, onEvent: listener(run) });
  }

  /** @returns {import('./store.js').Run} */
  function begin() {
    const { settings, results } = store.get();
    const id = Math.max(0, ...results.map((result) => result.run)) + 1;
    nextResult = Math.max(0, ...results.map((result) => result.id)) + 1;
    return { id, since: performance.now(), asked: settings, paid: !endpoint.current().demo };
  }

  return {
    async start() {
      if (controller) return;
      controller = new AbortController();
      faults.clear();
      try {
        await images.settled();
        check();
      } catch (error) {
        controller = null;
        return faults.show(error);
      }
      const run = begin();
      store.update({ run, status: 'Starting…', deleted: null });
      try {
        succeed(run, await ask(run, controller.signal));
      } catch (error) {
        fail(run, error);
      }
      sender.restart('The run is over.'); // a worker never gives memory back
      controller = null;
      store.update({ run: null });
    },

    cancel: () => controller?.abort(),
  };
}

/** @typedef {ReturnType<typeof createRun>} RunControl */
