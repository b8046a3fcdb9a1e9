// @ts-check
/** What this tab has spent, kept over a reload. */

const PLACE = 'gpt-image.spent';

/** @returns {number} dollars */
export function recallSpent() {
  try {
    const spent = Number(sessionStorage.getItem(PLACE));
    return spent >= 0 && Number.isFinite(spent) ? spent : 0;
  } catch {
    return 0;
  }
}

/** @param {import('../base/store.js').Store} store */
export function keepSpent(store) {
  store.subscribe(({ spent }, before) => {
    if (spent === before.spent) return;
    try {
      sessionStorage.setItem(PLACE, String(spent));
    } catch {
      // It is counted for as long as the page lives.
    }
  });
}
