/*
 * Feathering: softening a mask's edges.
 */
#ifndef PAINT_FEATHER_H
#define PAINT_FEATHER_H

#include "pixels/image.h"

#define FEATHER_MAX_RADIUS 1000 /* pixels; more counts as this, less than 0 as 0 */

/*
 * Three box means along each axis whose reaches add up to 'radius', which comes
 * near a Gaussian of 0.36 * radius: a pixel with nothing else within 'radius'
 * keeps its value exactly.  Rounded once, at the end, to within 0.51 of a level.
 * Past the plane's edge its outermost pixels go on.
 *
 * STATUS_NO_MEMORY, the mask then untouched.
 */
enum status feather(struct plane *mask, int radius) MUST_CHECK;

#endif
