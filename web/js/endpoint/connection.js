// @ts-check
/** Endpoint and key together: a key never meets another server than its own. */
import { Fault } from '../base/border.js';
import { byId } from '../base/dom.js';
import { pin, pinnedOrigin } from '../base/guard.js';
import { createLater } from '../base/later.js';
import { createEndpoint } from './endpoint.js';
import { createKey } from './key.js';

const CANNOT_MOVE = { code: 'internal', http: 0, field: 'base_url', text: 'The page has to be loaded anew before it may talk to another server, and this browser lets nothing be kept meanwhile. Save your pictures and your prompt, then reload the page.' };

/**
 * @param {object} app
 * @param {import('../base/core.js').PageCore} app.core
 * @param {import('../base/faults.js').Faults} app.faults
 * @param {() => Promise<void>} app.carry has all that is on the page there again after one reload
 * @param {() => void} app.onForget when the key is to be forgotten everywhere
 * @param {(setup: {baseUrl: string, dialect: import('./endpoint.js').Dialect, key: string}) => Promise<import('../../worker/engine.js').Probed>} app.probe
 * @param {(models: import('../../worker/engine.js').Probed['models']) => void} app.onModels what is found at the endpoint
 */
export function createConnection({ core, faults, carry, onForget, probe, onModels }) {
  /** @type {HTMLInputElement} */
  const box = byId('key');
  /** @type {HTMLInputElement} */
  const url = byId('base-url');
  const key = createKey(
    { box, remember: byId('remember-key'), forget: byId('forget-key'), promise: byId('key-promise') },
    { onKey: pin, onForget },
  );
  const endpoint = createEndpoint({ select: byId('endpoint'), url, urlField: byId('custom-url') }, connect);
  faults.watch('key', box);
  faults.watch('base_url', url);

  /** @type {HTMLDetailsElement} */
  const more = byId('endpoint-more');
  const profiles = createLater('This part', async () => {
    const { showProfiles } = await import('./profiles.js');
    return showProfiles(byId('endpoint-settings'), { endpoint, core, faults, probe: probeEndpoint });
  });
  let probed = '';

  /** Asks the chosen endpoint whether it answers and what it has. */
  async function probeEndpoint() {
    faults.clear();
    const asked = endpoint.current();
    const setup = { baseUrl: asked.baseUrl, dialect: asked.dialect, key: key.valueFor(asked.origin) };
    core.checkUrl(setup.baseUrl);
    core.checkKey(setup.key);
    const found = await probe(setup);
    if (endpoint.current().baseUrl !== asked.baseUrl) return found;
    probed = asked.baseUrl;
    onModels(found.models);
    return found;
  }

  /** What was found at one endpoint is not there at another. */
  function forgetProbed() {
    if (!probed || probed === endpoint.current().baseUrl) return;
    probed = '';
    onModels([]);
    profiles.ifThere((panel) => panel.forget());
  }

  more.addEventListener('toggle', () => {
    if (more.open) profiles.get().then((panel) => panel.refresh()).catch(faults.show);
  });

  /** Whether the chosen address may be used at all; says why not. */
  function isUsable() {
    const { baseUrl } = endpoint.current();
    try {
      return Boolean(baseUrl && core.checkUrl(baseUrl));
    } catch (error) {
      faults.show(error, { focus: false });
      return false;
    }
  }

  /** Loads the page anew with all there is in it, so that it may talk to another server. */
  async function moveOn() {
    try {
      await carry();
      location.reload();
    } catch {
      faults.show(new Fault(CANNOT_MOVE));
    }
  }

  /** Brings key and words in line with the endpoint. */
  function connect() {
    const chosen = endpoint.current();
    const takesKey = !chosen.demo && isUsable();
    byId('key-settings').hidden = !takesKey;
    more.hidden = chosen.demo;
    forgetProbed();
    profiles.ifThere((panel) => panel.refresh());
    byId('demo-note').hidden = !chosen.demo;
    byId('no-key').hidden = chosen.demo || !endpoint.hasDemo;
    byId('destination').textContent = destinationText(chosen);
    if (!takesKey) return;
    if (pinnedOrigin() && pinnedOrigin() !== chosen.origin) moveOn();
    else key.bindTo(chosen);
  }

  connect();
  byId('endpoint').addEventListener('change', () => (more.open ||= endpoint.setup().choice === 'azure'));
  return { endpoint, key };
}

/** Where Generate sends things. @param {import('./endpoint.js').Endpoint} endpoint */
function destinationText({ host, demo }) {
  if (demo) return ' · drawn by the demo';
  return host ? ` · sends to ${host}` : '';
}
