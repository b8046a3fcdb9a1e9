#include "support/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pixels/inset.h"

static const struct inset_open closed = {false, false, false, false};
static const struct inset_open open = {true, true, true, true};

static struct plane plane_of(int width, int height, uint8_t value) {
    struct plane plane;
    assert_int_equal(plane_make(width, height, &plane), STATUS_OK);
    memset(plane.values, value, plane_bytes(&plane));
    return plane;
}

static void paint(struct plane *plane, struct rect r, uint8_t value) {
    for (int y = r.y; y < r.y + r.height; y++) {
        memset(plane->values + y * plane->width + r.x, value, (size_t)r.width);
    }
}

static int at(const struct plane *plane, int x, int y) {
    return plane->values[y * plane->width + x];
}

static double inset(struct plane *plane, struct inset_open sides, int percent) {
    double width;
    assert_int_equal(inset_ramp(plane, sides, percent, &width), STATUS_OK);
    return width;
}

static void inset_without_a_ramp_changes_nothing(void **state) {
    (void)state;
    uint32_t random = 1;
    struct plane plane = plane_of(50, 40, 0);
    uint8_t before[50 * 40];
    random_fill(&random, before, sizeof before);
    memcpy(plane.values, before, sizeof before);
    assert_true(inset(&plane, closed, 0) == 0);
    assert_memory_equal(plane.values, before, sizeof before);
    plane_free(&plane);
}

static void inset_never_raises_and_leaves_painted_what_is(void **state) {
    (void)state;
    uint32_t random = 2;
    for (int n = 0; n < 100; n++) {
        struct plane plane =
            plane_of(random_between(&random, 1, 70), random_between(&random, 1, 70), 0);
        for (int i = 0; i < 4; i++) {
            const struct rect r = {random_between(&random, -10, 60),
                                   random_between(&random, -10, 60), random_between(&random, 1, 50),
                                   random_between(&random, 1, 50)};
            paint(&plane, rect_intersect(r, (struct rect){0, 0, plane.width, plane.height}),
                  (uint8_t)random_between(&random, 0, 255));
        }
        uint8_t *before = malloc(plane_bytes(&plane));
        assert_non_null(before);
        memcpy(before, plane.values, plane_bytes(&plane));
        const struct inset_open sides = {n & 1, n & 2, n & 4, n & 8};
        inset(&plane, sides, random_between(&random, 1, 400));
        for (size_t i = 0; i < plane_bytes(&plane); i++) {
            assert_true(plane.values[i] <= before[i] && !plane.values[i] == !before[i]);
        }
        free(before);
        plane_free(&plane);
    }
}

/* The exact distance to the nearest pixel that is not painted or lies past a side. */
static double depth(const struct plane *plane, int x, int y) {
    double least = fmin(fmin(x + 1, y + 1), fmin(plane->width - x, plane->height - y));
    for (int i = 0; i < plane->width * plane->height; i++) {
        const int row = i / plane->width;
        if (plane->values[i] == 0) {
            least = fmin(least, hypot(i % plane->width - x, row - y));
        }
    }
    return least;
}

static void inset_rises_smoothly_with_the_distance_from_the_edge(void **state) {
    (void)state;
    struct plane plane = plane_of(150, 150, 0);
    for (int i = 0; i < 150 * 150; i++) {
        const int row = i / 150;
        plane.values[i] = hypot(i % 150 - 74.5, row - 74.5) < 70 ? 255 : 0;
    }
    struct plane mask = plane_of(150, 150, 0);
    memcpy(mask.values, plane.values, plane_bytes(&mask));
    const double width = inset(&plane, closed, 100);
    assert_true(fabs(width - 0.05 * sqrt(acos(-1)) * 70) < 0.5);
    for (int y = 3; y < 150; y += 7) {
        for (int x = 2; x < 150; x += 5) {
            const double part = fmin(depth(&mask, x, y) / width, 1);
            const double wanted = at(&mask, x, y) ? 255 * part * part * (3 - 2 * part) : 0;
            assert_true(fabs(at(&plane, x, y) - wanted) < 30);
        }
    }
    plane_free(&mask);
    plane_free(&plane);
}

