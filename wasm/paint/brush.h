/*
 * The round brush and eraser.
 *
 * A stroke is a chain of segments, each the area its disc sweeps: there is no
 * spacing and no dab.  Painting keeps the larger of what was there and what the
 * brush gives (erasing the smaller), so order and repetition do not matter and a
 * stroke is the same whether its points come in one call or many.
 */
#ifndef PAINT_BRUSH_H
#define PAINT_BRUSH_H

#include "paint/coverage.h"

#define BRUSH_MAX_SIZE 1000.0

struct brush {
    double size;     /* diameter in image pixels, 1 to BRUSH_MAX_SIZE; past them counts as them */
    double hardness; /* 0 soft from the centre .. 1 a sharp, antialiased rim */
    bool erase;
};

/* A place in image pixels: pixel (0, 0) is the square from 0 to 1, its centre at 0.5. */
struct brush_point {
    double x;
    double y;
};

/*
 * What the brush gives at 'distance' pixels from its path, 0 to 255: full up to
 * hardness * radius, then a smooth fall that ends at the radius.  A fall would be
 * a staircase on less than one pixel; it then takes one pixel, half of it beyond
 * the radius, so that a hard brush paints an area as large as its disc.  Below a
 * size of 3 a brush is as hard as it takes for every dot to show: some pixel is
 * always at least half covered.
 */
uint8_t brush_profile(const struct brush *brush, double distance);

/*
 * Paints the area swept from 'from' to 'to'; the same point twice is a dot.
 *
 * Below a size of 2 the points are drawn towards the middle of the pixel they
 * lie in, at size 1 onto it: a dot of the finest brush is one full pixel, never
 * four pale ones.  Any place may be given: what lies outside the picture is cut
 * off, past 1e8 pixels it counts as that far, and NaN paints nothing.
 *
 * STATUS_NO_MEMORY may leave a part painted.
 */
enum status brush_segment(const struct brush *brush, struct brush_point from, struct brush_point to,
                          struct coverage *c) MUST_CHECK;

#endif
