// @ts-check
// How much of the processors a browser has used: what a measurement takes where others use the machine, too.

import { readFileSync, readdirSync } from 'node:fs';

/** Nanoseconds that a thread ran; 0 where it has just ended. @param {string} thread */
function ranOf(thread) {
  try {
    return Number(readFileSync(`${thread}/schedstat`, 'utf8').split(' ')[0]);
  } catch {
    return 0;
  }
}

/** @param {number} id of a process */
const threadsOf = (id) => readdirSync(`/proc/${id}/task`).map((thread) => `/proc/${id}/task/${thread}`);

/** @param {import('@playwright/test').Browser} browser with all the pages that are to be watched
 * @returns {Promise<() => number>} milliseconds so far, of all processes it has now */
export async function watchProcessors(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return () => processInfo.flatMap(({ id }) => threadsOf(id)).reduce((sum, thread) => sum + ranOf(thread), 0) / 1e6;
}
