#include "pixels/filter.h"

#include <string.h>

/* A loop of its own for each guess, so that the compiler makes vector code of it. */
#define INLINED static inline __attribute__((always_inline))

typedef uint8_t guess(uint8_t left, uint8_t above, uint8_t corner);

INLINED uint8_t guess_left(uint8_t left, uint8_t above, uint8_t corner) {
    (void)above;
    (void)corner;
    return left;
}

INLINED uint8_t guess_above(uint8_t left, uint8_t above, uint8_t corner) {
    (void)left;
    (void)corner;
    return above;
}

/* Half the sum, without a bit more than a byte has. */
INLINED uint8_t guess_average(uint8_t left, uint8_t above, uint8_t corner) {
    (void)corner;
    return (uint8_t)((left & above) + ((left ^ above) >> 1));
}

INLINED uint8_t apart(uint8_t a, uint8_t b) {
    return (uint8_t)(a > b ? a - b : b - a);
}

/*
 * Whichever is nearest to left + above - corner.  That is as far from left as above is from the
 * corner and from above as left is; from the corner, if that lies between the two, as far as these
 * distances are apart, and else no nearer than from the others.  So bytes do for all of it.
 */
INLINED uint8_t guess_paeth(uint8_t left, uint8_t above, uint8_t corner) {
    const uint8_t to_left = apart(above, corner);
    const uint8_t to_above = apart(left, corner);
    const uint8_t between = (uint8_t)((left > corner) != (above > corner) ? 255 : 0);
    const uint8_t to_corner = (uint8_t)(apart(to_left, to_above) | (uint8_t)~between);
    const uint8_t nearer = to_left <= to_above ? left : above;
    const uint8_t distance = to_left <= to_above ? to_left : to_above;
    return distance <= to_corner ? nearer : corner;
}

INLINED void subtract(guess *of, const uint8_t *row, const uint8_t *above, size_t len, size_t pixel,
                      uint8_t *restrict out) {
    const size_t first = len < pixel ? len : pixel;
    for (size_t i = 0; i < first; i++) {
        out[i] = (uint8_t)(row[i] - of(0, above[i], 0));
    }
    for (size_t i = first; i < len; i++) {
        out[i] = (uint8_t)(row[i] - of(row[i - pixel], above[i], above[i - pixel]));
    }
}

void filter_row(int filter, const uint8_t *row, const uint8_t *above, size_t len, size_t pixel,
                uint8_t *out) {
    switch (filter) {
    case 1:
        subtract(guess_left, row, above, len, pixel, out);
        break;
    case 2:
        subtract(guess_above, row, above, len, pixel, out);
        break;
    case 3:
        subtract(guess_average, row, above, len, pixel, out);
        break;
    case 4:
        subtract(guess_paeth, row, above, len, pixel, out);
        break;
    default:
        memcpy(out, row, len);
    }
}
