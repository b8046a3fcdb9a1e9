/*
 * Filling regions of a mask: the bucket, holes, specks.
 *
 * A pixel is painted from 128 on, where the outline that the screen shows runs
 * (overlay.h).  A region that is filled takes with it the soft side of its rim:
 * from its border uphill, as long as the mask rises, so that no seam stays
 * between it and what encloses it.  All return STATUS_NO_MEMORY, the mask then
 * untouched.
 */
#ifndef PAINT_FILL_H
#define PAINT_FILL_H

#include "pixels/image.h"

/*
 * Makes the unpainted pixels around (x, y), connected by their sides, 255; with
 * 'subtract' the painted ones 0.  Nothing where (x, y) is not such a pixel.
 */
enum status fill_bucket(struct plane *mask, int x, int y, bool subtract) MUST_CHECK;

/* Fills every unpainted region that does not reach the plane's edge. */
enum status fill_holes(struct plane *mask) MUST_CHECK;

/* Clears every painted region, connected by sides or corners, of fewer than 'pixels' pixels. */
enum status fill_specks(struct plane *mask, int64_t pixels) MUST_CHECK;

#endif
