// @ts-check
/**
 * Reads what somebody else wrote: each of these gives a value only if it is of its kind, and throws
 * otherwise; pure.
 *
 * @template T
 * @typedef {(value: any) => T} Reader
 */

/** @param {boolean} isFit */
function demand(isFit) {
  if (!isFit) throw new TypeError('It is of another kind.');
}

/** @param {number} most letters @returns {Reader<string>} */
export const text = (most) => (value) => {
  demand(typeof value === 'string' && value.length <= most);
  return value;
};

/** @param {RegExp} pattern @returns {Reader<string>} */
export const like = (pattern) => (value) => {
  demand(typeof value === 'string' && pattern.test(value));
  return value;
};

/** @param {number} [least] @param {number} [most] @returns {Reader<number>} */
export const number = (least = -1e15, most = 1e15) => (value) => {
  demand(typeof value === 'number' && value >= least && value <= most);
  return value;
};

/** @param {number} [least] @param {number} [most] @returns {Reader<number>} */
export const whole = (least = 0, most = 1e15) => (value) => {
  demand(Number.isInteger(value));
  return number(least, most)(value);
};

/** @type {Reader<boolean>} */
export const flag = (value) => {
  demand(typeof value === 'boolean');
  return value;
};

/** @template T @param {Reader<T>} read @param {number} most of them @returns {Reader<T[]>} */
export const listOf = (read, most) => (value) => {
  demand(Array.isArray(value) && value.length <= most);
  return value.map(read);
};

/** @template T @param {Reader<T>} read @returns {Reader<T | null>} */
export const orNull = (read) => (value) => (value === null ? null : read(value));

/** @template T @param {Reader<T>} read @param {T} usual where there is none @returns {Reader<T>} */
export const orUsual = (read, usual) => (value) => (value === undefined ? usual : read(value));

/** @template T @param {...Reader<T>} readers @returns {Reader<T>} */
export const anyOf = (...readers) => (value) => {
  for (const read of readers.slice(0, -1)) {
    try {
      return read(value);
    } catch {
      // Perhaps the next.
    }
  }
  return readers[readers.length - 1](value);
};

/** These members and no others; those that may be missing are left out then.
 * @template {Record<string, Reader<any>>} T @param {T} members @param {string[]} [optional]
 * @returns {Reader<{[name in keyof T]: ReturnType<T[name]>}>} */
export const record = (members, optional = []) => (value) => {
  demand(typeof value === 'object' && value !== null && !Array.isArray(value));
  const there = Object.entries(members).filter(([name]) => !(optional.includes(name) && value[name] === undefined));
  return /** @type {any} */ (Object.fromEntries(there.map(([name, read]) => [name, read(value[name])])));
};

/** @template T @param {RegExp} names @param {Reader<T>} read @param {number} most members @returns {Reader<Record<string, T>>} */
export const dictionary = (names, read, most) => (value) => {
  demand(typeof value === 'object' && value !== null && !Array.isArray(value));
  const members = Object.entries(value);
  demand(members.length <= most && members.every(([name]) => names.test(name)));
  return Object.fromEntries(members.map(([name, member]) => [name, read(member)]));
};

/** Those of a list that are of their kind. @template T @param {any} value @param {Reader<T>} read @returns {T[]} */
export function fitOnes(value, read) {
  demand(Array.isArray(value));
  return value.flatMap((/** @type {any} */ one) => {
    try {
      return [read(one)];
    } catch {
      return [];
    }
  });
}
