#include "pixels/spread.h"

#define SHARE 0.4
#define DEVIATIONS 0.524 /* within so many are SHARE of a normal distribution */

void spread_add(struct spread *s, float size) {
    s->bins[size < SPREAD_BINS - 1 ? (int)size : SPREAD_BINS - 1]++;
    s->count++;
}

double spread_of(const struct spread *s) {
    int bin = 0;
    for (int sum = s->bins[0]; sum < SHARE * s->count && bin < SPREAD_BINS - 1;
         sum += s->bins[bin]) {
        bin++;
    }
    return (bin + 0.5) / DEVIATIONS;
}
