#include "support/support.h"

#include <stdlib.h>
#include <string.h>

#include "pixels/rects.h"

static struct rect random_rect(uint32_t *random) {
    return (struct rect){random_between(random, 0, 60), random_between(random, 0, 60),
                         random_between(random, 1, 12), random_between(random, 1, 12)};
}

/* The slow way: from every pixel of the one to every pixel of the other. */
static int64_t slow_distance(struct rect a, struct rect b) {
    int64_t least = INT64_MAX;
    for (int i = 0; i < a.width * a.height; i++) {
        for (int j = 0; j < b.width * b.height; j++) {
            const int across = abs(a.x + i % a.width - b.x - j % b.width);
            const int down = abs(a.y + i / a.width - b.y - j / b.width);
            const int64_t dx = across > 1 ? across - 1 : 0; /* pixels side by side touch */
            const int64_t dy = down > 1 ? down - 1 : 0;
            least = dx * dx + dy * dy < least ? dx * dx + dy * dy : least;
        }
    }
    return least;
}

static void rects_distance_is_that_of_their_nearest_pixels(void **state) {
    (void)state;
    uint32_t random = 5;
    for (int i = 0; i < 300; i++) {
        const struct rect a = random_rect(&random);
        const struct rect b = random_rect(&random);
        assert_int_equal(rects_distance(a, b), slow_distance(a, b));
        assert_int_equal(rects_distance(b, a), slow_distance(a, b));
    }
    const struct rect far = {0, 0, 1, 1};
    assert_int_equal(rects_distance(far, (struct rect){16383, 16383, 1, 1}), 2 * 16382 * 16382);
}

static void rects_remove_keeps_the_order_of_the_others(void **state) {
    (void)state;
    struct rect list[3] = {{1, 0, 1, 1}, {2, 0, 1, 1}, {3, 0, 1, 1}};
    assert_int_equal(rects_remove(list, 3, 1), 2);
    assert_int_equal(list[0].x, 1);
    assert_int_equal(list[1].x, 3);
    assert_int_equal(rects_remove(list, 2, 1), 1);
    assert_int_equal(list[0].x, 1);
}

static void assert_rect(struct rect given, struct rect wanted) {
    assert_memory_equal(&given, &wanted, sizeof wanted);
}

static void rects_add_merges_the_two_nearest_only_where_there_is_no_room(void **state) {
    (void)state;
    struct rect list[3];
    size_t count = rects_add(list, 0, 3, (struct rect){0, 0, 10, 10});
    count = rects_add(list, count, 3, (struct rect){100, 0, 10, 10});
    count = rects_add(list, count, 3, (struct rect){200, 0, 10, 10});
    assert_int_equal(count, 3);
    assert_rect(list[2], (struct rect){200, 0, 10, 10});
    count = rects_add(list, count, 3, (struct rect){185, 5, 10, 10}); /* the new one is near */
    assert_int_equal(count, 3);
    assert_rect(list[0], (struct rect){0, 0, 10, 10});
    assert_rect(list[1], (struct rect){100, 0, 10, 10});
    assert_rect(list[2], (struct rect){185, 0, 25, 15});
    count = rects_add(list, count, 3, (struct rect){900, 900, 10, 10}); /* two others are nearer */
    assert_int_equal(count, 3);
    assert_rect(list[0], (struct rect){0, 0, 10, 10});
    assert_rect(list[1], (struct rect){100, 0, 110, 15});
    assert_rect(list[2], (struct rect){900, 900, 10, 10});
}

static bool is_inside(struct rect inner, struct rect outer) {
    const struct rect both = rect_intersect(inner, outer);
    return both.width == inner.width && both.height == inner.height;
}

static void rects_add_loses_nothing(void **state) {
    (void)state;
    uint32_t random = 9;
    for (int n = 0; n < 200; n++) {
        struct rect added[20];
        struct rect list[6];
        const size_t max = (size_t)random_between(&random, 1, 6);
        size_t count = 0;
        for (size_t i = 0; i < 20; i++) {
            added[i] = random_rect(&random);
            count = rects_add(list, count, max, added[i]);
            assert_int_equal(count, i + 1 < max ? i + 1 : max);
        }
        for (size_t i = 0; i < 20; i++) {
            bool held = false;
            for (size_t j = 0; j < count; j++) {
                held |= is_inside(added[i], list[j]);
            }
            assert_true(held);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rects_distance_is_that_of_their_nearest_pixels),
        cmocka_unit_test(rects_remove_keeps_the_order_of_the_others),
        cmocka_unit_test(rects_add_merges_the_two_nearest_only_where_there_is_no_room),
        cmocka_unit_test(rects_add_loses_nothing),
    };
    return cmocka_run_group_tests_name("rects", tests, NULL, NULL);
}
