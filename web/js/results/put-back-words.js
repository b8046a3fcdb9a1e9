// @ts-check
/** How it goes to put answers back into a picture, and how it went; pure. */

/** Before the share that is done. */
export const composingText = 'Putting it back into your picture…';

/** Never 100 % before it is done. @param {number} share 0..1 */
export const percentText = (share) => ` ${Math.min(Math.floor(share * 100), 99)} %`;

/** @param {string} why '' for no trouble */
export const troubleText = (why) => why && `It could not be put back into your picture. ${why}`;

/** To the tenth, and never as -0. @param {number} value */
const tenths = (value) => (Math.round(value * 10) / 10 || 0).toFixed(1);

/** What was done to one answer. @param {import('../base/store.js').Report} report */
function doneText({ aligned, shift_x, shift_y, scale, matched, color_after }) {
  const shift = `${tenths(shift_x)}, ${tenths(shift_y)}`;
  const size = `${tenths(scale * 100)} %`;
  return [
    ...(aligned ? [shift === '0.0, 0.0' ? 'not shifted' : `shifted ${shift} px`] : []),
    ...(aligned && size !== '100.0 %' ? [`scaled to ${size}`] : []),
    ...(matched ? [`colours within ${tenths(color_after)} levels`] : []),
  ].join('; ');
}

/**
 * What was done; 'dropped' is the profile where the picture had one that could not be kept.
 * @param {Pick<import('../base/store.js').Result, 'reports' | 'profile'>} result with a report per answer
 */
export function reportText({ reports, profile }) {
  const texts = reports.map(doneText);
  const named = texts.map((text, i) => text && (texts.length > 1 ? `Area ${i + 1}: ${text}.` : `${text[0].toUpperCase()}${text.slice(1)}.`));
  const lost = profile === 'dropped' ? 'The colour profile of your picture could not be kept.' : '';
  return ['Outside the mask every pixel is yours.', ...named, lost].filter(Boolean).join(' ');
}
