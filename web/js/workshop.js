// @ts-check
/** The workshop: jobs, their list, and what was not over when the page ended; it is loaded when the page stands. */
import { createArrivals } from './arrivals.js';
import { showJobs } from './job-list.js';
import { createJobs } from './jobs.js';
import { createPermit } from './permit.js';
import { createRecords } from './records.js';

/**
 * @param {object} options
 * @param {HTMLElement} options.list
 * @param {Promise<import('./desk.js').Desk | null>} options.desk
 * @param {(of: {asked: import('./store.js').Settings}) => void} options.reuseSettings
 * @param {() => void} options.onFailure called when what arrives cannot be kept
 * @param {{key: import('./key.js').Key} & Omit<import('./jobs.js').App, 'permit' | 'records' | 'arrivals'>} options.app
 */
export function openWorkshop({ list, desk, reuseSettings, onFailure, app }) {
  const arrivals = createArrivals(app.store, app.shelf, onFailure);
  const jobs = createJobs({ ...app, permit: createPermit(app), records: createRecords(desk), arrivals });
  showJobs(list, app.store, { ...jobs, reuseSettings });
  app.images.queue(jobs.restore);
  return jobs;
}
