// @ts-check
// An answer as events, as the real API sends them: each with its name, and its type in its data once more.

import { scale } from './draw/scale.mjs';

/** @typedef {import('./draw/picture.mjs').Picture} Picture */

/** Between two events, so that they can be seen to come one after the other. */
const pauseMs = 250;

/** A picture that is not finished: the first step is the roughest. @param {Picture} picture @param {number} step */
export function roughly(picture, step) {
  const { width, height } = picture;
  const grain = 48 >> (2 * step);
  const small = scale(picture, Math.ceil(width / grain), Math.ceil(height / grain));
  return scale(small, width, height);
}

/**
 * @param {'image_generation' | 'image_edit'} what
 * @param {AsyncGenerator<{ type: string }>} events
 * @returns {Response}
 */
export function streamed(what, events) {
  const encoder = new TextEncoder();
  let started = false;
  const body = new ReadableStream({
    async pull(controller) {
      if (started) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      started = true;
      const { done, value } = await events.next();
      if (done) return controller.close();
      const type = `${what}.${value.type}`;
      controller.enqueue(encoder.encode(`event: ${type}\ndata: ${JSON.stringify({ ...value, type })}\n\n`));
    },
    async cancel() {
      await events.return(undefined);
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
}
