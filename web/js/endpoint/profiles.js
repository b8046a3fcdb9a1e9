// @ts-check
/** What an endpoint wants otherwise than OpenAI, profiles under names, and whether it answers: loaded when it is
 * opened. */
import { make } from '../base/dom.js';
import { saveFile, watchPicker } from '../base/files.js';
import { dialectOf, profilesOf } from './endpoint.js';

const REGIONS = { '': 'Anywhere', us: 'United States', eu: 'Europe', ae: 'United Arab Emirates', au: 'Australia', in: 'India', jp: 'Japan' };
const FORMAT = 'gpt-image profiles';
const MOST = 100;
const MOST_BYTES = 1_000_000;

/** @type {[keyof import('./endpoint.js').Dialect, string, Record<string, string>][]} */
const CHOICES = [
  ['key_header', 'The key goes as', { bearer: 'Authorization: Bearer', 'api-key': 'api-key' }],
  ['image_field', 'Images are called', { count: 'image, several image[]', 'image[]': 'image[] always', image: 'image always' }],
  ['edits', 'Edits go as', { multipart: 'A form', json: 'JSON with data: URLs' }],
];

/** @param {string} id @param {string} label @param {HTMLElement} control @param {...HTMLElement} more */
function fieldOf(id, label, control, ...more) {
  control.id = id;
  return make('div', { className: 'field' }, make('label', { htmlFor: id }, label), control, ...more);
}

/** @param {string} id @param {string} label @param {Record<string, string>} choices */
function choiceOf(id, label, choices) {
  const control = make('select', {}, ...Object.entries(choices).map(([value, text]) => make('option', { value }, text)));
  return { control, root: fieldOf(id, label, control) };
}

/** @param {string} text @param {() => unknown} onClick @param {string} [className] */
function buttonOf(text, onClick, className = '') {
  const button = make('button', { type: 'button', className }, text);
  button.addEventListener('click', onClick);
  return button;
}

/** The profiles in a file, each of them one that may be used; throws what a person can read.
 * @param {string} text @param {import('../base/core.js').PageCore} core */
export function readProfiles(text, core) {
  let parsed;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Error('This file holds no profiles: it is no JSON.');
  }
  if (parsed?.format !== FORMAT) throw new Error('This file holds no profiles of this page.');
  const profiles = profilesOf(parsed.profiles).slice(0, MOST);
  return profiles.filter(({ url, dialect }) => {
    try {
      core.checkUrl(url.trim().replace(/\/+$/, ''));
      core.checkDialect(dialect);
      return true;
    } catch {
      return false;
    }
  });
}

/** A file of all profiles; no key is ever in one. @param {import('./endpoint.js').Profile[]} profiles */
export const writeProfiles = (profiles) =>
  JSON.stringify({ format: FORMAT, version: 1, profiles: profiles.map(({ name, url, dialect }) => ({ name, url, dialect: dialectOf(dialect) })) }, null, 2);

/** @param {import('../../worker/engine.js').Probed} probed */
function foundText({ outcome, text, models }) {
  if (outcome !== 'works' || !models.length) return text;
  return `${text} ${models.length === 1 ? 'One model is' : `${models.length} models are`} offered under Model.`;
}

/**
 * @param {HTMLElement} root
 * @param {object} app
 * @param {import('./endpoint.js').EndpointChoice} app.endpoint
 * @param {import('../base/core.js').PageCore} app.core
 * @param {import('../base/faults.js').Faults} app.faults
 * @param {() => Promise<import('../../worker/engine.js').Probed>} app.probe
 */
