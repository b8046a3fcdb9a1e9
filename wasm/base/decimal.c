#include "base/decimal.h"

#include <stdbool.h>
#include <stdint.h>

/* As many digits as a uint64_t always holds; a double tells fewer apart. */
#define MAX_DIGITS 19
#define MAX_EXPONENT 9999 /* far past anything but 0 and infinity */

struct digits {
    uint64_t value;
    int count;    /* of those in 'value', zeros at the front left out */
    int exponent; /* of ten, for the digits that did not fit and those after the point */
};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Reads on; each digit after the point makes the exponent one less. */
static const char *read_digits(const char *p, int after_point, struct digits *d) {
    for (; is_digit(*p); p++) {
        if (d->count == MAX_DIGITS) {
            d->exponent += 1 - after_point;
            continue;
        }
        d->value = d->value * 10 + (uint64_t)(*p - '0');
        d->count += d->value > 0;
        d->exponent -= after_point;
    }
    return p;
}

static const char *read_exponent(const char *p, int *exponent) {
    const bool negative = *p == '-';
    p += *p == '-' || *p == '+';
    int n = 0;
    for (; is_digit(*p); p++) {
        n = n < MAX_EXPONENT ? n * 10 + (*p - '0') : n;
    }
    *exponent += negative ? -n : n;
    return p;
}

static double power_of_ten(int n) {
    double power = 1;
    for (double square = 10; n > 0; n >>= 1, square *= square) {
        power *= n & 1 ? square : 1;
    }
    return power;
}

static double scale(double value, int exponent) {
    const int largest = 300; /* whose power of ten is finite */
    for (; value != 0 && exponent < -largest; exponent += largest) {
        value /= power_of_ten(largest);
    }
    return exponent < 0 ? value / power_of_ten(-exponent) : value * power_of_ten(exponent);
}

double decimal_parse(const char *text, char **end) {
    struct digits d = {0};
    const char *start = text + (*text == '-');
    const char *p = read_digits(start, 0, &d);
    *end = (char *)(p == start ? text : p);
    if (p == start) {
        return 0;
    }
    if (*p == '.') {
        p = read_digits(p + 1, 1, &d);
    }
    if (*p == 'e' || *p == 'E') {
        p = read_exponent(p + 1, &d.exponent);
    }
    *end = (char *)p;
    const double magnitude = d.value == 0 ? 0 : scale((double)d.value, d.exponent);
    return *text == '-' ? -magnitude : magnitude;
}
