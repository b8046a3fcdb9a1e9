/*
 * Growing and shrinking a mask by a disc.
 *
 * Grown by n, a pixel is the largest of all whose middles are no farther than n
 * pixels (Euclid's distance, exactly); shrunk, the smallest.  This goes for every
 * level, so a soft or antialiased rim moves and stays as it is.  What lies
 * outside the plane has no say: nothing shrinks away from a picture's edge, and
 * growing then shrinking gives at least what there was.
 *
 * The time it takes grows with 'radius' where the mask is not flat, and hardly
 * where it is.  All return STATUS_NO_MEMORY, the mask then untouched.
 */
#ifndef PAINT_MORPH_H
#define PAINT_MORPH_H

#include "pixels/image.h"

#define MORPH_MAX_RADIUS 1000 /* pixels; more counts as this, less than 0 as 0 */

enum status morph_grow(struct plane *mask, int radius) MUST_CHECK;
enum status morph_shrink(struct plane *mask, int radius) MUST_CHECK;

/* Leaves a band of 'width' pixels with the mask's edge in its middle, the odd one outside. */
enum status morph_border(struct plane *mask, int width) MUST_CHECK;

#endif
