// @ts-check

/** @type {import('../tools.js').Tool} */
export const lasso = {
  name: 'Lasso',
  key: 'l',
  icon: 'M8.500 15.500C5.500 14.800 3.500 13 3.500 10.500c0-3.600 3.800-6 8.500-6s8.500 2.400 8.500 6s-3.800 6-8.500 6h-1M8.500 13.500a2 2 0 1 1 0 4a2 2 0 0 1 0-4zM9 17.500c.3 1.500-.3 2.500-1.500 3.500',
  cursor: 'cross',
  options: ['mode'],
  press({ painting, subtract, draw }, at) {
    const points = [at];
    return {
      move(more) {
        points.push(...more);
        draw(points, true);
      },
      end: () => painting.polygon(points, subtract),
    };
  },
};
