// @ts-check
/**
 * One job's requests: each sent once, and once more only where it is known that nothing was accepted.
 *
 * The parts of an order go one after another. Where pictures come as events, an answer has one
 * picture, so that several are asked for side by side.
 */
import { Fault } from '../base/border.js';
import { today } from '../base/core.js';
import { startDemo } from '../endpoint/demo.js';
import { retryWait } from './queue.js';

/**
 * @typedef {import('../base/store.js').Answer} Answer
 * @typedef {import('../base/store.js').Settings} Settings
 * @typedef {ReturnType<typeof import('../base/rpc.js').createClient>} Client
 *
 * @typedef {object} Listener what is told on the way
 * @property {(facts: any) => void} progress
 * @property {(index: number, bytes: Uint8Array<ArrayBuffer>) => void} partial
 * @property {(index: number, bytes: Uint8Array<ArrayBuffer>) => void} image
 * @property {(url: string) => void} link
 * @property {(fault: Fault, milliseconds: number) => void} waits before the same is sent again
 *
 * @typedef {object} Sending
 * @property {import('./order.js').Order} order
 * @property {Settings} asked
 * @property {boolean} streams
 * @property {string} key
 * @property {Client} client a worker of its own
 * @property {AbortSignal} signal
 * @property {Listener} listener
 */

/** @template {Record<string, number>} T @param {T} a @param {T} b @returns {T} */
const added = (a, b) => /** @type {T} */ (Object.fromEntries(Object.entries(a).map(([name, value]) => [name, value + b[name]])));

/** All of several answers together. @param {Answer[]} answers @returns {Answer} */
export function together(answers) {
  const [first, ...more] = answers;
  return more.reduce(
    (all, { usage, cost_usd = 0, damaged, images }) => ({
      ...all,
      damaged: all.damaged + damaged,
      images: all.images + images,
      ...(all.usage && usage && { usage: added(all.usage, usage) }),
      ...(all.cost_usd !== undefined && { cost_usd: all.cost_usd + cost_usd }),
    }),
    first,
  );
}

/** @param {AbortSignal} signal @param {number} milliseconds */
function pause(signal, milliseconds) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    function stop() {
      clearTimeout(timer);
      reject(new Fault({ code: 'cancelled', http: 0, field: '', text: 'Cancelled before it was sent again.' }));
    }
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** What is sent of the images; a job that was cancelled does not wait for it. @param {import('./order.js').Part} part @param {AbortSignal} signal */
function renditionsOf({ renditions = [] }, signal) {
  const cancelled = new Promise((resolve) => (signal.aborted ? resolve([]) : signal.addEventListener('abort', () => resolve([]), { once: true })));
  return Promise.race([Promise.all(renditions), cancelled]);
}

/** @param {Sending} sending @param {import('./order.js').Part} part @param {Settings} params @param {Listener} listener @returns {Promise<Answer>} */
async function ask({ order, key, client, signal }, part, params, listener) {
  const { crop, mask } = part;
  const renditions = await renditionsOf(part, signal);
  const coverage = mask?.coverage.slice(); // handed over, while others may need theirs
  const question = { params, baseUrl: order.endpoint.baseUrl, dialect: order.endpoint.dialect, key, today: today(), files: order.files, renditions, markup: order.markup, mask: mask && { ...mask, coverage }, crop };
  return client.ask('generate', question, {
    signal,
    transfer: coverage ? [coverage.buffer] : [],
    onEvent(event, value) {
      if (event === 'progress') listener.progress(value);
      if (event === 'partial') listener.partial(value.index, value.file);
      if (event === 'image') listener.image(value.index, value.file);
      if (event === 'link' && /^https?:/i.test(value)) listener.link(value);
    },
  });
}

/** @param {Sending} sending @param {import('./order.js').Part} part @param {Settings} params @param {Listener} listener */
async function persist(sending, part, params, listener) {
  for (let retries = 0; ; retries++) {
    try {
      return await ask(sending, part, params, listener);
    } catch (error) {
      const fault = Fault.from(error);
      const wait = retryWait(fault, retries, Math.random());
      if (wait < 0 || sending.signal.aborted) throw fault;
      listener.waits(fault, wait);
      await pause(sending.signal, wait);
    }
  }
}

/** The requests that are sent side by side for one part. @param {Sending} sending @param {import('./order.js').Part} part */
function requests(sending, part) {
  const { asked, streams, listener } = sending;
  const first = { ...listener, partial: (/** @type {number} */ _, /** @type {Uint8Array<ArrayBuffer>} */ bytes) => listener.partial(0, bytes) };
  if (!streams) return [persist(sending, part, asked, first)];
  return Array.from({ length: Number(asked.n) }, (_, slot) =>
    persist(sending, part, { ...asked, n: 1 }, {
      ...listener,
      partial: (_, bytes) => listener.partial(slot, bytes),
      image: (index, bytes) => listener.image(slot + index, bytes),
    }),
  );
}

/** Which of several a job ends in: one that may have cost money, if there is. @param {Fault[]} faults */
const gravest = (faults) => faults.find(({ charge }) => charge === 'maybe') ?? faults[0] ?? null;

/**
 * Sends all of a job. What came before a fault is answered too; there is at least one of the two.
 * @param {Sending} sending @returns {Promise<{answer: Answer | null, fault: Fault | null}>}
 */
export async function runJob(sending) {
  /** @type {Answer[]} */
  const answers = [];
  /** @type {Fault | null} */
  let fault = null;
  try {
    if (sending.order.endpoint.demo) await startDemo();
    for (const part of sending.order.parts) {
      const ends = await Promise.allSettled(requests(sending, part));
      answers.push(...ends.flatMap((end) => (end.status === 'fulfilled' ? end.value : [])));
      fault = gravest(ends.flatMap((end) => (end.status === 'rejected' ? Fault.from(end.reason) : [])));
      if (fault) break;
    }
  } catch (error) {
    fault = Fault.from(error);
  }
  return { answer: answers.length ? together(answers) : null, fault };
}
