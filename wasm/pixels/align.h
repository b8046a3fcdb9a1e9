/*
 * How far a model's answer has drifted from the picture it was made of.
 *
 * Models redraw everything, and what should have stayed lies a pixel or more
 * beside its place, or is a little larger.  Measures that on what was to be
 * kept; moves nothing itself (see sample.h).
 */
#ifndef PIXELS_ALIGN_H
#define PIXELS_ALIGN_H

#include "pixels/image.h"

/*
 * A drift: what lies (x, y) pixels from the middle of the reference lies
 * (x * scale_x + shift_x, y * scale_y + shift_y) from the middle of the answer.
 */
struct drift {
    double scale_x;
    double scale_y;
    double shift_x; /* pixels */
    double shift_y;
};

/* No drift at all. */
struct drift align_none(void);

/*
 * Finds the drift of 'answer' against 'reference', of the same size, from the
 * pixels where 'mask' (of that size too) is 0: shifts up to 12 pixels and scales
 * up to 3 %, whatever the colours do, even where a third of what was kept really
 * changed.  *out is align_none() where the pictures do not tell: too little
 * kept, too little to hold on to, no clear best; and where the drift is too small
 * to be told from none, so that an answer that did not move is never touched.
 *
 * STATUS_NO_MEMORY.
 */
enum status align_estimate(const struct image *reference, const struct image *answer,
                           const struct plane *mask, struct drift *out) MUST_CHECK;

#endif
