// @ts-check
/** A finger that stays where it is. */

const MS = 450;
const STILL = 10; // pixels

/** Calls once a finger has rested; the click that would follow is none then.
 * @param {HTMLElement} element @param {(event: PointerEvent) => void} onPress */
export function onLongPress(element, onPress) {
  /** @type {{event: PointerEvent, timer: number} | null} */
  let pressed = null;
  let isTaken = false;

  function end() {
    if (pressed) clearTimeout(pressed.timer);
    pressed = null;
  }

  element.addEventListener('pointerdown', (event) => {
    end();
    isTaken = false;
    if (event.pointerType === 'mouse' || !event.isPrimary) return;
    const timer = window.setTimeout(() => {
      isTaken = true;
      onPress(event);
    }, MS);
    pressed = { event, timer };
  });
  element.addEventListener('pointermove', ({ clientX, clientY }) => {
    if (pressed && Math.hypot(clientX - pressed.event.clientX, clientY - pressed.event.clientY) > STILL) end();
  });
  for (const type of ['pointerup', 'pointercancel', 'pointerleave']) element.addEventListener(type, end);
  element.addEventListener('contextmenu', (event) => isTaken && event.preventDefault());
  element.addEventListener('click', (event) => {
    if (!isTaken) return;
    isTaken = false;
    event.stopImmediatePropagation();
  }, true);
}
