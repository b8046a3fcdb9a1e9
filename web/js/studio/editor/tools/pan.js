// @ts-check

/** Moves the view, not the mask: the pointers see to that themselves. @type {import('../tools.js').Tool} */
export const pan = {
  name: 'Pan',
  key: 'h',
  icon: 'M8 12V6.2a1.5 1.5 0 0 1 3 0V11V4.7a1.5 1.5 0 0 1 3 0V11V5.7a1.5 1.5 0 0 1 3 0V12V8.5a1.5 1.5 0 0 1 3 0V15c0 3.6-2.6 6-6 6c-3.2 0-4.6-1.3-6-3.6l-3-5a1.5 1.5 0 0 1 2.5-1.6z',
  cursor: 'hand',
  options: [],
};
