// @ts-check
/** Numbers and outcomes as people read them; pure. */

/** @typedef {import('./core.js').Size} Size */
/** @typedef {import('./store.js').Answer} Answer */

/** "1,234,567"; the browser's own formatter takes some 15 ms to get ready. @param {number} value whole */
export const grouped = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

/** @param {number} count @param {string} noun */
export const counted = (count, noun) => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;

/** @param {Size} size */
export const sizeText = ({ width, height }) => `${width} x ${height}`;

/** @param {Size} a @param {Size} b */
export const isSameSize = (a, b) => a.width === b.width && a.height === b.height;

/** "2500 x 1700 → 2484 x 1689", or the one size where nothing changes. @param {Size} from @param {Size} to */
export const sizeChange = (from, to) =>
  isSameSize(from, to) ? sizeText(from) : `${sizeText(from)} → ${sizeText(to)}`;

/**
 * What of a picture is sent for its mask: "1184 x 1184 of your 8064 x 6048 photo, pixel for pixel".
 * @param {import('./core.js').Crop[]} crops at least one @param {Size} picture
 */
export function planText(crops, picture) {
  const [{ frame, ...sent }] = crops;
  const whole = frame.width >= picture.width && frame.height >= picture.height;
  const part = whole ? `All of your ${sizeText(picture)} photo` : `${sizeText(frame)} of your ${sizeText(picture)} photo`;
  const scale = isSameSize(frame, sent) ? 'pixel for pixel' : `sent at ${sizeText(sent)}`;
  return crops.length === 1 ? `${part}, ${scale}` : `${crops.length} requests: ${part}, ${scale}, and ${crops.length - 1} more`;
}

/** Why a mask is no use for an image, and what can be done. @param {Size} mask @param {Size} image */
export function otherSizeText(mask, image) {
  const alike = Math.abs(mask.width * image.height - image.width * mask.height) < Math.max(mask.height, image.height);
  const meaning = alike ? 'the same proportions: the mask can be fitted to it' : 'other proportions: fitted to it, the mask is stretched';
  return `The image is ${sizeText(image)}, of ${meaning}.`;
}

