#include <math.h>

#include "paint/oklab.h"
#include "support/support.h"

/* The definition, in double precision and with the C library's powers. */
static void reference(const uint8_t rgb[3], double lab[3]) {
    double light[3];
    for (int i = 0; i < 3; i++) {
        const double value = rgb[i] / 255.0;
        light[i] = value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
    }
    static const double to_lms[3][3] = {{0.4122214708, 0.5363325363, 0.0514459929},
                                        {0.2119034982, 0.6806995451, 0.1073969566},
                                        {0.0883024619, 0.2817188376, 0.6299787005}};
    static const double to_lab[3][3] = {{0.2104542553, 0.7936177850, -0.0040720468},
                                        {1.9779984951, -2.4285922050, 0.4505937099},
                                        {0.0259040371, 0.7827717662, -0.8086757660}};
    double lms[3] = {0};
    for (int i = 0; i < 9; i++) {
        lms[i / 3] += to_lms[i / 3][i % 3] * light[i % 3];
    }
    for (int i = 0; i < 3; i++) {
        lab[i] = 0;
        for (int k = 0; k < 3; k++) {
            lab[i] += to_lab[i][k] * cbrt(lms[k]);
        }
    }
}

static void colors_agree_with_the_definition_to_a_hundred_thousandth(void **state) {
    (void)state;
    const struct oklab_table table = oklab_table_make();
    uint32_t random = 101;
    for (int n = 0; n < 200000; n++) {
        uint8_t rgb[3];
        double wanted[3];
        random_fill(&random, rgb, 3);
        reference(rgb, wanted);
        const struct oklab given = oklab_from_srgb(&table, rgb);
        assert_true(fabs(given.lightness - wanted[0]) < 1e-5);
        assert_true(fabs(given.a - wanted[1]) < 1e-5);
        assert_true(fabs(given.b - wanted[2]) < 1e-5);
    }
}

static void black_and_white_are_farthest_apart(void **state) {
    (void)state;
    const struct oklab_table table = oklab_table_make();
    static const uint8_t ends[] = {0, 255};
    float most = 0;
    for (int n = 0; n < 64; n++) {
        const uint8_t a[] = {ends[n & 1], ends[n >> 1 & 1], ends[n >> 2 & 1]};
        const uint8_t b[] = {ends[n >> 3 & 1], ends[n >> 4 & 1], ends[n >> 5 & 1]};
        const float distance =
            oklab_distance(oklab_from_srgb(&table, a), oklab_from_srgb(&table, b));
        most = distance > most ? distance : most;
        assert_true((distance == 0) == (n % 8 == n / 8));
    }
    assert_true(fabsf(most - 1) < 1e-5F);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colors_agree_with_the_definition_to_a_hundred_thousandth),
        cmocka_unit_test(black_and_white_are_farthest_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
