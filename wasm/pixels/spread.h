/*
 * How far measurements are spread around 0 when some of them measured something else.
 */
#ifndef PIXELS_SPREAD_H
#define PIXELS_SPREAD_H

#include "base/base.h"

#define SPREAD_BINS 1024

/* All 0 to begin with. */
struct spread {
    int bins[SPREAD_BINS];
    int count;
};

/* Counts one measurement, given as its size in bins, fractions included. */
void spread_add(struct spread *s, float size);

/*
 * What the standard deviation would be, in bins, if all were of the normal distribution
 * that the smaller two fifths are of; more than half may be anything.
 */
double spread_of(const struct spread *s);

#endif
