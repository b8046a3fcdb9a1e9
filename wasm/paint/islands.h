/*
 * Where a mask is painted: boxes around its islands.
 *
 * Knows nothing of what is done with them.
 */
#ifndef PAINT_ISLANDS_H
#define PAINT_ISLANDS_H

#include "paint/coverage.h"

/*
 * Writes a box around each island of what is not 0 to 'out', exact to the pixel, and
 * returns how many: at most 'max', at least 1, the nearest being merged where there
 * are more; 0 where nothing is painted.  Tiles that touch, corners included, are one
 * island: what is nearer than a tile may be one, what is farther apart than two is
 * not.  Boxes may overlap.
 */
size_t islands_find(const struct coverage *c, struct rect *out, size_t max);

#endif
