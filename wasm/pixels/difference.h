/*
 * Where and how much two pictures of one size differ, row by row.
 *
 * Counts changed pixels inside and outside of a mask, exactly, and keeps the
 * largest difference in each cell of a small map for people to look at.
 */
#ifndef PIXELS_DIFFERENCE_H
#define PIXELS_DIFFERENCE_H

#include "pixels/image.h"

#define DIFFERENCE_MAP_EDGE 1600 /* the map's longer side at most */

struct difference {
    int64_t inside;   /* changed pixels that were to be repainted, however little */
    int64_t outside;  /* changed pixels that were to be kept */
    struct plane map; /* the largest difference of any channel in each cell, levels */
    int width;        /* of the pictures */
    int height;
};

/* For pictures of this size; STATUS_NO_MEMORY. */
enum status difference_make(int width, int height, struct difference *out) MUST_CHECK;
void difference_free(struct difference *d);

/* Takes in row 'y': RGBA of both pictures, and the row's coverage, NULL for nothing painted. */
void difference_add_row(struct difference *d, int y, const uint8_t *before, const uint8_t *after,
                        const uint8_t *coverage);

/* The map in colours, opaque: from black (the same) over red and yellow to white. STATUS_NO_MEMORY.
 */
enum status difference_draw(const struct difference *d, struct image *out) MUST_CHECK;

#endif
