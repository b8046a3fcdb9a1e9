/*
 * Two pictures of one size side by side, at one of several sizes, made ready to be aligned.
 *
 * What is left of them is detail: brightness without its slow changes, so that
 * another exposure or colour cast makes no difference, and without its finest grain.
 */
#ifndef PIXELS_LEVEL_H
#define PIXELS_LEVEL_H

#include "pixels/grid.h"

#define LEVEL_COUNT 8
#define LEVEL_MARGIN 6 /* how far a pixel's detail depends on what is around it, and one more */

/* Its pixels are 'factor' x 'factor' of the pictures'.  Empty is all 0. */
struct level {
    struct grid reference;
    struct grid answer;
    struct grid
        keep; /* 1: to be kept and opaque; after level_filter: so is all within the margin */
    int factor;
    float middle_x; /* the middle of the pictures, in pixels of the level */
    float middle_y;
};

/*
 * The pictures at sizes of which each is half the one before, the first of about
 * a megapixel at most.  Returns their number in *count.  STATUS_NO_MEMORY; all
 * are then empty.
 */
enum status levels_make(const struct image *reference, const struct image *answer,
                        const struct plane *mask, struct level levels[LEVEL_COUNT],
                        int *count) MUST_CHECK;
void levels_free(struct level levels[LEVEL_COUNT]);

/* Leaves the detail only.  STATUS_NO_MEMORY, which leaves the level good for nothing. */
enum status level_filter(struct level *level) MUST_CHECK;

#endif
