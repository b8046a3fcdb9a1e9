#include "support/support.h"

#include <string.h>

#include "pixels/filter.h"
#include "pixels/unfilter.h"

#define LONGEST 1200 /* bytes of a row */

/* The specification's words, byte by byte. */
static uint8_t plainly(int filter, uint8_t rest, uint8_t left, uint8_t above, uint8_t corner) {
    const int guess = left + above - corner;
    const int to_left = guess > left ? guess - left : left - guess;
    const int to_above = guess > above ? guess - above : above - guess;
    const int to_corner = guess > corner ? guess - corner : corner - guess;
    const uint8_t nearest = to_left <= to_above && to_left <= to_corner ? left
                            : to_above <= to_corner                     ? above
                                                                        : corner;
    const uint8_t guesses[FILTERS] = {0, left, above, (uint8_t)((left + above) / 2), nearest};
    return (uint8_t)(rest + guesses[filter]);
}

/* Rows of every pixel that PNG has, with just the slack behind them that they have to have. */
static void check(const uint8_t *rest, const uint8_t *above, size_t len, size_t pixel) {
    uint8_t *rest_copy = test_malloc(len + UNFILTER_SLACK);
    uint8_t *above_copy = test_malloc(len + UNFILTER_SLACK);
    uint8_t *out = test_malloc(len + UNFILTER_SLACK);
    memcpy(rest_copy, rest, len);
    memcpy(above_copy, above, len);
    for (int filter = 0; filter < FILTERS; filter++) {
        unfilter_row(filter, rest_copy, above_copy, len, pixel, out);
        for (size_t i = 0; i < len; i++) {
            const bool first = i < pixel;
            assert_int_equal(out[i], plainly(filter, rest[i], first ? 0 : out[i - pixel], above[i],
                                             first ? 0 : above[i - pixel]));
        }
    }
    test_free(rest_copy);
    test_free(above_copy);
    test_free(out);
}

static const size_t pixels[] = {1, 2, 3, 4, 6, 8};

static void unfilter_does_what_the_specification_says_at_every_width(void **state) {
    (void)state;
    uint32_t random = 1;
    uint8_t rest[LONGEST];
    uint8_t above[LONGEST];
    for (size_t p = 0; p < sizeof pixels / sizeof *pixels; p++) {
        for (size_t len = pixels[p]; len <= LONGEST; len += pixels[p] * (1 + len / 200)) {
            random_fill(&random, rest, len);
            random_fill(&random, above, len);
            check(rest, above, len, pixels[p]);
        }
    }
}

/* A guess depends on three bytes: each of them at its ends, near its middle and anywhere. */
static void unfilter_guesses_right_for_levels_near_and_far(void **state) {
    (void)state;
    static const uint8_t levels[] = {0, 1, 2, 63, 127, 128, 129, 200, 253, 254, 255};
    enum { LEVELS = sizeof levels };
    uint8_t left_and_rest[8] = {0};
    uint8_t corner_and_above[8] = {0};
    for (int n = 0; n < LEVELS * LEVELS * LEVELS; n++) {
        memset(left_and_rest, levels[n % LEVELS], 4);
        memset(corner_and_above, levels[n / LEVELS % LEVELS], 4);
        memset(corner_and_above + 4, levels[n / LEVELS / LEVELS], 4);
        uint8_t out[8 + UNFILTER_SLACK];
        uint8_t row[8 + UNFILTER_SLACK] = {0};
        uint8_t above[8 + UNFILTER_SLACK] = {0};
        memcpy(above, corner_and_above, sizeof corner_and_above);
        for (int filter = 0; filter < FILTERS; filter++) {
            for (int i = 0; i < 4; i++) { /* so that the first pixel is 'left' again */
                row[i] = (uint8_t)(left_and_rest[i] - plainly(filter, 0, 0, above[i], 0));
            }
            unfilter_row(filter, row, above, 8, 4, out);
            for (int i = 0; i < 4; i++) {
                assert_int_equal(out[i], left_and_rest[i]);
                assert_int_equal(out[4 + i], plainly(filter, 0, out[i], above[4 + i], above[i]));
            }
        }
    }
}

static void unfilter_brings_back_what_filter_took(void **state) {
    (void)state;
    uint32_t random = 2;
    uint8_t row[LONGEST];
    uint8_t above[LONGEST + UNFILTER_SLACK];
    uint8_t rest[LONGEST + UNFILTER_SLACK];
    uint8_t back[LONGEST + UNFILTER_SLACK];
    for (int n = 0; n < 300; n++) {
        const size_t pixel = pixels[n % 6];
        const size_t len = LONGEST / 24 * pixel;
        random_fill(&random, row, len);
        random_fill(&random, above, len);
        filter_row(n % FILTERS, row, above, len, pixel, rest);
        unfilter_row(n % FILTERS, rest, above, len, pixel, back);
        assert_memory_equal(row, back, len);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unfilter_does_what_the_specification_says_at_every_width),
        cmocka_unit_test(unfilter_guesses_right_for_levels_near_and_far),
        cmocka_unit_test(unfilter_brings_back_what_filter_took),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
