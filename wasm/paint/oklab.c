#include "paint/oklab.h"

#include <math.h>

/* 'x', 0 to 1 and not 0, to the power of 2.4: its square times the fifth root of that, by Newton.
 */
static double power_of_2_4(double x) {
    const double square = x * x;
    double root = 1;
    for (int i = 0; i < 32; i++) {
        root = (4 * root + square / (root * root * root * root)) / 5;
    }
    return square * root;
}

struct oklab_table oklab_table_make(void) {
    struct oklab_table t;
    for (int i = 0; i < 256; i++) {
        const double value = i / 255.0;
        t.light[i] =
            (float)(value <= 0.04045 ? value / 12.92 : power_of_2_4((value + 0.055) / 1.055));
    }
    return t;
}

struct oklab oklab_from_srgb(const struct oklab_table *t, const uint8_t rgb[3]) {
    const float r = t->light[rgb[0]];
    const float g = t->light[rgb[1]];
    const float b = t->light[rgb[2]];
    const float l = cbrtf(0.4122214708F * r + 0.5363325363F * g + 0.0514459929F * b);
    const float m = cbrtf(0.2119034982F * r + 0.6806995451F * g + 0.1073969566F * b);
    const float s = cbrtf(0.0883024619F * r + 0.2817188376F * g + 0.6299787005F * b);
    return (struct oklab){
        0.2104542553F * l + 0.7936177850F * m - 0.0040720468F * s,
        1.9779984951F * l - 2.4285922050F * m + 0.4505937099F * s,
        0.0259040371F * l + 0.7827717662F * m - 0.8086757660F * s,
    };
}

float oklab_distance(struct oklab a, struct oklab b) {
    const float lightness = a.lightness - b.lightness;
    const float da = a.a - b.a;
    const float db = a.b - b.b;
    return sqrtf(lightness * lightness + da * da + db * db);
}
