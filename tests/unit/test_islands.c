#include "support/canvas.h"

#include "paint/islands.h"

#define MANY 64

static void assert_rect(struct rect given, struct rect wanted) {
    if (memcmp(&given, &wanted, sizeof wanted) != 0) {
        fail_msg("%d, %d, %d x %d, not %d, %d, %d x %d", given.x, given.y, given.width,
                 given.height, wanted.x, wanted.y, wanted.width, wanted.height);
    }
}

static void paint(struct coverage *c, struct rect area, uint8_t value) {
    const size_t len = (size_t)area.width * (size_t)area.height;
    uint8_t *values = malloc(len);
    assert_non_null(values);
    memset(values, value, len);
    assert_int_equal(coverage_write(c, area, values), STATUS_OK);
    free(values);
}

static void islands_of_nothing_are_none(void **state) {
    (void)state;
    struct rect box;
    struct coverage *c = canvas_make(200, 100);
    assert_int_equal(islands_find(c, &box, 1), 0);
    paint(c, (struct rect){0, 0, 200, 100}, 255);
    coverage_clear(c);
    assert_int_equal(islands_find(c, &box, 1), 0);
    coverage_free(c);
}

static void islands_are_boxes_exact_to_the_pixel(void **state) {
    (void)state;
    static const struct rect areas[] = {
        {0, 0, 1, 1},    {63, 63, 1, 1},    {63, 63, 2, 2},    {64, 64, 64, 64}, {999, 699, 1, 1},
        {70, 3, 5, 600}, {3, 70, 900, 200}, {0, 0, 1000, 700}, {1, 1, 998, 698}, {500, 0, 1, 700},
    };
    for (size_t i = 0; i < sizeof areas / sizeof *areas; i++) {
        struct rect box;
        struct coverage *c = canvas_make(1000, 700);
        paint(c, areas[i], i % 2 ? 1 : 255);
        assert_int_equal(islands_find(c, &box, 1), 1);
        assert_rect(box, areas[i]);
        coverage_free(c);
    }
}

static void islands_are_apart_where_a_tile_lies_between(void **state) {
    (void)state;
    struct rect boxes[MANY];
    struct coverage *c = canvas_make(1000, 700);
    paint(c, (struct rect){10, 20, 30, 40}, 255);
    paint(c, (struct rect){128, 20, 30, 40}, 255);  /* one tile of nothing between */
    paint(c, (struct rect){192, 64, 20, 300}, 255); /* touches the one before at a corner */
    paint(c, (struct rect){900, 650, 100, 50}, 7);
    assert_int_equal(islands_find(c, boxes, MANY), 3);
    assert_rect(boxes[0], (struct rect){10, 20, 30, 40});
    assert_rect(boxes[1], (struct rect){128, 20, 84, 344});
    assert_rect(boxes[2], (struct rect){900, 650, 100, 50});
    coverage_free(c);
}

static void islands_that_are_too_many_merge_with_the_nearest(void **state) {
    (void)state;
    struct rect boxes[MANY];
    struct coverage *c = canvas_make(2000, 200);
    paint(c, (struct rect){0, 0, 10, 10}, 255);
    paint(c, (struct rect){1000, 0, 10, 10}, 255);
    paint(c, (struct rect){1300, 0, 10, 10}, 255);
    paint(c, (struct rect){1990, 0, 10, 10}, 255);
    assert_int_equal(islands_find(c, boxes, 4), 4);
    assert_int_equal(islands_find(c, boxes, 3), 3);
    assert_rect(boxes[0], (struct rect){0, 0, 10, 10});
    assert_rect(boxes[1], (struct rect){1000, 0, 310, 10});
    assert_rect(boxes[2], (struct rect){1990, 0, 10, 10});
    assert_int_equal(islands_find(c, boxes, 1), 1);
    assert_rect(boxes[0], (struct rect){0, 0, 2000, 10});
    coverage_free(c);
}

