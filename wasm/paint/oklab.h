/*
 * OKLab (Ottosson 2020): colours in a space where distance is as large as it looks.
 */
#ifndef PAINT_OKLAB_H
#define PAINT_OKLAB_H

#include "base/base.h"

struct oklab {
    float lightness; /* 0 black .. 1 white */
    float a;
    float b;
};

/* What converting needs: the light of each sRGB byte, 0 to 1. */
struct oklab_table {
    float light[256];
};

struct oklab_table oklab_table_make(void);

/* The colour of an sRGB pixel, to within 1e-5. */
struct oklab oklab_from_srgb(const struct oklab_table *t, const uint8_t rgb[3]);

/* The distance of two colours; black and white, which are farthest apart, have 1. */
float oklab_distance(struct oklab a, struct oklab b);

#endif
