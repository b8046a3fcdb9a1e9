/*
 * Rectangles, ellipses and polygons, each pixel by the area of it that they cover.
 *
 * Added, a pixel keeps the larger of what was there and its share of the shape;
 * subtracted, the smaller of what was there and the rest: what the brush does.
 * Points are in image pixels as the brush's are; any place may be given, what lies
 * outside the picture is cut off, and a shape with a NaN in it is not drawn.
 */
#ifndef PAINT_SHAPE_H
#define PAINT_SHAPE_H

#include "paint/coverage.h"

struct shape_point {
    double x;
    double y;
};

/* From corner to corner, either of each axis first. */
struct shape_box {
    double x0;
    double y0;
    double x1;
    double y1;
};

/*
 * The inside of the closed line through 'points': what it winds around, so that a
 * lasso that crosses or overlaps itself has no holes where it went around twice.
 * Exact to a level but within the pixels in which it crosses itself.
 *
 * STATUS_NO_MEMORY may leave a part drawn; so with the others.
 */
enum status shape_polygon(const struct shape_point *points, size_t count, bool subtract,
                          struct coverage *c) MUST_CHECK;

enum status shape_rectangle(struct shape_box box, bool subtract, struct coverage *c) MUST_CHECK;

/* The ellipse that touches the sides of 'box', within 1/50 of a pixel. */
enum status shape_ellipse(struct shape_box box, bool subtract, struct coverage *c) MUST_CHECK;

#endif
