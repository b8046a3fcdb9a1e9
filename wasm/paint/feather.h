/*
 * Feathering: softening a mask's edges.
 */
#ifndef PAINT_FEATHER_H
#define PAINT_FEATHER_H

#include "pixels/image.h"

#define FEATHER_MAX_RADIUS 1000 /* pixels; more counts as this, less than 0 as 0 */

/*
 * Three box means along each axis, whose reaches add up to 'radius': near a
 * Gaussian of a third of it, and exact in that a pixel with nothing else within
 * 'radius' stays as it is.  Each axis is rounded to whole levels, which leaves a
 * pixel at most 1.02 levels off.  Past the plane's edge its outermost pixels go on.
 *
 * STATUS_NO_MEMORY, the mask then untouched.
 */
enum status feather_soften(struct plane *mask, int radius) MUST_CHECK;

#endif
