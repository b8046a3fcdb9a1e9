// @ts-check
/** The jobs above the results: how far each is, how it ended, and what can be done about it. */
import { make } from '../base/dom.js';
import { jobText } from '../base/words.js';
import { isOpen, waitingBefore } from './queue.js';

/**
 * @typedef {import('../base/store.js').Job} Job
 * @typedef {Record<'cancel' | 'retry' | 'dismiss', (id: number) => void> & {cancelAll: () => void, reuseSettings: (job: Job) => unknown}} Actions
 */

const NAMES = { waiting: 'Waiting', running: 'Running', done: 'Not all arrived', failed: 'Failed', cancelled: 'Cancelled', unknown: 'Outcome unknown' };

/** @param {Job} job @param {Actions} actions */
function createRow({ id, asked }, actions) {
  /** @type {Job | null} */
  let now = null;
  const state = make('span', { className: 'state' });
  const text = make('p', { className: 'hint' });
  /** @param {string} name @param {() => void} onclick */
  const button = (name, onclick) => make('button', { type: 'button', className: 'quiet', onclick }, name);
  const cancel = button('Cancel', () => actions.cancel(id));
  cancel.setAttribute('aria-label', 'Cancel this job');
  const retry = button('Retry', () => actions.retry(id));
  const reuse = button('Reuse settings', () => now && actions.reuseSettings(now));
  const dismiss = button('Dismiss', () => actions.dismiss(id));
  const title = make('p', { className: 'title', dir: 'auto' }, String(asked.prompt));

  return {
    root: make('article', { className: 'job', 'aria-label': `Job: ${asked.prompt}` }, make('div', { className: 'said' }, state, title, text), make('div', { className: 'tools' }, cancel, retry, reuse, dismiss)),

    /** @param {Job} job @param {number} before how many wait before it */
    show(job, before) {
      now = job;
      const open = isOpen(job);
      const hadFocus = document.activeElement === cancel;
      state.textContent = NAMES[job.state];
      state.dataset.state = job.state;
      const said = jobText(job, { now: performance.now(), before });
      if (text.textContent !== said) text.textContent = said;
      cancel.hidden = !open;
      retry.hidden = open || !job.retry;
      reuse.hidden = dismiss.hidden = open;
      if (hadFocus && !open) dismiss.focus();
    },
  };
}

/** @param {HTMLElement} list @param {import('../base/store.js').Store} store @param {Actions} actions */
export function showJobs(list, store, actions) {
  /** @type {Map<number, ReturnType<typeof createRow>>} */
  const rows = new Map();
  let clock = 0;
  const cancelAll = make('button', { type: 'button', className: 'quiet', hidden: true, onclick: actions.cancelAll }, 'Cancel all');
  list.append(cancelAll);

  /** @param {Job} job */
  function rowOf(job) {
    const row = rows.get(job.id) ?? createRow(job, actions);
    rows.set(job.id, row);
    return row;
  }

  function refresh() {
    const { jobs } = store.get();
    for (const job of jobs) rowOf(job).show(job, waitingBefore(jobs, job.id));
  }

  /** @param {Job[]} jobs */
  function forget(jobs) {
    for (const [id, { root }] of rows) {
      if (jobs.some((job) => job.id === id)) continue;
      if (root.contains(document.activeElement)) list.parentElement?.focus();
      root.remove();
      rows.delete(id);
    }
  }

  store.subscribe(({ jobs }, before) => {
    if (jobs === before.jobs) return;
    forget(jobs);
    refresh();
    for (const job of jobs) if (!rowOf(job).root.isConnected) cancelAll.after(rowOf(job).root);
    cancelAll.hidden = jobs.filter(isOpen).length < 2;
    list.hidden = !jobs.length;
    clearInterval(clock);
    if (jobs.some(isOpen)) clock = window.setInterval(refresh, 1000);
  });
}
