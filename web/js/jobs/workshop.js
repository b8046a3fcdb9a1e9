// @ts-check
/** The workshop: jobs, their list, and what was not over when the page ended; it is loaded when the page stands. */
import { createArrivals } from './arrivals.js';
import { showJobs } from './job-list.js';
import { createJobs } from './jobs.js';
import { createPermit } from './permit.js';
import { createRecords } from './records.js';
import { createRemedies } from './remedies.js';
import { createRenditions } from './renditions.js';

/**
 * @param {object} options
 * @param {HTMLElement} options.list
 * @param {Promise<import('../archive/desk.js').Desk | null>} options.desk
 * @param {import('../results/reuse.js').Reuse} options.reuseSettings
 * @param {() => void} options.onFailure called when what arrives cannot be kept
 * @param {{key: import('../endpoint/key.js').Key, schema: import('../base/core.js').Schema} & Omit<import('./jobs.js').App, 'permit' | 'records' | 'remedies' | 'arrivals' | 'renditions'>} options.app
 */
export function openWorkshop({ list, desk, reuseSettings, onFailure, app }) {
  const arrivals = createArrivals(app.store, app.shelf, onFailure);
  const jobs = createJobs({ ...app, permit: createPermit(app), records: createRecords(desk), remedies: createRemedies(app), renditions: createRenditions(app), arrivals });
  showJobs(list, app.store, { ...jobs, reuseSettings });
  app.images.queue(jobs.restore);
  return jobs;
}
