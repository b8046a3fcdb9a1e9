/*
 * Pictures as floats, one value a pixel: what measuring works on.
 *
 * Does not know what is measured.
 */
#ifndef PIXELS_GRID_H
#define PIXELS_GRID_H

#include "pixels/image.h"

/* Empty is {NULL, 0, 0}. */
struct grid {
    float *values; /* width * height, ours to free */
    int width;
    int height;
};

/* Zeros; both sides are at least 1.  STATUS_NO_MEMORY. */
enum status grid_make(int width, int height, struct grid *out) MUST_CHECK;
void grid_free(struct grid *grid);

float *grid_row(const struct grid *grid, int y);

/* All values the same; *out = a - b, of one size. */
void grid_fill(struct grid *grid, float value);
void grid_subtract(const struct grid *a, const struct grid *b, struct grid *out);

/*
 * The brightness of 'image', 0 to 255, each value the mean of 'factor' x 'factor' pixels; what
 * is left over at the right and at the bottom is left out.  STATUS_NO_MEMORY.
 */
enum status grid_brightness(const struct image *image, int factor, struct grid *out) MUST_CHECK;

/* Half the size, each value the mean of 2 x 2.  STATUS_NO_MEMORY. */
enum status grid_halve(const struct grid *grid, struct grid *out) MUST_CHECK;

/*
 * The mean of the square of 'reach' values to every side, the edge going on past
 * the edge.  STATUS_NO_MEMORY.
 */
enum status grid_blur(const struct grid *grid, int reach, struct grid *out) MUST_CHECK;

#endif
