// @ts-check
/** A finger that goes across. */

const FAR = 48; // pixels

const isZoomed = () => (visualViewport?.scale ?? 1) > 1.01;

/** Calls with -1 for a finger that went to the right and 1 to the left; not while the page is zoomed in, for
 * then it moves that. @param {HTMLElement} element @param {(by: -1 | 1) => void} onSwipe */
export function watchSwipe(element, onSwipe) {
  /** @type {Touch | null} */
  let from = null;

  /** @param {TouchEvent} event */
  function begin({ touches }) {
    from = touches.length === 1 && !isZoomed() ? touches[0] : null;
  }

  /** @param {TouchEvent} event */
  function end({ changedTouches: [to] }) {
    if (!from) return;
    const [across, along] = [to.clientX - from.clientX, to.clientY - from.clientY];
    from = null;
    if (Math.abs(across) > Math.max(FAR, 2 * Math.abs(along))) onSwipe(across < 0 ? 1 : -1);
  }

  visualViewport?.addEventListener('resize', () => element.classList.toggle('zoomed', isZoomed()));
  element.addEventListener('touchstart', begin, { passive: true });
  element.addEventListener('touchend', end, { passive: true });
  element.addEventListener('touchcancel', () => (from = null), { passive: true });
}
