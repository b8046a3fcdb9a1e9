/*
 * How an answer fades in from a mask's edge inwards.
 *
 * Never outwards: what is not painted keeps its 0, and nothing else becomes it.
 * Knows no pictures.
 */
#ifndef PIXELS_INSET_H
#define PIXELS_INSET_H

#include "pixels/image.h"

/* Sides on which a plane ends only because the picture does: the mask's edge is not there. */
struct inset_open {
    bool left;
    bool top;
    bool right;
    bool bottom;
};

/*
 * Limits 'coverage' by a smooth ramp: from its edge, where it turns 0 or the plane
 * ends, the level allowed rises to 255 over 'percent' of a width that suits how
 * much is painted, but never over more than half of how thick the mask is there, so that
 * a thin line is as strong in its middle as it was.  *width is the ramp's, in pixels;
 * 0 where there is none, and nothing has changed.
 *
 * STATUS_NO_MEMORY, coverage then untouched.
 */
enum status inset_ramp(struct plane *coverage, struct inset_open open, int percent,
                       double *width) MUST_CHECK;

#endif
