#include "support/support.h"

#include <stdlib.h>
#include <string.h>

#include "pixels/difference.h"

static struct difference difference_of(int width, int height) {
    struct difference d;
    assert_int_equal(difference_make(width, height, &d), STATUS_OK);
    return d;
}

static void difference_of_a_picture_to_itself_is_none(void **state) {
    (void)state;
    uint32_t random = 1;
    struct difference d = difference_of(50, 30);
    uint8_t row[50 * 4];
    for (int y = 0; y < 30; y++) {
        random_fill(&random, row, sizeof row);
        difference_add_row(&d, y, row, row, NULL);
    }
    assert_true(d.inside == 0 && d.outside == 0);
    for (size_t i = 0; i < plane_bytes(&d.map); i++) {
        assert_int_equal(d.map.values[i], 0);
    }
    difference_free(&d);
}

static void difference_counts_pixels_inside_and_outside_and_keeps_the_largest(void **state) {
    (void)state;
    uint32_t random = 2;
    static const int widths[] = {1, 40, 1600, 1601, 5000};
    for (size_t n = 0; n < sizeof widths / sizeof *widths; n++) {
        const int width = widths[n];
        const int edge = (width + DIFFERENCE_MAP_EDGE - 1) / DIFFERENCE_MAP_EDGE;
        struct difference d = difference_of(width, 7);
        assert_int_equal(d.map.width, (width + edge - 1) / edge);
        assert_int_equal(d.map.height, (7 + edge - 1) / edge);
        uint8_t *before = calloc((size_t)width * 9, 1);
        assert_non_null(before);
        uint8_t *after = before + width * 4;
        uint8_t *coverage = after + width * 4;
        struct plane wanted;
        int64_t inside = 0;
        int64_t outside = 0;
        assert_int_equal(plane_make(d.map.width, d.map.height, &wanted), STATUS_OK);
        for (int y = 0; y < 7; y++) {
            random_fill(&random, before, (size_t)width * 4);
            memcpy(after, before, (size_t)width * 4);
            for (int x = 0; x < width; x++) {
                coverage[x] = (uint8_t)(random_next(&random) % 3);
                if (random_next(&random) % 5 == 0) {
                    const int channel = random_between(&random, 0, 3);
                    const uint8_t by = (uint8_t)random_between(&random, 1, 255);
                    uint8_t *value = after + x * 4 + channel;
                    const int old = *value;
                    *value = (uint8_t)(*value + by);
                    const int apart = abs(*value - old);
                    uint8_t *cell = &wanted.values[y / edge * wanted.width + x / edge];
                    *cell = (uint8_t)(apart > *cell ? apart : *cell);
                    *(coverage[x] && y != 3 ? &inside : &outside) += 1;
                }
            }
            difference_add_row(&d, y, before, after, y == 3 ? NULL : coverage);
        }
        assert_true(d.inside == inside && d.outside == outside);
        assert_memory_equal(d.map.values, wanted.values, plane_bytes(&wanted));
        plane_free(&wanted);
        free(before);
        difference_free(&d);
    }
}

static void difference_is_drawn_from_black_over_red_and_yellow_to_white(void **state) {
    (void)state;
    struct difference d = difference_of(256, 1);
    struct image drawn;
    for (int i = 0; i < 256; i++) {
        d.map.values[i] = (uint8_t)i;
    }
    assert_int_equal(difference_draw(&d, &drawn), STATUS_OK);
    assert_memory_equal(drawn.pixels, ((uint8_t[]){0, 0, 0, 255}), 4);
    assert_memory_equal(drawn.pixels + 255 * 4, ((uint8_t[]){255, 255, 255, 255}), 4);
    assert_true(drawn.pixels[4] > 30); /* a difference of one level is to be seen */
    for (int i = 1; i < 256; i++) {
        const uint8_t *pixel = drawn.pixels + i * 4;
        assert_true(pixel[0] >= pixel[1] && pixel[1] >= pixel[2] && pixel[3] == 255);
        const int sum = pixel[0] + pixel[1] + pixel[2];
        assert_true(sum > pixel[-4] + pixel[-3] + pixel[-2]);
    }
    image_free(&drawn);
    difference_free(&d);
}

static bool difference_once(void *context) {
    (void)context;
    struct difference d;
    struct image drawn = {0};
    enum status status = difference_make(30, 20, &d);
    if (status == STATUS_OK) {
        status = difference_draw(&d, &drawn);
    }
    assert_int_equal(drawn.pixels != NULL, status == STATUS_OK);
    image_free(&drawn);
    difference_free(&d);
    return status == STATUS_OK;
}

static void difference_survives_each_failing_allocation(void **state) {
    (void)state;
    each_allocation_fails_once(difference_once, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(difference_of_a_picture_to_itself_is_none),
        cmocka_unit_test(difference_counts_pixels_inside_and_outside_and_keeps_the_largest),
        cmocka_unit_test(difference_is_drawn_from_black_over_red_and_yellow_to_white),
        cmocka_unit_test(difference_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
