/*
 * Mixing rows of pixels by a weight for each.
 */
#ifndef PIXELS_BLEND_H
#define PIXELS_BLEND_H

#include "base/base.h"

/*
 * Mixes 'count' RGBA pixels of 'over' into 'under', which is changed in place.  Weight 0
 * leaves a pixel's four bytes as they are, 255 makes them those of 'over'; between them
 * colours count by their alpha, and equal pixels stay equal.
 */
void blend_row(uint8_t *under, const uint8_t *over, const uint8_t *weights, int count);

#endif
