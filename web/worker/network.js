// @ts-check
/** What the engine cannot know of the network, and how its requests go out. */
import { Fault } from '../js/base/border.js';

const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])$/;

/** Throws the Fault of a request that cannot leave this device. @param {string} baseUrl */
export function checkOnline(baseUrl) {
  const { hostname, origin } = new URL(baseUrl);
  if (navigator.onLine || LOOPBACK.test(hostname) || origin === self.origin) return;
  throw new Fault({ code: 'network', http: 0, field: '', text: 'You are offline, so nothing was sent. Connect to the internet, then press Generate again.' });
}

/**
 * Has a POST that is sent on elsewhere come back as the redirection it met: the browser would send the
 * pictures a second time, and without the key.
 */
export function sendNothingOn() {
  const { fetch } = self;
  self.fetch = async (address, init) => {
    const response = await fetch(address, init?.method === 'POST' ? { ...init, redirect: 'manual' } : init);
    return response.type === 'opaqueredirect' ? new Response(null, { status: 307 }) : response;
  };
}
