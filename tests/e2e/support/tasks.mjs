// @ts-check
// How long the page's thread is kept from answering.

/** The longest task of the page's thread, in ms of work: a busy machine does not count. @param {Buffer} trace */
export function longestTask(trace) {
  const { traceEvents } = JSON.parse(trace.toString());
  const pages = traceEvents.filter((/** @type {any} */ { name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map((/** @type {any} */ { pid, tid }) => `${pid} ${tid}`);
  return traceEvents
    .filter((/** @type {any} */ { name, pid, tid }) => name === 'ThreadControllerImpl::RunTask' && pages.includes(`${pid} ${tid}`))
    .reduce((/** @type {number} */ most, /** @type {any} */ { tdur = 0 }) => Math.max(most, tdur / 1000), 0);
}
