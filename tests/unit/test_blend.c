#include "support/support.h"

#include <math.h>
#include <string.h>

#include "pixels/blend.h"

static void blend_by_0_or_255_is_one_of_the_two_to_the_byte(void **state) {
    (void)state;
    uint32_t random = 1;
    uint8_t under[64 * 4];
    uint8_t over[64 * 4];
    uint8_t before[64 * 4];
    uint8_t weights[64];
    random_fill(&random, under, sizeof under);
    random_fill(&random, over, sizeof over);
    memcpy(before, under, sizeof under);
    for (int i = 0; i < 64; i++) {
        weights[i] = i % 2 ? 255 : 0;
        over[i * 4 + 3] = i % 3 ? over[i * 4 + 3] : 0;
        under[i * 4 + 3] = before[i * 4 + 3] = i % 5 ? under[i * 4 + 3] : 0;
    }
    blend_row(under, over, weights, 64);
    for (int i = 0; i < 64; i++) {
        assert_memory_equal(under + i * 4, (i % 2 ? over : before) + i * 4, 4);
    }
}

static void blend_of_equal_pixels_is_the_same(void **state) {
    (void)state;
    uint32_t random = 2;
    for (int weight = 0; weight < 256; weight++) {
        uint8_t over[256 * 4];
        uint8_t under[256 * 4];
        uint8_t weights[256];
        random_fill(&random, over, sizeof over);
        for (int i = 0; i < 256; i++) {
            over[i * 4 + 3] = (uint8_t)i;
        }
        memcpy(under, over, sizeof over);
        memset(weights, weight, sizeof weights);
        blend_row(under, over, weights, 256);
        assert_memory_equal(under, over, sizeof over);
    }
}

static void blend_counts_colours_by_their_alpha(void **state) {
    (void)state;
    uint32_t random = 3;
    for (int n = 0; n < 20000; n++) {
        uint8_t over[4];
        uint8_t under[4];
        random_fill(&random, over, sizeof over);
        random_fill(&random, under, sizeof under);
        const uint8_t weight = (uint8_t)random_between(&random, 1, 254);
        const double share = weight / 255.0;
        const double alpha = share * over[3] + (1 - share) * under[3];
        double wanted[3] = {0};
        for (int c = 0; c < 3 && alpha > 0; c++) {
            wanted[c] = (share * over[3] * over[c] + (1 - share) * under[3] * under[c]) / alpha;
        }
        blend_row(under, over, &weight, 1);
        assert_true(fabs(under[3] - alpha) <= 0.51);
        for (int c = 0; c < 3 && alpha > 0; c++) {
            assert_true(fabs(under[c] - wanted[c]) <= 0.51);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blend_by_0_or_255_is_one_of_the_two_to_the_byte),
        cmocka_unit_test(blend_of_equal_pixels_is_the_same),
        cmocka_unit_test(blend_counts_colours_by_their_alpha),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
