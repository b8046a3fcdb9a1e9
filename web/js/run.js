// @ts-check
/** One run from Generate to its last picture: checked, asked for, taken in. */
import { Fault } from './border.js';
import { today } from './core.js';
import { startDemo } from './demo.js';
import { pinnedOrigin } from './guard.js';
import { maskOf } from './masks.js';
import { pasteOf } from './paste.js';
import { sniff } from './sniff.js';
import { changed, NOTHING_YET, withResult } from './store.js';
import { endText, stageText } from './words.js';

/**
 * @typedef {import('./core.js').Crop} Crop
 * @typedef {object} App
 * @property {import('./core.js').PageCore} core
 * @property {import('./store.js').Store} store
 * @property {import('./faults.js').Faults} faults
 * @property {import('./images.js').Images} images
 * @property {import('./plan.js').Plans} plans
 * @property {import('./endpoint.js').EndpointChoice} endpoint
 * @property {import('./key.js').Key} key
 * @property {ReturnType<typeof import('./rpc.js').createClient>} sender
 */

const DEMO_KEY = 'demo';

/** What a worker inherits when it starts; it is replaced where that has changed. */
const surroundings = () => `${pinnedOrigin()} ${navigator.serviceWorker?.controller?.scriptURL ?? ''}`;

/** What is edited: the first image, and the mask of the run.
 * @param {import('./store.js').State} state @param {Crop[]} crops @returns {import('./store.js').Source | null} */
function sourceOf(state, crops) {
  const [first] = state.images;
  if (!first) return null;
  const { file, id, width, height } = first;
  return { file, id, width, height, pack: maskOf(state)?.pack() ?? null, crops };
}

/** What is painted, or what of it one request is about, as it travels.
 * @param {import('./painting.js').Painting} painting @param {Crop | null} crop */
function maskToSend(painting, crop) {
  const { width, height } = painting;
  const area = crop?.area ?? painting.extent();
  return { width, height, area, coverage: painting.read(area) };
}

/** @template {Record<string, number>} T @param {T} a @param {T} b @returns {T} */
const added = (a, b) => /** @type {T} */ (Object.fromEntries(Object.entries(a).map(([name, value]) => [name, value + b[name]])));

/** All of several answers together. @param {import('./store.js').Answer[]} answers @returns {import('./store.js').Answer} */
function together(answers) {
  const [first, ...more] = answers;
  return more.reduce((all, { usage, cost_usd = 0, damaged }) => ({
    ...all,
    damaged: all.damaged + damaged,
    ...(all.usage && usage && { usage: added(all.usage, usage) }),
    ...(all.cost_usd !== undefined && { cost_usd: all.cost_usd + cost_usd }),
  }), first);
}

/** @param {App} app */
export function createRun({ core, store, faults, images, plans, endpoint, key, sender }) {
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

  /** Everything one request sends. @param {Crop | null} crop */
  function order(crop) {
    const painting = maskOf(store.get());
    return {
      params: store.get().settings,
      baseUrl: endpoint.current().baseUrl,
      dialect: endpoint.current().dialect,
      key: secret(),
      today: today(),
      files: store.get().images.map(({ file }) => file),
      mask: painting && maskToSend(painting, crop),
      crop,
    };
  }

  /** @param {import('./store.js').Run} run @param {number} index @param {Partial<import('./store.js').Result>} what */
  function addResult({ id: run, asked, source }, index, what) {
    const result = { ...NOTHING_YET, id: nextResult++, run, index, asked, source, paste: pasteOf(asked), ...what };
    store.update({ results: withResult(store.get().results, result) });
  }

  /** @param {import('./store.js').Run} run */
  const arrived = ({ id }) => store.get().results.filter((result) => result.run === id).length;

  /** Takes in an answer: the first request's makes a result, those of further ones add to it.
   * @param {import('./store.js').Run} run @param {number} index @param {Uint8Array<ArrayBuffer>} bytes */
  function takeIn(run, index, bytes) {
    const { type, extension } = sniff(bytes);
    const file = new Blob([bytes], { type });
    const { results } = store.get();
    const result = results.find((one) => one.run === run.id && one.index === index);
    if (result) store.update({ results: changed(results, result.id, { parts: [...result.parts, file] }) });
    else addResult(run, index, { file, parts: [file], extension });
  }

  /** @param {import('./store.js').Run} run */
  function listener(run) {
    return (/** @type {string} */ event, /** @type {any} */ value) => {
      if (event === 'progress') store.update({ status: stageText(value) });
      if (event === 'image') takeIn(run, value.index, value.file);
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
    if (startedIn !== surroundings()) sender.restart('A new worker is needed.');
    startedIn = surroundings();
    const crops = run.source?.crops.length ? run.source.crops : [null];
    /** @type {import('./store.js').Answer[]} */
    const answers = [];
    for (const question of crops.map(order)) {
      const transfer = question.mask ? [question.mask.coverage.buffer] : [];
      answers.push(await sender.ask('generate', question, { signal, transfer, onEvent: listener(run) }));
    }
    return together(answers);
  }

  /** @returns {import('./store.js').Run} */
  function begin() {
    const state = store.get();
    const id = Math.max(0, ...state.results.map((result) => result.run)) + 1;
    nextResult = Math.max(0, ...state.results.map((result) => result.id)) + 1;
    return { id, since: performance.now(), asked: state.settings, source: sourceOf(state, plans.of(state)), paid: !endpoint.current().demo };
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
