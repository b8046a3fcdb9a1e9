// @ts-check
/**
 * What browsers and systems do with a press by themselves, and what would get in
 * the way of a hand: menus, the magnifier, zooming by two taps, scrolling by the
 * middle button, and handwriting, which swallows strokes of an iPad's pen. After a
 * stroke that was not kept from it, Chromium takes the next tap for the end of a fling.
 */

const RIGHT = 2;

/** @param {HTMLElement | SVGElement} canvas */
export function keepQuiet(canvas) {
  let menuDue = false;

  /** The menu comes where the right button is let go, which may be elsewhere. @param {MouseEvent} event */
  function onMenu(event) {
    if (menuDue || event.target === canvas) event.preventDefault();
    menuDue = false;
  }

  canvas.addEventListener('pointerdown', (/** @type {any} */ { button }) => (menuDue = button === RIGHT));
  window.addEventListener('contextmenu', onMenu, true);
  for (const type of ['touchstart', 'touchmove', 'mousedown']) {
    canvas.addEventListener(type, (event) => event.preventDefault(), { passive: false });
  }
}
