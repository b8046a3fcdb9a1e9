// @ts-check

/** @type {import('../tools.js').Tool} */
export const fill = {
  name: 'Fill',
  key: 'g',
  icon: 'M11 4 4.500 10.500a1.500 1.500 0 0 0 0 2l5 5a1.500 1.500 0 0 0 2 0L18 11zM8.500 2.500 13 7M4.500 11.500h13M20 15c1.300 1.800 2 2.900 2 3.700a2 2 0 0 1-4 0c0-.8.7-1.900 2-3.700z',
  cursor: 'cross',
  options: ['mode'],
  press: ({ painting, subtract }, at) => painting.bucket(at, subtract),
};
