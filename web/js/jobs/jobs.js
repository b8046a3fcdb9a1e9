// @ts-check
/**
 * Jobs: each click on Generate is one submission, or one for each prompt that its prompt stands for.
 *
 * A job is kept on the desk before it is sent, runs in a worker of its own, and ends exactly once.
 * What it sends is taken at the click and kept here; the key is asked for when it starts.
 */
import { newId } from '../archive/entry.js';
import { Fault } from '../base/border.js';
import { createClient } from '../base/rpc.js';
import { changed } from '../base/store.js';
import { endText, keptText, queueText, stageText } from '../base/words.js';
import { wishesOf } from './offer.js';
import { inputsOf, takeOrder } from './order.js';
import { checkOffer } from './permit.js';
import { canRetry, endOf, isOpen, newestOpen, startable } from './queue.js';
import { isComplete, jobOfRecord } from './records.js';
import { runJob } from './run.js';

/**
 * @typedef {import('../base/store.js').Job} Job
 * @typedef {import('./order.js').Order} Order
 * @typedef {object} App
 * @property {import('../base/core.js').PageCore} core
 * @property {import('../base/store.js').Store} store
 * @property {import('../base/faults.js').Faults} faults
 * @property {import('../inputs/images.js').Images} images
 * @property {import('../inputs/markups.js').Markups} markups
 * @property {import('../inputs/plan.js').Plans} plans
 * @property {import('./offer.js').Offers} offers
 * @property {import('./offer.js').Streams} streams
 * @property {import('../endpoint/endpoint.js').EndpointChoice} endpoint
 * @property {import('./permit.js').Permit} permit
 * @property {() => Promise<Worker>} startWorker
 * @property {import('./records.js').Records} records
 * @property {import('./remedies.js').Remedies} remedies
 * @property {import('./arrivals.js').Arrivals} arrivals
 * @property {import('./renditions.js').Renditions} renditions
 * @property {import('../archive/open.js').ShelfLoader} shelf
 */

const FORGOTTEN = 'The key was forgotten, so the request was ended. It may still be charged.';
const FORGOTTEN_BEFORE = 'The key was forgotten, so this was not sent.';
const CHARGED = ' It may have been charged.';

/** @param {string} text */
const cancelled = (text) => new Fault({ code: 'cancelled', http: 0, field: '', text });

/** Whether nobody is in the middle of something that a jump to a field would disturb. */
const isIdle = () => !document.activeElement?.matches('input, select, textarea, [role=application], dialog *');

