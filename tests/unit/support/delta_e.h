/* How different two colours look: CIEDE2000, straight from its definition. */
#ifndef TESTS_DELTA_E_H
#define TESTS_DELTA_E_H

#include "base/base.h"

struct lab {
    double l;
    double a;
    double b;
};

struct lab lab_of_srgb(const uint8_t rgb[3]);

/* About 1 is the least difference people see. */
double delta_e(struct lab a, struct lab b);

#endif
