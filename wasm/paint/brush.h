/*
 * The brush and eraser, round or square.
 *
 * A stroke is a chain of segments, each the area the brush sweeps: there is no
 * spacing and no dab.  What it gives is merged as coverage_merge_tile does, so
 * order and repetition do not matter: a stroke over itself is no darker, whatever
 * its opacity.
 */
#ifndef PAINT_BRUSH_H
#define PAINT_BRUSH_H

#include "paint/coverage.h"

#define BRUSH_MAX_SIZE 1000.0

struct brush {
    double hardness; /* 0 soft from the centre .. 1 a sharp, antialiased rim */
    bool square;     /* upright; distance is then the larger of the two along the axes */
    bool subtract;
};

/* A brush put down: in image pixels, pixel (0, 0) being the square from 0 to 1. */
struct brush_point {
    double x;
    double y;
    double size;    /* diameter or side, 1 to BRUSH_MAX_SIZE; past them counts as them */
    double opacity; /* 0 to 1 */
};

/*
 * What the brush gives at 'distance' pixels from its path, 0 to 255 * 'opacity':
 * full up to hardness * radius, then a smooth fall that ends at the radius.  A
 * fall would be a staircase on less than one pixel; it then takes one pixel, half
 * of it beyond the radius, so that a hard brush paints an area as large as its
 * disc.  Below a size of 3 a brush is as hard as it takes for every dot to show:
 * some pixel is always at least half covered.
 */
uint8_t brush_profile(const struct brush *brush, double size, double opacity, double distance);

/*
 * Paints the area swept from 'from' to 'to'; the same point twice is a dot.
 * Size and opacity change evenly on the way, and a pixel gets what the brush
 * gives from where its rim reaches farthest past the pixel.
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
