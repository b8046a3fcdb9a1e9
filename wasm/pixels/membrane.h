/*
 * A correction that brings an answer's edge to the picture's and dies away evenly
 * inside: gradients are blended rather than colours (Poisson blending, as a
 * membrane stretched over the mask).
 *
 * Only as fine as MEMBRANE_EDGE cells, for it is smooth.  Does not blend itself.
 */
#ifndef PIXELS_MEMBRANE_H
#define PIXELS_MEMBRANE_H

#include "pixels/image.h"

#define MEMBRANE_EDGE 512 /* cells along the longer side at most */

struct membrane {
    float *cells; /* 4 floats each, the last of no meaning; NULL where nothing is to be corrected */
    int width;
    int height;
    float across; /* cells the pictures are wide: the last may be in part */
    float down;
};

/*
 * The correction of 'answer' towards 'reference', of the same size, around what
 * 'mask' (of that size too) does not leave at 0.  Pixels beside the mask that
 * really changed have little say.  Two equal pictures give nothing.
 *
 * STATUS_NO_MEMORY.
 */
enum status membrane_solve(const struct image *reference, const struct image *answer,
                           const struct plane *mask, struct membrane *out) MUST_CHECK;

void membrane_free(struct membrane *m);

/*
 * Adds it to 'count' RGBA pixels of one row in place: the first at x = 'left',
 * each next 'step' further, all at 'y', where the pictures go from 0 to 1.
 */
void membrane_apply(const struct membrane *m, double left, double step, double y, uint8_t *pixels,
                    int count);

#endif
