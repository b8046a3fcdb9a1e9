// @ts-check
/** Which server the pictures are asked of.  The choice is kept, a key never is with it. */
import { make } from './dom.js';
import { keep, recall } from './keep.js';

/**
 * @typedef {{choice: string, url: string}} Choice 'openai', 'demo' or 'custom' with its base URL
 * @typedef {object} Endpoint
 * @property {string} baseUrl
 * @property {string} origin '' for an address that is none
 * @property {string} host
 * @property {boolean} demo needs no key and costs nothing
 */

const OPENAI = 'https://api.openai.com/v1';

/** @param {Choice} choice @param {string} demoUrl @returns {Endpoint} */
export function resolveEndpoint({ choice, url }, demoUrl) {
  const demo = choice === 'demo';
  const baseUrl = demo ? demoUrl : choice === 'custom' ? url.trim().replace(/\/+$/, '') : OPENAI;
  const { origin, host } = URL.canParse(baseUrl) ? new URL(baseUrl) : { origin: '', host: '' };
  return { baseUrl, origin: origin === 'null' ? '' : origin, host, demo };
}

/** What was kept, or OpenAI; a choice that is not offered here counts as none.
 * @param {string} text @param {string[]} offered @returns {Choice} */
export function parseChoice(text, offered) {
  try {
    const { choice, url } = JSON.parse(text);
    if (offered.includes(choice) && typeof url === 'string') return { choice, url };
  } catch {
    // Not ours, or damaged: the same as nothing.
  }
  return { choice: 'openai', url: '' };
}

/** Where the demo answers, '' where there is none. */
function findDemo() {
  const meta = /** @type {HTMLMetaElement | null} */ (document.getElementById('demo'));
  return meta && location.protocol.startsWith('http') ? new URL(meta.content, document.baseURI).href : '';
}

/**
 * @param {{select: HTMLSelectElement, url: HTMLInputElement, urlField: HTMLElement}} elements
 * @param {() => void} onChange
 */
export function createEndpoint({ select, url, urlField }, onChange) {
  const demoUrl = findDemo();
  const options = [
    { value: 'openai', text: 'OpenAI' },
    ...(demoUrl ? [{ value: 'demo', text: 'Demo (no key, pictures are drawn locally)' }] : []),
    { value: 'custom', text: 'Custom…' },
  ];
  select.append(...options.map((option) => make('option', option)));

  const kept = parseChoice(recall('endpoint'), options.map(({ value }) => value));
  select.value = kept.choice;
  url.value = kept.url;

  const current = () => resolveEndpoint({ choice: select.value, url: url.value }, demoUrl);

  function refresh() {
    urlField.hidden = select.value !== 'custom';
  }

  function changed() {
    refresh();
    keep('endpoint', JSON.stringify({ choice: select.value, url: url.value }));
    onChange();
  }

  select.addEventListener('change', changed);
  url.addEventListener('change', changed);
  refresh();

  return {
    current,

    hasDemo: Boolean(demoUrl),

    /** @param {string} choice */
    choose(choice) {
      select.value = choice;
      changed();
    },

    /** @param {boolean} locked while something is asked of it */
    lock(locked) {
      select.disabled = locked;
      url.disabled = locked;
    },
  };
}

/** @typedef {ReturnType<typeof createEndpoint>} EndpointChoice */
