// @ts-check
/** Which server the pictures are asked of, and what it wants otherwise than OpenAI.  Choice and profiles are
 * kept, a key never is with them. */
import { make } from '../base/dom.js';
import { keep, recall } from '../base/keep.js';

/**
 * @typedef {Partial<Record<'key_header' | 'image_field' | 'edits' | 'api_version', string>>} Dialect see
 *   wasm/api/dialect.h; what is not in it is OpenAI's way
 * @typedef {{name: string, url: string, dialect: Dialect}} Profile an endpoint that was saved under a name
 * @typedef {{choice: string, url: string, region?: string, dialect?: Dialect}} Choice 'openai', 'demo', 'azure',
 *   'custom' or a profile, with its base URL
 * @typedef {object} Endpoint
 * @property {string} baseUrl
 * @property {string} origin '' for an address that is none
 * @property {string} host
 * @property {boolean} demo needs no key and costs nothing
 * @property {Dialect} dialect
 */

const PROFILE = 'profile ';
/** @type {Dialect} */
const AZURE = { key_header: 'api-key', api_version: 'preview' };

/** @param {string} region of OpenAI, '' for none */
const openaiUrl = (region) => `https://${/^[a-z]{2}$/.test(region) ? `${region}.` : ''}api.openai.com/v1`;

/** @param {Choice} choice @param {string} demoUrl @returns {Endpoint} */
export function resolveEndpoint({ choice, url, region = '', dialect = {} }, demoUrl) {
  const demo = choice === 'demo';
  const own = !demo && choice !== 'openai';
  const baseUrl = demo ? demoUrl : own ? url.trim().replace(/\/+$/, '') : openaiUrl(region);
  const { origin, host } = URL.canParse(baseUrl) ? new URL(baseUrl) : { origin: '', host: '' };
  return { baseUrl, origin: origin === 'null' ? '' : origin, host, demo, dialect: own ? dialect : {} };
}

/** The texts of an object, and nothing else of it. @param {unknown} value @returns {Dialect} */
export function dialectOf(value) {
  const members = ['key_header', 'image_field', 'edits', 'api_version'];
  return Object.fromEntries(Object.entries(value ?? {}).filter(([name, text]) => members.includes(name) && typeof text === 'string'));
}

/** What was kept, or OpenAI; a choice that is not offered here counts as none.
 * @param {string} text @param {string[]} offered @returns {Choice} */
export function parseChoice(text, offered) {
  try {
    const { choice, url, region, dialect } = JSON.parse(text);
    if (offered.includes(choice) && typeof url === 'string') {
      return { choice, url, region: typeof region === 'string' ? region : '', dialect: dialectOf(dialect) };
    }
  } catch {
    // Not ours, or damaged: the same as nothing.
  }
  return { choice: 'openai', url: '', region: '', dialect: {} };
}

/** Profiles as they were kept or exported: those that are whole. @param {unknown} list @returns {Profile[]} */
export function profilesOf(list) {
  if (!Array.isArray(list)) return [];
  return list
    .filter((one) => typeof one?.name === 'string' && one.name.trim() && typeof one.url === 'string')
    .map(({ name, url, dialect }) => ({ name: name.trim().slice(0, 60), url, dialect: dialectOf(dialect) }));
}

/** A name that none of them has. @param {string} name @param {Profile[]} profiles */
export function freeName(name, profiles) {
  const taken = new Set(profiles.map((profile) => profile.name));
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name} ${number}`;
  return free;
}

function recallProfiles() {
  try {
    return profilesOf(JSON.parse(recall('profiles')));
  } catch {
    return [];
  }
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
  const saved = make('optgroup', { label: 'Saved' });
  const options = [
    { value: 'openai', text: 'OpenAI' },
    ...(demoUrl ? [{ value: 'demo', text: 'Demo (no key, pictures are drawn locally)' }] : []),
    { value: 'azure', text: 'Azure OpenAI…' },
    { value: 'custom', text: 'Custom…' },
  ];
  let profiles = recallProfiles();
  select.append(...options.map((option) => make('option', option)), saved);
  showProfiles();

  const kept = parseChoice(recall('endpoint'), [...select.options].map(({ value }) => value));
  let { region = '', dialect = {} } = kept;
  select.value = kept.choice;
  url.value = kept.url;

  function showProfiles() {
    saved.replaceChildren(...profiles.map(({ name }) => make('option', { value: PROFILE + name }, name)));
    saved.hidden = !profiles.length;
  }

  const profile = () => profiles.find(({ name }) => select.value === PROFILE + name);
  const setup = () => ({ choice: select.value, url: url.value, region, dialect });
  const current = () => resolveEndpoint(setup(), demoUrl);

  function refresh() {
    urlField.hidden = ['openai', 'demo'].includes(select.value);
    url.placeholder = select.value === 'azure' ? 'https://resource.openai.azure.com/openai/v1' : 'https://host/v1';
  }

  function changed() {
    const chosen = profile();
    if (chosen) Object.assign(chosen, { url: url.value, dialect });
    refresh();
    keep('profiles', profiles.length ? JSON.stringify(profiles) : '');
    keep('endpoint', JSON.stringify(setup()));
    onChange();
  }

  function choose() {
    const chosen = profile();
    if (chosen) url.value = chosen.url;
    dialect = chosen ? chosen.dialect : select.value === 'azure' ? AZURE : {};
    changed();
  }

  /** @param {Profile[]} list @param {string} choice */
  function setProfiles(list, choice) {
    profiles = list;
    showProfiles();
    select.value = choice;
    changed();
  }

  select.addEventListener('change', choose);
  url.addEventListener('change', changed);
  refresh();

  return {
    current,
    setup,
    profile,

    hasDemo: Boolean(demoUrl),

    /** @param {string} choice */
    choose(choice) {
      select.value = choice;
      choose();
    },

    /** @param {{region?: string, dialect?: Dialect}} what is to be otherwise */
    adjust(what) {
      ({ region, dialect } = { region, dialect, ...what });
      changed();
    },

    profiles: () => profiles,

    /** Keeps what is chosen now under a name. @param {string} name */
    saveAs(name) {
      const free = freeName(name, profiles);
      setProfiles([...profiles, { name: free, url: url.value, dialect }], PROFILE + free);
    },

    /** @param {string} name for the chosen profile */
    rename(name) {
      const chosen = profile();
      if (!chosen) return;
      const others = profiles.filter((one) => one !== chosen);
      chosen.name = freeName(name, others);
      setProfiles(profiles, PROFILE + chosen.name);
    },

    /** The chosen profile is no more; what it said stays chosen. */
    remove: () => setProfiles(profiles.filter((one) => one !== profile()), 'custom'),

    /** Takes in profiles from elsewhere, and chooses none of them. @param {Profile[]} more */
    add(more) {
      const all = [...profiles];
      for (const one of more) all.push({ ...one, name: freeName(one.name, all) });
      setProfiles(all, select.value);
    },

    /** @param {boolean} locked while something is asked of it */
    lock(locked) {
      for (const control of [select, url, document.getElementById('endpoint-settings')]) if (control) Object.assign(control, { disabled: locked });
    },
  };
}

/** @typedef {ReturnType<typeof createEndpoint>} EndpointChoice */
