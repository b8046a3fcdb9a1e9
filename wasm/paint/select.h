/*
 * Selecting by the colour of the picture.
 *
 * Knows pictures and gives planes of coverage; how they get into a mask is for
 * coverage_merge.
 */
#ifndef PAINT_SELECT_H
#define PAINT_SELECT_H

#include "pixels/image.h"

struct select_seed {
    int x; /* the pixel whose colour is meant, inside the picture */
    int y;
    double tolerance; /* 0 the same colour .. 100 all: a hundred times the distance in OKLab */
    double softness;  /* 0 hard .. 1: how far past the tolerance it fades, as a part of it */
    bool everywhere;  /* in the whole picture; else connected to the seed by sides */
};

/*
 * What is selected: 255 up to the tolerance, fading to 0 where there is softness.
 *
 * A pixel is transparent from alpha 127 down; transparent ones match each other,
 * whatever colour they hide, and no other.  STATUS_NO_MEMORY.
 */
enum status select_color(const struct image *image, const struct select_seed *seed,
                         struct plane *out) MUST_CHECK;

/* What is transparent, 255 - alpha.  STATUS_NO_MEMORY. */
enum status select_transparency(const struct image *image, struct plane *out) MUST_CHECK;

/*
 * Cuts 'selected' down to the smallest rectangle that holds all that is not 0 and
 * returns where that was, in the old plane; empty, with the plane, for nothing.
 */
struct rect select_crop(struct plane *selected);

#endif