/* Follows winding tiles, however long: a comb, all of it one island. */
static void islands_follow_tiles_to_their_end(void **state) {
    (void)state;
    struct rect boxes[2];
    struct coverage *c = canvas_make(16384, 4096);
    for (int x = 0; x < 16384; x += 128) {
        paint(c, (struct rect){x, 0, 1, 4096}, 255);
        paint(c, (struct rect){x, x % 256 ? 0 : 4095, 129 < 16384 - x ? 129 : 16384 - x, 1}, 255);
    }
    assert_int_equal(islands_find(c, boxes, 2), 1);
    assert_rect(boxes[0], (struct rect){0, 0, 16384, 4096});
    coverage_free(c);
}

static void islands_take_the_longest_and_the_largest_pictures(void **state) {
    (void)state;
    static const int sizes[][2] = {{16384, 1},   {1, 16384},    {16384, 4096}, {4096, 16384},
                                   {8257, 8001}, {16321, 4111}, {4111, 16321}, {1, 1}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct rect box;
        struct coverage *c = canvas_make(sizes[i][0], sizes[i][1]);
        static const uint8_t all[256] = {[0] = 9};
        assert_int_equal(coverage_map(c, all), STATUS_OK);
        assert_int_equal(islands_find(c, &box, 1), 1);
        assert_rect(box, canvas_whole(c));
        coverage_free(c);
    }
}

/* The slow way: tiles by a flood over a small picture of them, boxes pixel by pixel. */
static size_t slow_islands(const struct coverage *c, struct rect *out) {
    const int columns = (coverage_width(c) + 63) / 64;
    const int rows = (coverage_height(c) + 63) / 64;
    int label[40 * 40];
    for (int i = 0; i < columns * rows; i++) {
        label[i] = coverage_tile(c, i % columns, i / columns) ? i : -1;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (int i = 0; i < columns * rows; i++) {
            for (int j = 0; j < columns * rows; j++) {
                const bool near =
                    abs(i % columns - j % columns) <= 1 && abs(i / columns - j / columns) <= 1;
                if (near && label[i] >= 0 && label[j] > label[i]) {
                    label[j] = label[i];
                    changed = true;
                }
            }
        }
    }
    size_t count = 0;
    for (int first = 0; first < columns * rows; first++) {
        struct rect box = {0, 0, 0, 0};
        for (int y = 0; y < coverage_height(c); y++) {
            for (int x = 0; x < coverage_width(c); x++) {
                if (label[y / 64 * columns + x / 64] == first && coverage_at(c, x, y) > 0) {
                    box = rect_unite(box, (struct rect){x, y, 1, 1});
                }
            }
        }
        if (!rect_is_empty(box)) {
            out[count++] = box;
        }
    }
    return count;
}

static void islands_are_those_found_slowly(void **state) {
    (void)state;
    uint32_t random = 3;
    for (int n = 0; n < 30; n++) {
        struct rect boxes[MANY];
        struct rect wanted[MANY];
        struct coverage *c =
            canvas_make(random_between(&random, 1, 600), random_between(&random, 1, 400));
        for (int i = random_between(&random, 0, 8); i > 0; i--) {
            random_segment(&random, 20, c);
        }
        const size_t count = slow_islands(c, wanted);
        assert_int_equal(islands_find(c, boxes, MANY), count);
        for (size_t i = 0; i < count; i++) {
            assert_rect(boxes[i], wanted[i]);
        }
        coverage_free(c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(islands_of_nothing_are_none),
        cmocka_unit_test(islands_are_boxes_exact_to_the_pixel),
        cmocka_unit_test(islands_are_apart_where_a_tile_lies_between),
        cmocka_unit_test(islands_that_are_too_many_merge_with_the_nearest),
        cmocka_unit_test(islands_follow_tiles_to_their_end),
        cmocka_unit_test(islands_take_the_longest_and_the_largest_pictures),
        cmocka_unit_test(islands_are_those_found_slowly),
    };
    return cmocka_run_group_tests_name("islands", tests, NULL, NULL);
}