/** @param {App} app */
export function createJobs({ core, store, faults, images, markups, plans, offers, streams, endpoint, permit, startWorker, records, remedies, arrivals, renditions, shelf }) {
  /** @type {Map<number, {order: Order, controller: AbortController, client: import('./run.js').Client, sent: boolean}>} */
  const doings = new Map();
  let nextId = 1;

  const byId = (/** @type {number} */ id) => store.get().jobs.find((job) => job.id === id);
  /** @param {number} id @param {Partial<Job>} patch */
  const update = (id, patch) => store.update({ jobs: changed(store.get().jobs, id, patch) });

  /** Says how it goes, of several jobs only how many. @param {string} text of one job */
  const tell = (text) => store.update({ status: queueText(store.get().jobs) || text });

  /** @param {Order} order @param {Pick<Job, 'asked' | 'cost'>[]} wishes */
  function add(order, wishes) {
    const { jobs, results } = store.get();
    nextId = Math.max(nextId, ...jobs.map(({ id }) => id + 1), ...results.map(({ run }) => run + 1));
    const added = wishes.map(({ asked, cost }) => {
      const id = nextId++;
      doings.set(id, { order, controller: new AbortController(), client: createClient(startWorker), sent: false });
      return /** @type {Job} */ ({ id, run: newId(), state: 'waiting', asked, cost, source: order.source, paid: !order.endpoint.demo, since: 0, text: '', again: 0, retry: false, previews: [] });
    });
    store.update({ jobs: [...jobs, ...added], undo: null });
    for (const job of added) record(job, false);
    tell('Starting…');
    pump();
  }

  /** @param {Job} job @param {boolean} sent */
  function record({ id, run, asked, paid, source }, sent) {
    const order = doings.get(id)?.order;
    return records.put({ id, run, source: source?.key ?? '', settings: asked, images: order?.images ?? [], crops: source?.crops ?? [], when: Date.now(), paid, sent });
  }

  /** @param {Job} job @returns {import('./run.js').Listener} */
  function listener(job) {
    return {
      progress(facts) {
        const doing = doings.get(job.id);
        if (doing && facts.stage !== 'preparing') doing.sent = true;
        update(job.id, { text: stageText(facts), again: 0 });
        tell(stageText(facts));
      },
      waits({ message }, milliseconds) {
        update(job.id, { text: message, again: performance.now() + milliseconds });
        tell(`${message} It is sent again in ${Math.ceil(milliseconds / 1000)} s.`);
      },
      partial: (index, bytes) => arrivals.partial(job, index, bytes),
      image: (index, bytes) => arrivals.image(job, index, bytes),
      link: (url) => arrivals.link(job, url),
    };
  }

  /** @param {Job} job */
  async function start(job) {
    const { order, controller: { signal }, client } = /** @type {NonNullable<ReturnType<typeof doings.get>>} */ (doings.get(job.id));
    update(job.id, { state: 'running', since: performance.now(), text: 'Starting…' });
    await record(job, true);
    await arrivals.prepare(job.source);
    /** @type {Awaited<ReturnType<typeof runJob>>} */
    let over;
    try {
      if (signal.aborted) throw cancelled('Cancelled before it was sent.');
      const key = permit.keyFor(order.endpoint);
      over = await runJob({ order, asked: job.asked, streams: streams(job.asked), key, client, signal, listener: listener(job) });
    } catch (error) {
      over = { answer: null, fault: Fault.from(error) };
    }
    client.restart('The run is over.'); // a worker never gives memory back, and what comes next may need it
    await end(job.id, over.answer, over.fault);
    pump();
  }

  function pump() {
    const { jobs, choices } = store.get();
    for (const job of startable(jobs, choices.atOnce)) start(job);
  }

  /** @param {number} id @param {import('../base/store.js').Answer | null} answer @param {Fault | null} fault */
  async function end(id, answer, fault) {
    const job = byId(id);
    if (!job || !isOpen(job)) return;
    await arrivals.end(id, answer);
    if (job.paid && answer?.cost_usd) store.update({ spent: store.get().spent + answer.cost_usd });
    const asked = Number(job.asked.n);
    const arrived = arrivals.of(id).length;
    if (fault) fail(job, fault, keptText(arrived, asked));
    else if (answer) succeed(job, endText(answer, { arrived, asked, milliseconds: performance.now() - job.since }), arrived >= asked);
    if (byId(id)?.state !== 'unknown') await records.drop(id);
  }

  /** @param {Job} job @param {string} text @param {boolean} whole */
  function succeed({ id }, text, whole) {
    update(id, { state: 'done', text, again: 0, previews: [] });
    store.update({ status: text });
    if (whole) remove(id);
  }

  /** @param {Job} job @param {Fault} fault @param {string} kept */
  function fail({ id, asked }, fault, kept) {
    const doing = doings.get(id);
    const state = endOf(fault, Boolean(doing?.sent));
    const charged = state === 'unknown' && !/charged/i.test(fault.message) ? CHARGED : '';
    update(id, { state, text: [fault.message + charged, kept].filter(Boolean).join(' '), again: 0, previews: [], retry: state !== 'failed' || canRetry(fault) });
    store.update({ status: [state === 'cancelled' && fault.message, kept].filter(Boolean).join(' ') });
    if (state !== 'cancelled') faults.show(fault, { focus: isIdle(), remedy: doing && remedies.of(fault, doing.order, asked) });
  }

  /** @param {number} id */
  function remove(id) {
    doings.delete(id);
    store.update({ jobs: store.get().jobs.filter((job) => job.id !== id) });
  }

  /** @param {number} id */
  function dismiss(id) {
    remove(id);
    records.drop(id);
  }

  /** @param {number} id */
  function cancel(id) {
    if (byId(id)?.state === 'waiting') end(id, null, cancelled('Cancelled before it was sent.'));
    else doings.get(id)?.controller.abort();
  }

  async function begin() {
    const markup = await markups.file();
    const state = store.get();
    const offer = offers.of(state);
    const where = endpoint.current();
    checkOffer(core, offer, where, inputsOf(state));
    permit.keyFor(where);
    permit.cost(where, offer.estimate?.high ?? null);
    const { wishes, seed } = wishesOf(offer, state.settings.seed, core.nextSeed);
    const order = takeOrder(state, plans.of(state), markup, where);
    add({ ...order, parts: order.parts.map((part) => ({ ...part, renditions: renditions.of(part.crop) })) }, wishes);
    arrivals.prompt(String(state.settings.prompt));
    store.update({ settings: { ...store.get().settings, seed } });
  }

  store.subscribe(({ choices }, before) => choices.atOnce !== before.choices.atOnce && pump());

  return {
    async generate() {
      faults.clear();
      try {
        await images.settled();
        await begin();
      } catch (error) {
        faults.show(error);
      }
    },

    cancel,

    cancelNewest() {
      const job = newestOpen(store.get().jobs);
      if (job) cancel(job.id);
    },

    /** What waits first, for else it would start. */
    cancelAll() {
      const open = store.get().jobs.filter(isOpen);
      for (const state of ['waiting', 'running']) for (const job of open) if (job.state === state) cancel(job.id);
    },

    /** A person's wish for the same once more: one new submission. @param {number} id */
    retry(id) {
      const job = byId(id);
      const order = doings.get(id)?.order;
      if (!job || !order || isOpen(job)) return;
      faults.clear();
      try {
        checkOffer(core, { count: 1, asked: [job.asked] }, order.endpoint, { images: order.sizes, mask: order.parts[0].mask, markup: order.markup && order.sizes[0] });
        permit.keyFor(order.endpoint);
        permit.cost(order.endpoint, job.cost || null);
      } catch (error) {
        return faults.show(error);
      }
      dismiss(id);
      add(order, [job]);
    },

    dismiss,

    /** Ends all that has the key, or would get it. */
    forget() {
      const open = store.get().jobs.filter((job) => isOpen(job) && job.paid);
      for (const { id, state } of open) if (state === 'waiting') end(id, null, cancelled(FORGOTTEN_BEFORE));
      for (const { id, state } of open) {
        if (state !== 'running') continue;
        doings.get(id)?.client.restart(FORGOTTEN);
        doings.get(id)?.controller.abort();
      }
    },

    /** Shows what was not over when the page ended, with what had arrived of it. */
    async restore() {
      const all = await records.all();
      if (!all.length) return;
      const kept = await shelf();
      for (const record of all) {
        const entries = (await kept?.recall.showRun(record.run, record.id)) ?? [];
        if (isComplete(record, entries)) await records.drop(record.id);
        else store.update({ jobs: [...store.get().jobs, jobOfRecord(record, keptText(entries.length, Number(record.settings.n)))] });
      }
    },
  };
}

