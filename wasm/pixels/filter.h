/*
 * PNG's filters (PNG specification, 9.2): what is left of a row once each byte is
 * guessed from the one a pixel before and those above.
 *
 * stb_image_write's do the same, to the byte, and are what these are tested by; at
 * 48 megapixels they took half of all the time that writing took.  Does not know
 * which filter suits a picture.
 */
#ifndef PIXELS_FILTER_H
#define PIXELS_FILTER_H

#include "base/base.h"

#define FILTERS 5 /* 0 none, 1 sub, 2 up, 3 average, 4 Paeth */

/*
 * Writes what is left of the 'len' bytes of 'row', 'pixel' of them a pixel, by one
 * of the FILTERS.  'above' is the row above, zeros for a picture's first.
 */
void filter_row(int filter, const uint8_t *row, const uint8_t *above, size_t len, size_t pixel,
                uint8_t *out);

#endif