/** Bytes, in powers of 1000 as file managers count. @param {number} bytes */
export function bytesText(bytes) {
  if (bytes < 1000) return counted(bytes, 'byte');
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} KB`;
  return bytes < 999.95e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** Dollars to the hundredth of a cent, for most pictures cost a few cents. @param {number} dollars */
export function dollarsText(dollars) {
  if (dollars > 0 && dollars < 0.0001) return 'less than $0.0001';
  return `$${dollars.toFixed(dollars < 1 ? 4 : 2)}`;
}

/** @param {number} milliseconds */
export function durationText(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A painted share; what little there is never reads as none. @param {number} share 0..1 */
export function shareText(share) {
  const percent = share * 100;
  if (percent > 0 && percent < 1) return 'less than 1 %';
  return `${percent > 99 && percent < 100 ? 99 : Math.round(percent)} %`;
}

/**
 * What is going on, from a job's progress.
 * @param {{stage: string, image?: number, from?: [number, number], to?: [number, number], bytes?: number}} progress
 */
export function stageText({ stage, image = 0, from = [0, 0], to = [0, 0], bytes = 0 }) {
  const size = (/** @type {[number, number]} */ [width, height]) => ({ width, height });
  if (stage === 'preparing') return `Preparing image ${image + 1}: ${sizeChange(size(from), size(to))}`;
  if (stage === 'sending') return `Sending ${bytesText(bytes)}, then waiting for pictures…`;
  if (stage === 'looking') return 'No answer. Looking whether the endpoint can be reached…';
  return 'Receiving pictures…';
}

/** @param {NonNullable<Answer['usage']>} usage */
function usageText({ text_tokens, image_tokens, output_tokens }) {
  const into = image_tokens ? `${grouped(image_tokens)} + ${grouped(text_tokens)}` : grouped(text_tokens);
  return `${into} tokens in, ${grouped(output_tokens)} out`;
}

/**
 * "2 pictures · 1,024 + 88 tokens in, 196 out · $0.0143 · 14 s"
 * @param {Answer} answer
 * @param {{arrived: number, asked: number, milliseconds: number}} run
 */
export function endText({ usage, cost_usd, damaged }, { arrived, asked, milliseconds }) {
  return [
    arrived < asked ? `${arrived} of ${counted(asked, 'picture')} arrived` : counted(arrived, 'picture'),
    ...(damaged ? [`${damaged} damaged on the way`] : []),
    ...(usage ? [usageText(usage)] : []),
    ...(cost_usd === undefined ? [] : [dollarsText(cost_usd)]),
    durationText(milliseconds),
  ].join(' · ');
}

/**
 * What was asked for and what came, for under a picture.
 * @param {{asked: import('./store.js').Settings, answer: Answer | null, incomplete?: boolean}} result
 * @param {Size | null} actual the picture's own size once it is known
 */
export function resultText({ asked, answer, incomplete = false }, actual) {
  const size = actual ? sizeText(actual) : '';
  const unlike = asked.size !== 'auto' && size && size !== String(asked.size).replace('x', ' x ');
  const cost = answer?.cost_usd;
  const author = asked.output_format === 'svg' ? ' and what its author costs' : '';
  return [
    ...(incomplete ? ['incomplete preview'] : []),
    asked.model,
    answer?.quality ?? asked.quality,
    ...(size ? [unlike ? `${size} (asked for ${String(asked.size).replace('x', ' x ')})` : size] : []),
    ...((answer?.background ?? asked.background) === 'transparent' ? ['transparent'] : []),
    `seed ${asked.seed} (not sent)`,
    ...(cost === undefined ? [] : [answer && answer.images > 1 ? `${dollarsText(cost)} for ${answer.images}` : dollarsText(cost) + author]),
  ].join(' · ');
}

/** Dollars as exact as an estimate is: two digits. @param {number} dollars */
const roughly = (dollars) => (dollars < 1 ? `$${Number(dollars.toPrecision(2))}` : dollarsText(dollars));

/**
 * What a run will cost: "about $0.0132 x 4", "about $0.011 to $0.042", with "for 4" where there are several.
 * @param {import('./core.js').Estimate | null} estimate @param {number} pictures
 */
export function estimateText(estimate, pictures) {
  if (!estimate) return '';
  const { low, high } = estimate;
  if (low === high) return `about ${dollarsText(low / pictures)}${pictures > 1 ? ` x ${pictures}` : ''}`;
  return `about ${roughly(low)} to ${roughly(high)}${pictures > 1 ? ` for ${pictures}` : ''}`;
}

/**
 * What Generate will do and cost: "3 jobs · 6 requests · about $0.0132 x 6".
 * @param {import('../jobs/offer.js').Offer} offer
 */
export function offerText({ count, requests, pictures, estimate }) {
  return [
    ...(count > 1 ? [counted(count, 'job')] : []),
    ...(requests > count ? [counted(requests, 'request')] : []),
    ...(estimate ? [estimateText(estimate, pictures)] : []),
  ].join(' · ');
}

/** What this tab has spent: "$0.0143 spent of $1.00", '' for nothing. @param {number} spent @param {number | null} cap */
export function spentText(spent, cap) {
  if (!spent && cap === null) return '';
  return `${spent ? dollarsText(spent) : 'nothing'} spent${cap === null ? '' : ` of ${dollarsText(cap)}`}`;
}

/**
 * Why a run is refused.
 * @param {{cap: number, spent: number, pending: number, high: number | null}} money dollars
 */
export function capText({ cap, spent, pending, high }) {
  const cost = high === null ? 'What this costs is not known' : `This may cost ${dollarsText(high)}`;
  const open = pending ? ` and ${dollarsText(pending)} may come to it` : '';
  return `${cost}; of the ${dollarsText(cap)} you set as a limit ${dollarsText(spent)} is spent${open}. Raise the limit, or ask for less. Nothing was sent.`;
}

/** What came of a job that did not end well, '' for nothing. @param {number} arrived @param {number} asked */
export const keptText = (arrived, asked) => (arrived ? `Kept: ${arrived} of ${asked}.` : '');

/** How many jobs are under way, '' for one alone. @param {import('./store.js').Job[]} jobs */
export function queueText(jobs) {
  const count = (/** @type {string} */ state) => jobs.filter((job) => job.state === state).length;
  const [running, waiting] = [count('running'), count('waiting')];
  if (running + waiting < 2) return '';
  return [`${counted(running, 'job')} running`, ...(waiting ? [`${waiting} waiting`] : [])].join(', ');
}

/**
 * What is said of a job beside its name.
 * @param {import('./store.js').Job} job @param {{now: number, before: number}} when 'before': how many wait before it
 */
export function jobText({ state, text, since, again }, { now, before }) {
  if (state === 'waiting') return before ? `${before} before it` : 'Next in line';
  if (state !== 'running') return text;
  if (again) return `${text} It is sent again in ${Math.max(0, Math.ceil((again - now) / 1000))} s.`;
  return `${text} · ${durationText(now - since)}`;
}

/**
 * What Generate will do.
 * @param {number} images
 * @param {boolean} masked
 */
export function modeText(images, masked) {
  if (!images) return 'Makes a new picture';
  if (images > 1) return 'Edits your pictures';
  return masked ? 'Edits your picture where it is painted' : 'Edits your picture';
}
