// @ts-check
/**
 * Where the editor covers the screen, what is beneath is out of reach, and the
 * system's way back (a phone's button or gesture) closes the editor.
 *
 * Whether it covers the screen is for the style sheet to say.
 */

/** @typedef {{onclose: (() => void) | null, destroy: () => void}} Watcher */

/** Everything of the page but an element and what it is in. @param {HTMLElement} root */
function beside(root) {
  /** @type {HTMLElement[]} */
  const others = [];
  for (let node = root; node.parentElement; node = node.parentElement) {
    for (const child of node.parentElement.children) if (child instanceof HTMLElement && child !== node) others.push(child);
  }
  return others;
}

/** The system's way back, where the browser hands it on. @returns {Watcher | undefined} */
const watchBack = () => 'CloseWatcher' in globalThis && new (/** @type {any} */ (globalThis).CloseWatcher)();

/** @param {HTMLElement} root @param {() => void} onBack */
export function createCover(root, onBack) {
  /** @type {HTMLElement[]} */
  let beneath = [];
  /** @type {Watcher | undefined} */
  let watcher;

  function lift() {
    for (const element of beneath) element.inert = false;
    beneath = [];
    watcher?.destroy();
    watcher = undefined;
  }

  function cover() {
    beneath = beside(root).filter((element) => !element.inert);
    for (const element of beneath) element.inert = true;
    watcher = watchBack();
    if (watcher) watcher.onclose = onBack;
  }

  /** After each change of the layout: the root is shown or hidden, the window has another size. */
  function update() {
    const covers = !root.hidden && getComputedStyle(root).position === 'fixed';
    if (covers && !beneath.length) cover();
    if (!covers) lift();
  }

  window.addEventListener('resize', update);
  return { update };
}
