// @ts-check
/** What belongs to the page and not to a picture, into a backup and out of it: its choices, and profiles without keys. */
import { keep, recall } from '../base/keep.js';
import { readProfiles, writeProfiles } from '../endpoint/profiles.js';
import { parseChoices } from '../form/choices.js';

/**
 * @typedef {import('../endpoint/endpoint.js').Profile} Profile
 * @typedef {object} App
 * @property {import('../base/store.js').Store} store
 * @property {import('../base/core.js').PageCore} core
 * @property {import('../endpoint/endpoint.js').EndpointChoice} endpoint
 */

/** @param {Profile} a @param {Profile} b */
const isSame = (a, b) => a.url === b.url && JSON.stringify(a.dialect) === JSON.stringify(b.dialect);

/** Whether an address may be in a file; one that holds a password is none of an endpoint. @param {import('../base/core.js').PageCore} core @param {Profile} profile */
function isUsable(core, { url }) {
  try {
    return Boolean(core.checkUrl(url.trim().replace(/\/+$/, '')));
  } catch {
    return false;
  }
}

/** @param {string} text @param {import('../base/core.js').PageCore} core @returns {Profile[]} none where they are damaged */
function profilesIn(text, core) {
  try {
    return readProfiles(text, core);
  } catch {
    return [];
  }
}

/** @param {App} app */
export const packAround = ({ core, endpoint }) =>
  ({ choices: recall('choices'), profiles: writeProfiles(endpoint.profiles().filter((profile) => isUsable(core, profile))) });

/** Adds profiles that are not here under any name, and chooses where nobody has chosen yet.
 * @param {{choices: string, profiles: string}} packed @param {App} app */
export function takeAround({ choices: text, profiles }, { store, core, endpoint }) {
  const fresh = profilesIn(profiles, core).filter((one) => !endpoint.profiles().some((mine) => isSame(one, mine)));
  if (fresh.length) endpoint.add(fresh);
  if (!text || recall('choices')) return;
  const choices = parseChoices(text);
  keep('choices', JSON.stringify(choices));
  store.update({ choices });
}
