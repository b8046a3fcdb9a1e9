/*
 * PNG's filters undone (PNG specification, 9.2): the other way round than filter.h.
 *
 * Each byte needs the one a pixel before, so that only a pixel's bytes can be worked on together.
 * Does not know where rows come from nor what their samples mean; owns nothing and cannot fail.
 */
#ifndef PIXELS_UNFILTER_H
#define PIXELS_UNFILTER_H

#include "base/base.h"

#define UNFILTER_SLACK 8 /* bytes behind each row that are read, and of *out written */

/*
 * Writes the row of 'len' bytes, 'pixel' (1 to 8) of them a pixel, whose 'rest' one of the FILTERS
 * has left.  'above' is the row above, zeros for a picture's first.
 */
void unfilter_row(int filter, const uint8_t *rest, const uint8_t *above, size_t len, size_t pixel,
                  uint8_t *out);

#endif
