// @ts-check
// Every way in which an endpoint can fail, by the bytes it sends: each is one request, ends in words that say
// what happened and whether it may have cost money, keeps what came, and leaves the page ready for another try.

import { expect, test } from './fixtures.mjs';
import { END, HANG, KEEP, RESET, chunks, head, json, refusal, unreadable, whole } from './fault-server.mjs';
import { alert, button, pictures, promptBox, results } from './support/page.mjs';
import { gradient, png } from './support/pictures.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('./fault-server.mjs').FaultServer} FaultServer */
/** @typedef {import('./fault-server.mjs').Step} Step */
/**
 * @typedef {object} Case
 * @property {FaultServer['post']} [post]
 * @property {Step[]} [models]
 * @property {Step[]} [preflight]
 * @property {boolean} [deaf]
 * @property {boolean} [cancel] by the person, once the request has arrived and what is kept has
 * @property {RegExp} [text] of the alert; none where it is left out
 * @property {RegExp} [status] what is said beside the alert
 * @property {'none' | 'maybe'} [charge] by the words
 * @property {number} [kept] pictures
 * @property {number} [posts] 1 unless told otherwise
 * @property {number} [previews] that are kept, incomplete
 * @property {'Prompt' | 'Model' | 'API key' | 'API base URL'} [field]
 * @property {number} [within] milliseconds
 */

const KEY = 'sk-canary-0123456789';
const ALLOWANCE_MS = 2000; // beyond what a fault takes by itself; a shared machine may stall, so the clock is multiplied
const SLOW_MACHINE = 8;

test.use({ expectedErrors: /^Failed to load resource|^Access to fetch at|has been blocked by CORS policy/ });

const picture = png(8, 6, gradient).toString('base64');
const other = png(6, 8, gradient).toString('base64');
const ANSWER = JSON.stringify({ created: 1, data: [{ b64_json: picture }, { b64_json: other }] });
const HALF = ANSWER.slice(0, ANSWER.length - 40); // with the first picture whole
const PAGE = '<!DOCTYPE html><title>Sign in</title><script>document.title = "run"</script>';

const FINAL = `event: image_generation.completed\ndata: ${JSON.stringify({ type: 'image_generation.completed', b64_json: picture })}\n\n`;
/** @param {number} index */
const partial = (index) => `event: image_generation.partial_image\ndata: ${JSON.stringify({ type: 'image_generation.partial_image', b64_json: other, partial_image_index: index })}\n\n`;
/** @param {string} text @returns {Step[]} */
const events = (text) => whole(200, text, { 'content-type': 'text/event-stream' });
const CHUNKED = head(200, { 'transfer-encoding': 'chunked' });

const REACHABLE = /^The request got no answer, though http:\/\/127\.0\.0\.1:\d+ can be reached and takes this key: /;
const UNREACHABLE = /^No answer from http:\/\/127\.0\.0\.1:\d+\. /;
const BROKE = /^The connection to http:\/\/127\.0\.0\.1:\d+ broke before the answer was complete\. /;
const DAMAGED = /^The answer broke off or is damaged\. Pictures that came whole are kept\. /;
const ELSEWHERE = /^The API base URL http:\/\/127\.0\.0\.1:\d+\/v1 leads somewhere else, /;

/** @param {RegExp} text @param {Partial<Case>} more @returns {Case} */
const maybe = (text, more) => ({ text, charge: 'maybe', ...more });
/** @param {RegExp} text @param {Partial<Case>} more @returns {Case} */
const none = (text, more) => ({ text, charge: 'none', ...more });
/** @param {number} kept @param {FaultServer['post']} post @param {RegExp} [status] @returns {Case} */
const good = (kept, post, status = new RegExp(`^${kept === 2 ? '2 pictures' : '1 of 2 pictures arrived'} · `)) => ({ post, kept, status });