static void inset_ramp_follows_the_size_of_the_mask_and_the_percent(void **state) {
    (void)state;
    static const struct {
        int side, percent;
        double width;
    } cases[] = {{400, 100, 20},  {400, 200, 40}, {400, 50, 10}, {20, 100, 2},
                 {1400, 100, 64}, {400, 900, 80}, {400, -5, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const int side = cases[i].side;
        struct plane plane = plane_of(side + 2, side + 2, 0);
        paint(&plane, (struct rect){1, 1, side, side}, 255);
        assert_true(fabs(inset(&plane, closed, cases[i].percent) - cases[i].width) < 0.1);
        plane_free(&plane);
    }
}

static void inset_leaves_a_thin_line_whole_in_its_middle(void **state) {
    (void)state;
    for (int thick = 1; thick < 20; thick++) {
        struct plane plane = plane_of(400, 300, 0);
        paint(&plane, (struct rect){10, 10, 200, 280}, 255); /* something large beside it */
        paint(&plane, (struct rect){215, 20, thick, 240}, 255);
        inset(&plane, closed, 100);
        for (int y = 40; y < 240; y++) {
            assert_int_equal(at(&plane, 215 + thick / 2, y), 255);
            assert_true(thick < 3 || at(&plane, 215, y) < 255);
        }
        plane_free(&plane);
    }
}

static void inset_leaves_a_line_whole_that_runs_out_of_a_blot(void **state) {
    (void)state;
    struct plane plane = plane_of(500, 200, 0);
    paint(&plane, (struct rect){10, 10, 180, 180}, 255);
    paint(&plane, (struct rect){190, 98, 300, 5}, 255);
    inset(&plane, closed, 100);
    for (int x = 240; x < 480; x++) {
        assert_int_equal(at(&plane, x, 100), 255);
    }
    plane_free(&plane);
}

static void inset_has_no_edge_where_the_picture_ends(void **state) {
    (void)state;
    struct plane plane = plane_of(200, 100, 255);
    assert_true(inset(&plane, open, 100) == 0);
    assert_int_equal(at(&plane, 0, 0), 255);
    assert_true(inset(&plane, (struct inset_open){true, true, false, true}, 100) > 5);
    for (int y = 0; y < 100; y++) {
        assert_int_equal(at(&plane, 0, y), 255);
        assert_int_equal(at(&plane, 150, y), 255);
        assert_true(at(&plane, 199, y) < 40);
    }
    plane_free(&plane);
}

static void inset_of_nothing_painted_is_nothing(void **state) {
    (void)state;
    struct plane plane = plane_of(20, 20, 0);
    assert_true(inset(&plane, closed, 100) == 0);
    for (size_t i = 0; i < plane_bytes(&plane); i++) {
        assert_int_equal(plane.values[i], 0);
    }
    plane_free(&plane);
}

static void inset_takes_the_largest_mask(void **state) {
    (void)state;
    struct plane plane = plane_of(IMAGE_MAX_EDGE, 40, 255);
    assert_true(inset(&plane, closed, 100) > 15);
    assert_int_equal(at(&plane, 8000, 20), 255);
    plane_free(&plane);
    plane = plane_of(3, IMAGE_MAX_EDGE, 255);
    inset(&plane, closed, 400);
    assert_int_equal(at(&plane, 1, 8000), 255);
    plane_free(&plane);
}

static bool inset_once(void *context) {
    struct plane *plane = context;
    double width;
    const enum status status = inset_ramp(plane, closed, 100, &width);
    assert_true(status == STATUS_OK || (width == 0 && at(plane, 0, 0) == 255));
    return status == STATUS_OK;
}

static void inset_survives_each_failing_allocation(void **state) {
    (void)state;
    struct plane plane = plane_of(80, 80, 255);
    each_allocation_fails_once(inset_once, &plane);
    plane_free(&plane);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inset_without_a_ramp_changes_nothing),
        cmocka_unit_test(inset_never_raises_and_leaves_painted_what_is),
        cmocka_unit_test(inset_rises_smoothly_with_the_distance_from_the_edge),
        cmocka_unit_test(inset_ramp_follows_the_size_of_the_mask_and_the_percent),
        cmocka_unit_test(inset_leaves_a_thin_line_whole_in_its_middle),
        cmocka_unit_test(inset_leaves_a_line_whole_that_runs_out_of_a_blot),
        cmocka_unit_test(inset_has_no_edge_where_the_picture_ends),
        cmocka_unit_test(inset_of_nothing_painted_is_nothing),
        cmocka_unit_test(inset_takes_the_largest_mask),
        cmocka_unit_test(inset_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
