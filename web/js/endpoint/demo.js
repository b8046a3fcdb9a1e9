// @ts-check
/** Makes sure that somebody answers at demo/v1: the server itself, or a service worker. */
import { Fault } from '../base/border.js';
import { ownScript } from '../base/guard.js';

const PATIENCE_MS = 10_000;

/** Settles once this page's requests go through the service worker. */
function controlled() {
  const { serviceWorker } = navigator;
  return new Promise((resolve, reject) => {
    if (serviceWorker.controller) return resolve(undefined);
    serviceWorker.addEventListener('controllerchange', resolve, { once: true });
    setTimeout(() => reject(new Error('The browser did not hand this page to it. Reload the page once.')), PATIENCE_MS);
  });
}

/** Throws a Fault where the demo cannot be had. */
export async function startDemo() {
  try {
    const where = await fetch('demo/where.json');
    const { served } = await where.json();
    if (served !== 'service worker') return;
    await navigator.serviceWorker.register(ownScript('service-worker.js'));
    await controlled();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Fault({ code: 'network', http: 0, field: 'base_url', text: `The demo cannot start here: it needs the server it came from, or a service worker. ${why}` });
  }
}