/** @type {Record<string, Record<string, Case>>} */
const groups = {
  'the network': {
    'a port where nobody listens': maybe(UNREACHABLE, { deaf: true, posts: 0, field: 'API base URL' }),
    'a preflight that is reset': maybe(UNREACHABLE, { preflight: [RESET], posts: 0 }),
    'a preflight that allows nothing': maybe(UNREACHABLE, { preflight: [head(204, {}, false)], posts: 0 }),
    'a reset before the request is whole': maybe(REACHABLE, { post: { steps: [RESET], after: 'headers' } }),
    'a reset after the request': maybe(REACHABLE, { post: [RESET] }),
    'an end without a word': maybe(REACHABLE, { post: [END] }),
    'a reset within the headers': maybe(REACHABLE, { post: ['HTTP/1.1 200 OK\r\nContent-Ty', RESET] }),
    'words that are no HTTP': maybe(REACHABLE, { post: ['SSH-2.0-OpenSSH_9.2\r\n'] }),
    'a reset after the headers': maybe(BROKE, { post: [head(200, { 'content-length': ANSWER.length }), 50, RESET] }),
    'a reset within the answer': maybe(BROKE, { post: [head(200, { 'content-length': ANSWER.length }), HALF, 200, RESET], kept: 1 }),
    'a reset within a stream': maybe(BROKE, { post: [head(200, { 'content-type': 'text/event-stream' }), partial(0), 100, RESET], previews: 1 }),
    'an end within chunks': maybe(BROKE, { post: [CHUNKED, ...chunks(HALF), 100, END], kept: 1 }),
    'chunks whose length is no number': maybe(BROKE, { post: [CHUNKED, ...chunks(HALF), 100, 'zz\r\n'], kept: 1 }),
    'less than the length that was told': maybe(BROKE, { post: [head(200, { 'content-length': ANSWER.length + 9 }), HALF, 100, END], kept: 1 }),
    'more than the length that was told': maybe(DAMAGED, { post: [head(200, { 'content-length': HALF.length }), ANSWER], kept: 1 }),
    'an answer without a length that breaks off': maybe(DAMAGED, { post: [head(200), HALF, END], kept: 1 }),
    'an answer in slow pieces': good(2, [CHUNKED, ...chunks(ANSWER.slice(0, 9)), 200, ...chunks(ANSWER.slice(9, 99)), 200, ...chunks(ANSWER.slice(99)), 200, '0\r\n\r\n']),
    'an answer byte by byte': good(2, [head(200), ...ANSWER]),
    'silence, and Cancel': { post: [HANG], cancel: true, status: /^Cancelled\. The request had been sent, so it may still be charged\./ },
    'silence within the answer, and Cancel': { post: [head(200), HALF, HANG], cancel: true, kept: 1, status: /^Cancelled\. .* may still be charged\. Kept: 1 of 2\.$/ },
    'silence while it looks again, and Cancel': { post: [RESET], models: [HANG], cancel: true, status: /^Cancelled\. .* may still be charged\./ },
    'a second look that is reset': maybe(UNREACHABLE, { post: [RESET], models: [RESET] }),
    'a second look that breaks off': maybe(UNREACHABLE, { post: [RESET], models: [head(200, { 'content-length': 99 }), '{', RESET] }),
    'a second look at a web page': maybe(/^The request got no answer, though http:\/\/127\.0\.0\.1:\d+ can be reached: /, { post: [RESET], models: whole(404, PAGE) }),
    'a key refused where pages may not read it': maybe(/asked for its models, http:\/\/127\.0\.0\.1:\d+ says that it does not accept this key\./, {
      post: unreadable(401, 'no'),
      models: refusal(401, 'invalid_api_key', 'Incorrect API key provided.'),
      field: 'API key',
    }),
    'a key that may do little': maybe(/does not let this key list its models either\./, { post: unreadable(403, 'no'), models: refusal(403, null, 'Missing scopes: api.model.read'), field: 'API key' }),
    'a rate limit where pages may not read it': maybe(REACHABLE, { post: unreadable(429, 'no') }),
  },
  'redirections': {
    'to another path': none(ELSEWHERE, { post: whole(307, '', { location: '/elsewhere' }), field: 'API base URL' }),
    'for ever': none(ELSEWHERE, { post: whole(308, '', { location: '/v1/images/generations' }) }),
    'by a GET': none(ELSEWHERE, { post: whole(302, '', { location: '/elsewhere' }) }),
    'without a place': none(ELSEWHERE, { post: whole(302, 'Moved') }),
    'not modified': none(ELSEWHERE, { post: [head(304)] }),
    'where pages may not read them': maybe(REACHABLE, { post: [head(307, { location: '/elsewhere' }, false)] }),
  },
  'refusals': {
    'a setting that is wrong': none(/^The API refused the request\. Nothing was charged\. The API says: Bad <b>size<\/b>\.$/, { post: refusal(400, 'invalid_value', 'Bad <b>size</b>.') }),
    'a prompt that is not allowed': none(/^The safety system refused this request \(in what was sent: sexual, violence\)\. /, {
      post: refusal(400, 'moderation_blocked', 'Rejected.', { moderation_details: { moderation_stage: 'input', categories: ['sexual', 'violence'] } }),
      field: 'Prompt',
    }),
    'a picture that is not allowed': maybe(/^The safety system refused this request \(in what it made: hate\)\. /, {
      post: refusal(400, 'moderation_blocked', 'Rejected.', { moderation_details: { moderation_stage: 'output', categories: ['hate'] } }),
    }),
    'a wrong key, quoted': none(/^The API does not accept this key\. .* The API says: Incorrect API key provided: \S*\*+\.$/, { post: refusal(401, 'invalid_api_key', `Incorrect API key provided: ${KEY}.`), field: 'API key' }),
    'a key without permission': none(/^This key may not do that: /, { post: json(403, { error: 'forbidden' }), field: 'API key' }),
    'an organization that is not verified': none(/^OpenAI gives this model to verified organizations only\. /, { post: refusal(403, null, 'Your organization must be verified to use the model.'), field: 'Model' }),
    'a wrong country': none(/^OpenAI does not serve the country/, { post: refusal(403, 'unsupported_country_region_territory', 'No.') }),
    'an unknown model': none(/^The endpoint has no such model as gpt-image-2\.5-flare, /, { post: refusal(404, 'model_not_found', 'No.'), field: 'Model' }),
    'an unknown address': none(/^The endpoint http:\/\/127\.0\.0\.1:\d+\/v1 knows no such address, or no model gpt-image-2\.5-flare\. /, { post: json(404, { detail: 'Not Found' }), field: 'API base URL' }),
    'a web page that is not there': none(/^The answer is a web page, not one of the API's\. /, { post: whole(404, PAGE) }),
    'a wrong method': none(/knows no such address/, { post: whole(405, '') }),
    'a time-out of the server': none(/^The API could not take the request just now\. /, { post: whole(408, '') }),
    'a conflict': none(/^The API could not take the request just now\. /, { post: refusal(409, null, 'Locked.') }),
    'a request too large': none(/^The request of 0\.0 MB is larger than the endpoint takes\. /, { post: whole(413, PAGE) }),
    'settings that cannot be processed': none(/The API says: value is not a valid integer$/, { post: json(422, { detail: 'value is not a valid integer' }) }),
    'an account without credit': none(/^The account of this key has no credit left /, { post: refusal(429, 'insufficient_quota', 'You exceeded your current quota.'), field: 'API key' }),
    'too many requests': none(/^Too many requests at a time .* Please try again in 1s\.$/, { post: refusal(429, 'rate_limit_exceeded', 'Please try again in 1s.'), posts: 3, within: 4000 }),
    "too many requests, by a gateway's page": none(/^Too many requests at a time /, { post: whole(429, PAGE, { 'retry-after': 1, 'access-control-expose-headers': 'retry-after' }), posts: 3, within: 4000 }),
    'an error of the server': maybe(/^The server failed while it worked on the request\. /, { post: refusal(500, null, 'Sorry.') }),
    "a gateway's page": maybe(/^The server failed while it worked on the request\. /, { post: whole(502, PAGE) }),
    'a server that is too busy': none(/^The API is overloaded or down for the moment\. /, { post: refusal(503, 'server_is_overloaded', 'Later.'), posts: 3, within: 9000 }),
    'a gateway whose server is down': maybe(/^The API is overloaded or down for the moment\. /, { post: whole(503, 'no healthy upstream') }),
    'a gateway that waited too long': maybe(/^The server failed /, { post: whole(504, '') }),
    'an edge that waited too long': maybe(/^The server failed /, { post: whole(524, PAGE) }),
    'no content': maybe(/^The answer is empty\. /, { post: [head(204)] }),
    'content to be reset': maybe(/^The answer is empty\. /, { post: [head(205)] }),
    'a change of protocol': maybe(REACHABLE, { post: [head(101, { upgrade: 'foo' })] }),
    'hints before the answer': good(2, ['HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n', ...whole(200, ANSWER)]),
    'another kind of success': good(2, whole(201, ANSWER)),
  },
  'the answer': {
    'a web page': maybe(/^The answer is a web page, not one of the API's\. /, { post: whole(200, PAGE), field: 'API base URL' }),
    'nothing': maybe(/^The answer is empty\. /, { post: whole(200, '') }),
    'no JSON': maybe(DAMAGED, { post: whole(200, 'OK') }),
    'JSON cut off': maybe(DAMAGED, { post: whole(200, HALF), kept: 1 }),
    'something after the JSON': maybe(DAMAGED, { post: whole(200, `${ANSWER}x`), kept: 2 }),
    'a list': maybe(DAMAGED, { post: whole(200, '[]') }),
    'null': maybe(DAMAGED, { post: whole(200, 'null') }),
    'too deep': maybe(DAMAGED, { post: whole(200, `${'{"a":'.repeat(70)}0${'}'.repeat(70)}`) }),
    'deep without end': maybe(DAMAGED, { post: whole(200, '['.repeat(100_000)) }),
    'not UTF-8': maybe(DAMAGED, { post: whole(200, Buffer.from('{"data":"\xff\xfe"}', 'latin1')) }),
    'a byte order mark': good(2, whole(200, `\uFEFF${ANSWER}`)),
    'an error of status 200': maybe(/^The API refused the request\. .* The API says: Oh no\.$/, { post: refusal(200, null, 'Oh no.') }),
    'no pictures': maybe(/^No images returned from API endpoint\. /, { post: json(200, { data: [] }) }),
    'pictures without data': maybe(/^No images returned from API endpoint\. /, { post: json(200, { data: [{ b64_json: '' }, {}] }) }),
    'one of two damaged': good(1, json(200, { data: [{ b64_json: `${picture.slice(0, 9)}*${picture.slice(10)}` }, { b64_json: other }] }), /^1 of 2 pictures arrived · 1 damaged on the way · /),
    'base64 for URLs, padded wrong': maybe(/^The picture arrived damaged and cannot be shown\. /, { post: json(200, { data: [{ b64_json: '_-=a' }] }) }),
    'one of two is no picture': good(1, json(200, { data: [{ b64_json: Buffer.from(PAGE).toString('base64') }, { b64_json: other }] }), /^1 of 2 pictures arrived · 1 damaged on the way · /),
    'what is no picture': maybe(/^What arrived is no picture of any known kind\. /, { post: json(200, { data: [{ b64_json: Buffer.from('%PDF-1.7').toString('base64') }] }) }),
    'fewer pictures': good(1, json(200, { data: [{ b64_json: picture }] })),
    'more pictures': good(3, json(200, { data: [picture, other, picture].map((b64_json) => ({ b64_json })) }), /^3 pictures · /),
    'text without end': maybe(/^The answer is larger than any the API gives, /, { post: [head(200, { 'content-length': 5e9 }), Buffer.alloc(9 << 20, ' '), HANG], within: 2000 }),
    'a picture without end': maybe(/^The picture arrived damaged and cannot be shown\. /, {
      post: [head(200), '{"data":[{"b64_json":"', ...Array(90).fill(Buffer.alloc(1 << 20, 'A')), '"}]}'],
      within: 5000,
    }),
  },
  'a stream': {
    'as it should be': good(1, events(`${partial(0)}${partial(1)}${FINAL}data: [DONE]\n\n`)),
    'lines by CR LF': good(1, events(`${partial(0)}${FINAL}`.replaceAll('\n', '\r\n'))),
    'lines by CR': good(1, events(`${partial(0)}${FINAL}`.replaceAll('\n', '\r'))),
    'a mark, comments, unknown events and no spaces': good(1, events(`\uFEFF: hello\n\nevent:ping\ndata:{}\n\n${FINAL.replaceAll(': ', ':')}`)),
    'partial pictures out of order': good(1, events(`${partial(2)}${partial(0)}${FINAL}${partial(1)}`)),
    'the last event twice': good(1, events(`${FINAL}${FINAL}`)),
    'something after the end': good(1, events(`${FINAL}data: [DONE]\n\nevent: error\ndata: {"error":{"message":"late"}}\n\n`)),
    'data in several lines': good(1, events(`event: image_generation.completed\ndata: {\ndata: "b64_json": "${picture}"}\n\n`)),
    'byte by byte': good(1, [head(200, { 'content-type': 'text/event-stream' }), ...FINAL]),
    'without its last event': maybe(BROKE, { post: events(partial(0)), previews: 1 }),
    'that is done too soon': maybe(BROKE, { post: events('data: [DONE]\n\n') }),
    'cut within an event': maybe(BROKE, { post: events(FINAL.slice(0, 60)) }),
    'an error on the way': maybe(/^The server failed|^The API refused the request\. .* The API says: Overheated\.$/, { post: events(`${partial(0)}event: error\ndata: {"error":{"message":"Overheated."}}\n\n`), previews: 1 }),
    'a picture that is not allowed': maybe(/^The safety system refused this request/, { post: events('event: error\ndata: {"type":"error","error":{"code":"moderation_blocked","message":"No."}}\n\n') }),
    'a damaged picture': maybe(/^The picture arrived damaged/, { post: events(FINAL.replace(picture.slice(8, 12), '*** ')) }),
  },
};

const CHARGE = { none: /Nothing was charged/, maybe: /may have been charged|Most likely nothing was charged/ };

/** @param {Page} page @param {FaultServer} faulty */
async function open(page, faulty) {
  await page.getByRole('combobox', { name: 'Endpoint' }).selectOption('Custom…');
  await page.getByRole('textbox', { name: 'API base URL' }).fill(faulty.url);
  await page.getByRole('textbox', { name: 'API base URL' }).blur();
  await page.getByLabel('API key', { exact: true }).fill(KEY);
  await promptBox(page).fill('Boats');
  await page.getByRole('spinbutton', { name: 'Number of images' }).fill('2');
}

/** @param {Page} page @param {FaultServer} faulty @param {Case} what */
async function meet(page, faulty, what) {
  const before = { posts: faulty.posts, pictures: await pictures(page).count(), preflight: faulty.preflight, models: faulty.models };
  const { kept = 0, previews = 0, posts = 1, within = 0 } = what;
  const timeout = (within + ALLOWANCE_MS) * SLOW_MACHINE;
  faulty.post = what.post ?? [HANG];
  faulty.models = what.models ?? before.models;
  faulty.preflight = what.preflight ?? before.preflight;
  if (what.deaf) await faulty.setDeaf(true);

  await button(page, 'Generate').click();
  if (what.cancel) {
    const asks = faulty.asked.length;
    await expect.poll(() => faulty.posts, { timeout }).toBeGreaterThan(before.posts);
    await expect(pictures(page)).toHaveCount(before.pictures + kept, { timeout });
    if (what.models) await expect.poll(() => faulty.asked.slice(asks - 1).some((one) => one.startsWith('GET')), { timeout }).toBe(true);
    await button(page, 'Cancel').click();
  }
  if (what.text) await expect(alert(page)).toHaveText(what.text, { timeout });
  await expect(button(page, 'Cancel')).toBeHidden({ timeout });
  await expect(button(page, 'Generate')).toBeEnabled();
  await expect(promptBox(page)).toHaveValue('Boats');
  if (!what.text) await expect(alert(page)).toBeEmpty();
  if (what.charge) await expect(alert(page)).toHaveText(CHARGE[what.charge]);
  if (what.charge === 'none') await expect(alert(page)).not.toHaveText(CHARGE.maybe);
  if (what.field) await expect(page.getByLabel(what.field, { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('status')).toHaveText(what.status ?? (kept ? `Kept: ${kept} of 2.` : ''));
  await expect(pictures(page)).toHaveCount(before.pictures + kept + previews);
  expect(faulty.posts).toBe(before.posts + posts);
  expect(faulty.asked.filter((one) => one.endsWith('/elsewhere'))).toEqual([]);
  expect(await page.locator('body').innerText()).not.toContain(KEY);
  await expect.poll(() => faulty.open, { timeout }).toBe(0);

  faulty.preflight = before.preflight;
  faulty.models = before.models;
  if (what.deaf) await faulty.setDeaf(false);
}

for (const [group, cases] of Object.entries(groups)) {
  test(`whatever goes wrong with ${group} ends in words, once`, async ({ page, faulty }) => {
    await open(page, faulty);
    for (const [name, what] of Object.entries(cases)) await test.step(name, () => meet(page, faulty, what));

    faulty.post = whole(200, ANSWER);
    const before = await pictures(page).count();
    await button(page, 'Generate').click();
    await expect(pictures(page)).toHaveCount(before + 2);
    await expect(alert(page)).toBeEmpty();
    expect(await page.title()).toBe('GPT Image');
    await expect(results(page).getByRole('listitem')).toHaveCount(before + 2);
  });
}

// Over HTTP/1.1 Chromium repeats any request by itself when a connection kept from an earlier one breaks before
// the first byte of an answer, and no page can have it not do so.  What is proved is that it was not us.
test('a request that the browser repeats was made once by the page', async ({ page, faulty }) => {
  await open(page, faulty);
  let made = 0;
  page.on('request', (request) => (made += request.method() === 'POST' ? 1 : 0));
  faulty.preflight = [head(204, { connection: 'keep-alive', 'access-control-allow-headers': 'authorization, content-type' }), KEEP];
  faulty.post = [RESET];
  await button(page, 'Generate').click();
  await expect(alert(page)).toHaveText(CHARGE.maybe);
  expect(made).toBe(1);
  expect(faulty.posts).toBeLessThanOrEqual(2);
});

const OPENAI = 'https://api.openai.com';

/** @param {Page} page @param {number} status @param {object} body */
const answerAsOpenAI = (page, status, body) => page.route(`${OPENAI}/**`, (route) => route.fulfill({ status, headers: { 'access-control-allow-origin': '*' }, json: body }));

/** @type {[string, number, object, string][]} */
const linked = [
  ['verify an organization', 403, { message: 'Your organization must be verified to use the model.' }, 'platform.openai.com/settings/organization/general'],
  ['pay', 429, { code: 'insufficient_quota', message: 'You exceeded your current quota.' }, 'platform.openai.com/settings/organization/billing/overview'],
  ['make a key', 401, { code: 'invalid_api_key', message: 'No. See https://example.org.' }, 'platform.openai.com/api-keys'],
];

for (const [what, status, error, address] of linked) {
  test(`where to ${what} is a link, at OpenAI only`, async ({ page, reachable }) => {
    reachable.push(OPENAI);
    await answerAsOpenAI(page, status, { error });
    await page.getByLabel('API key', { exact: true }).fill(KEY);
    await promptBox(page).fill('Boats');
    await button(page, 'Generate').click();

    const link = alert(page).getByRole('link');
    await expect(link).toHaveText(address);
    await expect(link).toHaveAttribute('href', `https://${address}`);
    await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
    await expect(link).toHaveAttribute('target', '_blank');
    await page.getByTitle('Dismiss').click();
    await expect(link).toBeHidden();
  });
}

test('offline, nothing is sent, and the next click works once there is a network', async ({ page, context, reachable }) => {
  reachable.push(OPENAI);
  let posts = 0;
  page.on('request', (request) => (posts += request.method() === 'POST' ? 1 : 0));
  await answerAsOpenAI(page, 200, JSON.parse(ANSWER));
  await page.getByLabel('API key', { exact: true }).fill(KEY);
  await promptBox(page).fill('Boats');
  const loaded = () => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  for (const part of [/workshop-.*js/, /engine-.*wasm/, /worker-.*js/]) await expect.poll(loaded).toContainEqual(expect.stringMatching(part));
  await context.setOffline(true);
  await button(page, 'Generate').click();
  await expect(alert(page)).toHaveText('You are offline, so nothing was sent. Connect to the internet, then press Generate again.');
  await expect(button(page, 'Cancel')).toBeHidden();
  expect(posts).toBe(0);

  await context.setOffline(false);
  await button(page, 'Generate').click();
  await expect(pictures(page)).toHaveCount(2);
  expect(posts).toBe(1);
});
