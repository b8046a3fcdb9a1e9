// @ts-check
// How long the page's thread is kept from answering.

const TASK = 'ThreadControllerImpl::RunTask';
const MICROTASKS = 'BlinkScheduler_PerformMicrotaskCheckpoint'; // those of a task, which are done after it

/** The longest task of the page's thread with its microtasks, in ms of work: a busy machine does not count. @param {Buffer} trace of 'toplevel' */
export function longestTask(trace) {
  const { traceEvents } = JSON.parse(trace.toString());
  const pages = traceEvents.filter((/** @type {any} */ { name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map((/** @type {any} */ { pid, tid }) => `${pid} ${tid}`);
  const pieces = traceEvents
    .filter((/** @type {any} */ { name, pid, tid }) => [TASK, MICROTASKS].includes(name) && pages.includes(`${pid} ${tid}`))
    .sort((/** @type {any} */ a, /** @type {any} */ b) => a.ts - b.ts);
  let longest = 0;
  let work = 0;
  for (const { name, tdur = 0 } of pieces) {
    work = (name === TASK ? 0 : work) + tdur / 1000;
    longest = Math.max(longest, work);
  }
  return longest;
}
