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
    double size;     /* diameter in image pixels, 1 to BRUSH_MAX_SIZE */
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
 * hardness * radius, then a smooth fall to 0 at the radius, never steeper than
 * one pixel.
 */
uint8_t brush_profile(const struct brush *brush, double distance);

/*
 * Paints the area swept from 'from' to 'to'; the same point twice is a dot.
 * STATUS_NO_MEMORY may leave a part painted.
 */
enum status brush_segment(const struct brush *brush, struct brush_point from,
                          struct brush_point to, struct coverage *c) MUST_CHECK;

#endif
