/*
 * Lists of rectangles that must not become too long.
 *
 * Knows nothing of what the rectangles are around.
 */
#ifndef PIXELS_RECTS_H
#define PIXELS_RECTS_H

#include "pixels/image.h"

/* The square of the distance between two rectangles, 0 where they touch or overlap. */
int64_t rects_distance(struct rect a, struct rect b);

/* Removes entry 'index' of 'count', the order of the others kept; returns how many are left. */
size_t rects_remove(struct rect *rects, size_t count, size_t index);

/*
 * Adds 'r' to the 'count' that are there, and returns how many there are then: where
 * 'max', at least 1, are there already, the two nearest of all become one.
 */
size_t rects_add(struct rect *rects, size_t count, size_t max, struct rect r);

#endif
