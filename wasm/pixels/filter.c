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

INLINED uint8_t lesser(uint8_t a, uint8_t b) {
    return a < b ? a : b;
}

INLINED uint8_t greater(uint8_t a, uint8_t b) {
    return a > b ? a : b;
}

/* How far a is above b, if it is. */
INLINED uint8_t above_by(uint8_t a, uint8_t b) {
    return (uint8_t)(a > b ? a - b : 0);
}

/*
 * Whichever is nearest to left + above - corner, the target.  If the corner is between the other
 * two, the target is as far from the lower as the corner is from the higher, and the other way
 * round.  If it is above or below both, the lower or the higher is nearest, which comes out as
 * well, its distance being taken for 0.  So bytes do for all of it.
 */
INLINED uint8_t guess_paeth(uint8_t left, uint8_t above, uint8_t corner) {
    const uint8_t low = lesser(left, above);
    const uint8_t high = greater(left, above);
    const uint8_t to_low = above_by(high, corner);
    const uint8_t to_high = above_by(corner, low);
    const uint8_t nearer = to_low <= to_high ? low : high;
    const uint8_t distance = lesser(to_low, to_high);
    const uint8_t to_corner = (uint8_t)(greater(to_low, to_high) - distance);
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
