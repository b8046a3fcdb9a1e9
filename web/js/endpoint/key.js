// @ts-check
/**
 * The key: in the box, bound to the origin it was entered for, and in this browser
 * only where its owner said so.  Nobody else keeps it.
 */
import { keep, recall } from '../base/keep.js';

/**
 * @param {{box: HTMLInputElement, remember: HTMLInputElement, forget: HTMLElement, promise: HTMLElement}} elements
 * @param {{onKey: (origin: string) => void, onForget: () => void}} events 'onKey': there is a key for this origin
 */
export function createKey({ box, remember, forget, promise }, { onKey, onForget }) {
  let origin = '';

  const value = () => box.value.trim();
  const place = () => `key ${origin}`;

  function refresh() {
    forget.hidden = !value();
    if (value()) onKey(origin);
  }

  function store() {
    const kept = keep(place(), remember.checked ? value() : '');
    if (!kept) remember.checked = false;
  }

  box.addEventListener('input', () => {
    store();
    refresh();
  });
  remember.addEventListener('change', store);
  forget.addEventListener('click', () => {
    box.value = '';
    remember.checked = false;
    store();
    refresh();
    box.focus();
    onForget();
  });

  return {
    /** The key for an origin, '' where it was entered for another. @param {string} asking */
    valueFor: (asking) => (asking === origin ? value() : ''),

    /** Binds the box to an endpoint: what is remembered for it, or empty.
     * @param {import('./endpoint.js').Endpoint} endpoint */
    bindTo(endpoint) {
      promise.textContent = `Sent to ${endpoint.host} and nowhere else. It stays in this tab's memory unless you say otherwise below. Best is a restricted key with a budget.`;
      if (endpoint.origin === origin) return;
      origin = endpoint.origin;
      box.value = recall(place());
      remember.checked = Boolean(box.value);
      refresh();
    },
  };
}

/** @typedef {ReturnType<typeof createKey>} Key */
