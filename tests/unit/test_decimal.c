#include "support/support.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/decimal.h"

static void decimal_agrees_with_strtod(void **state) {
    (void)state;
    static const char *const texts[] = {
        "0",
        "-0",
        "1",
        "-1",
        "10",
        "0.5",
        "1.15",
        "0.1",
        "30.00005",
        "1e3",
        "1E+3",
        "1e-3",
        "123.456e-7",
        "4294967296",
        "1e22",
        "1e300",
        "1e308",
        "1e-300",
        "5e-320",
        "1e400",
        "-1e400",
        "1e-400",
        "0e99999",
        "0.0000000000000000000000000000001",
        "00.5",
        "9007199254740991",
        "123456789012345678901234567890",
        "1.7976931348623e308",
        "2.2250738585072014e-308",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *end = NULL;
        char *expected_end = NULL;
        const double expected = strtod(texts[i], &expected_end);
        const double got = decimal_parse(texts[i], &end);
        assert_ptr_equal(end, expected_end);
        assert_true(got == expected || fabs(got - expected) <= 8 * DBL_EPSILON * fabs(expected) ||
                    fabs(expected) < DBL_MIN);
        assert_true(isfinite(got) == isfinite(expected) && signbit(got) == signbit(expected));
    }
}

static void decimal_is_exact_for_whole_numbers(void **state) {
    (void)state;
    uint32_t seed = 1;
    for (int i = 0; i < 100000; i++) {
        const uint64_t bits = (uint64_t)random_next(&seed) << 21 ^ random_next(&seed);
        const int64_t number = (int64_t)(bits >> random_between(&seed, 0, 52));
        char text[32];
        char *end = NULL;
        snprintf(text, sizeof text, "%" PRId64, number);
        assert_true(decimal_parse(text, &end) == (double)number);
    }
}

static void decimal_stops_where_the_number_ends(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int len;
    } cases[] = {{"12,", 2}, {"1.5]", 3}, {"-7}", 2}, {"1e5 ", 3}, {"-", 0}, {"x", 0}, {"", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *end = NULL;
        (void)decimal_parse(cases[i].text, &end);
        assert_int_equal(end - cases[i].text, cases[i].len);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimal_agrees_with_strtod),
        cmocka_unit_test(decimal_is_exact_for_whole_numbers),
        cmocka_unit_test(decimal_stops_where_the_number_ends),
    };
    return cmocka_run_group_tests_name("decimal", tests, NULL, NULL);
}