export function showProfiles(root, { endpoint, core, faults, probe }) {
  const said = make('p', { className: 'hint', id: 'endpoint-said', 'aria-live': 'polite' });
  const region = choiceOf('endpoint-region', 'Region', REGIONS);
  const choices = CHOICES.map(([name, label, options]) => ({ name, ...choiceOf(`endpoint-${name}`, label, options) }));
  const version = make('input', { type: 'text', spellcheck: false, autocapitalize: 'off', placeholder: 'none' });
  const versionField = fieldOf('endpoint-api_version', 'API version', version);
  const azureNote = make('p', { className: 'hint' }, 'The base URL ends in /openai/v1, or in /openai/deployments/ and a deployment’s name; then the version is one like 2025-04-01-preview. The model is the deployment’s name.');
  const name = make('input', { type: 'text', maxLength: 60, spellcheck: false });
  const importer = make('input', { type: 'file', className: 'unseen', accept: 'application/json,.json' });
  let serial = 0; // of tests; what an older one says is not shown any more

  const rename = buttonOf('Rename', () => named((text) => endpoint.rename(text)), 'quiet');
  const remove = buttonOf('Delete', () => endpoint.remove(), 'quiet');
  const nameField = fieldOf('profile-name', 'Profile name', name);
  const saving = make('div', {}, buttonOf('Save as…', () => named((text) => endpoint.saveAs(text))), rename, remove);
  const exporting = buttonOf('Export profiles', () => saveFile(new Blob([writeProfiles(endpoint.profiles())], { type: 'application/json' }), 'gpt-image-profiles.json'), 'quiet');
  const test = buttonOf('Test', runTest);

  /** Does something with the name in the box. @param {(text: string) => void} work */
  function named(work) {
    const text = name.value.trim();
    if (!text) {
      name.value = endpoint.current().host;
      return name.select();
    }
    work(text);
  }

  async function runTest() {
    const mine = ++serial;
    said.textContent = 'Asking…';
    try {
      const found = await probe();
      if (mine === serial) said.textContent = foundText(found);
    } catch (error) {
      if (mine !== serial) return;
      said.textContent = '';
      faults.show(error);
    }
  }

  /** @param {import('./endpoint.js').Dialect} what */
  function adjust(what) {
    const dialect = { ...endpoint.setup().dialect, ...what };
    try {
      core.checkDialect(dialect);
    } catch (error) {
      return faults.show(error, { focus: false });
    }
    endpoint.adjust({ dialect });
  }

  region.control.addEventListener('change', () => endpoint.adjust({ region: region.control.value }));
  for (const { name: member, control } of choices) control.addEventListener('change', () => adjust({ [member]: control.value }));
  version.addEventListener('change', () => adjust({ api_version: version.value.trim() }));
  watchPicker(importer, async ([file]) => {
    try {
      if (file.size > MOST_BYTES) throw new Error('This file is too large to be one of profiles.');
      const profiles = readProfiles(await file.text(), core);
      endpoint.add(profiles);
      said.textContent = profiles.length ? `Imported: ${profiles.map((one) => one.name).join(', ')}. Keys are not in such files; each is asked for at its endpoint.` : 'There is no profile in this file that can be used.';
    } catch (error) {
      said.textContent = error instanceof Error ? error.message : String(error);
    }
  });

  root.append(
    make('div', { className: 'settings' }, region.root, ...choices.map((one) => one.root), versionField),
    azureNote,
    make('div', {}, test),
    said,
    nameField,
    saving,
    make('div', {}, exporting, make('label', { className: 'button quiet' }, importer, 'Import profiles')),
  );
  for (const { name: member, control } of choices) faults.watch(member, control);
  faults.watch('api_version', version);

  return {
    /** Shows what is chosen now. */
    refresh() {
      const { choice, region: chosen = '', dialect = {} } = endpoint.setup();
      const profile = endpoint.profile();
      const openai = choice === 'openai';
      region.root.hidden = !openai;
      region.control.value = chosen;
      for (const { name: member, control, root: field } of choices) {
        field.hidden = openai;
        control.value = dialect[member] ?? control.options[0].value;
      }
      versionField.hidden = nameField.hidden = saving.hidden = openai;
      version.value = dialect.api_version ?? '';
      azureNote.hidden = openai || dialect.key_header !== 'api-key';
      if (profile) name.value = profile.name;
      rename.hidden = remove.hidden = !profile;
      exporting.hidden = !endpoint.profiles().length;
    },

    /** What was found is of another endpoint. */
    forget() {
      serial++;
      said.textContent = '';
    },
  };
}
