/*
 * A smaller picture of a large one that comes in bands of rows.
 *
 * Some 2048 pixels along the longer side, each the mean of a block (average.h):
 * enough to be looked at, while no more than a band of the large one is there.
 */
#ifndef PIXELS_GLANCE_H
#define PIXELS_GLANCE_H

#include "pixels/image.h"

struct glance {
    int by;  /* pixels along a block's side; 1 where the picture is small enough itself */
    int row; /* of the smaller picture: the first that is not there yet */
    struct image image; /* empty where 'by' is 1 */
};

/* For a picture of a size that may be held, nothing of it there yet.  STATUS_NO_MEMORY. */
enum status glance_make(int width, int height, struct glance *out) MUST_CHECK;

/* Leaves an empty one; an empty one is fine. */
void glance_free(struct glance *g);

/*
 * Takes in the next rows of the picture.  Their number is a multiple of 'by', but that of the last
 * band: what is left over there, and at the right, is not seen.  STATUS_NO_MEMORY.
 */
enum status glance_add(struct glance *g, const struct image *band) MUST_CHECK;

#endif
