// @ts-check
/** How much is kept in this browser, and whether it stays: asked for once there is something to keep. */
import { byId } from '../base/dom.js';
import { bytesText } from '../base/words.js';

/** @typedef {{usage: number, quota: number, persisted: boolean}} Storage */

/** From this share of the quota on it is said that it is nearly full. */
const NEARLY_FULL = 0.8;

/** Changes within this time are told together. */
const PAUSE_MS = 500;

/** @param {Pick<Storage, 'usage' | 'quota'>} storage */
const isNearlyFull = ({ usage, quota }) => quota > 0 && usage >= NEARLY_FULL * quota;

/** "Kept in this browser: 212.0 MB of 10.0 GB; the browser may clear it when space is short." @param {Storage} storage */
export function storageText({ usage, quota, persisted }) {
  const full = isNearlyFull({ usage, quota }) ? ' It is nearly full: download what you want to keep, and delete what you do not need.' : '';
  const promise = persisted ? 'protected from being cleared' : 'the browser may clear it when space is short';
  return `Kept in this browser: ${bytesText(usage)} of ${bytesText(quota)}; ${promise}.${full}`;
}

/** Shows it as it changes. @param {import('./archive.js').Archive} archive */
export async function showStorage(archive) {
  const { storage } = navigator;
  if (!storage?.estimate) return; // off https, and in older browsers
  const line = byId('storage');
  let asked = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function show() {
    timer = undefined;
    const [{ usage = 0, quota = 0 }, persisted] = await Promise.all([storage.estimate(), storage.persisted()]);
    line.textContent = storageText({ usage, quota, persisted });
    line.className = `storage ${isNearlyFull({ usage, quota }) ? 'notice' : 'hint'}`;
    line.hidden = false;
  }

  async function persist() {
    if (asked) return;
    asked = true;
    await storage.persist();
  }

  archive.subscribe(({ type }) => {
    if (type === 'added') persist();
    timer ??= setTimeout(show, PAUSE_MS);
  });
  if ((await archive.page({ count: 1 })).length) show();
}
