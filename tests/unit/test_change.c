#include "paint/bucket.h"
#include "paint/change.h"
#include "paint/fill.h"
#include "support/masks.h"

#define LAST CHANGE_DROP_SPECKS

/* Some strokes somewhere: all of the picture, a corner of it or nothing. */
static struct coverage *random_canvas(uint32_t *random) {
    struct coverage *c =
        canvas_make(random_between(random, 1, 400), random_between(random, 1, 300));
    for (int strokes = random_between(random, 0, 3); strokes > 0; strokes--) {
        random_segment(random, random_between(random, 0, 1) ? 30 : 200, c);
    }
    return c;
}

static struct plane plane_from(const struct coverage *c) {
    struct plane plane;
    assert_int_equal(plane_make(coverage_width(c), coverage_height(c), &plane), STATUS_OK);
    coverage_read(c, canvas_whole(c), plane.values);
    return plane;
}

static void a_change_has_its_name(void **state) {
    (void)state;
    enum change change;
    assert_true(change_find("invert", &change) && change == CHANGE_INVERT);
    assert_true(change_find("dropSpecks", &change) && change == CHANGE_DROP_SPECKS);
    assert_false(change_find("explode", &change));
    assert_false(change_find("", &change));
}

static void on_a_coverage_all_comes_out_as_on_the_whole_plane(void **state) {
    (void)state;
    uint32_t random = 121;
    for (int n = 0; n < 180; n++) {
        const enum change change = (enum change)(n % (LAST + 1));
        const int amount = random_between(&random, -1, 40);
        struct coverage *c = random_canvas(&random);
        struct plane wanted = plane_from(c);
        struct plane before = plane_from(c);
        coverage_take_dirty(c);
        assert_int_equal(change_plane(change, amount, &wanted), STATUS_OK);
        assert_int_equal(change_coverage(change, amount, c), STATUS_OK);
        assert_pixels(c, wanted.values);
        assert_dirty_since(c, before.values);
        plane_free(&before);
        plane_free(&wanted);
        coverage_free(c);
    }
}

static void the_area_alone_is_enough(void **state) {
    (void)state;
    uint32_t random = 122;
    for (int n = 0; n < 180; n++) {
        const enum change change = (enum change)(n % (LAST + 1));
        const int amount = random_between(&random, -1, 40);
        struct coverage *c = random_canvas(&random);
        struct plane wanted = plane_from(c);
        const struct rect area = change_area(change, amount, c);
        assert_int_equal(change_plane(change, amount, &wanted), STATUS_OK);
        if (!rect_is_empty(area)) {
            struct plane part;
            assert_int_equal(plane_make(area.width, area.height, &part), STATUS_OK);
            coverage_read(c, area, part.values);
            assert_int_equal(change_plane(change, amount, &part), STATUS_OK);
            assert_int_equal(coverage_write(c, area, part.values), STATUS_OK);
            plane_free(&part);
        }
        assert_pixels(c, wanted.values);
        plane_free(&wanted);
        coverage_free(c);
    }
}

static void little_that_is_painted_needs_little_of_a_large_picture(void **state) {
    (void)state;
    struct coverage *c = canvas_make(8064, 6048);
    const struct pen pen = {100, 1, false};
    assert_int_equal(pen_segment(&pen, (struct spot){3000, 2000}, (struct spot){3100, 2000}, c),
                     STATUS_OK);
    const struct rect area = change_area(CHANGE_GROW, 50, c);
    assert_in_range(area.width, 300, 200 + 2 * (51 + COVERAGE_TILE));
    assert_in_range(area.height, 200, 100 + 2 * (51 + COVERAGE_TILE));
    assert_int_equal(change_area(CHANGE_INVERT, 0, c).width, 8064);
    coverage_clear(c);
    assert_true(rect_is_empty(change_area(CHANGE_GROW, 50, c)));
    coverage_free(c);
}

static void inverting_twice_is_the_identity(void **state) {
    (void)state;
    uint32_t random = 123;
    for (int n = 0; n < 20; n++) {
        struct coverage *c = random_canvas(&random);
        uint8_t *before = canvas_pixels(c);
        const size_t memory = coverage_memory(c, NULL);
        for (int i = 0; i < 2; i++) {
            assert_int_equal(change_coverage(CHANGE_INVERT, 0, c), STATUS_OK);
        }
        assert_pixels(c, before);
        assert_int_equal(coverage_memory(c, NULL), memory);
        free(before);
        coverage_free(c);
    }
}

static void hardening_leaves_only_none_and_all(void **state) {
    (void)state;
    struct plane ramp;
    assert_int_equal(plane_make(256, 1, &ramp), STATUS_OK);
    for (int i = 0; i < 256; i++) {
        ramp.values[i] = (uint8_t)i;
    }
    assert_int_equal(change_plane(CHANGE_HARDEN, 0, &ramp), STATUS_OK);
    for (int i = 0; i < 256; i++) {
        assert_int_equal(ramp.values[i], i < 128 ? 0 : 255);
    }
    plane_free(&ramp);
}

static void the_bucket_fills_what_it_fills_on_the_whole_plane(void **state) {
    (void)state;
    uint32_t random = 124;
    for (int n = 0; n < 300; n++) {
        struct coverage *c = random_canvas(&random);
        struct plane wanted = plane_from(c);
        for (int clicks = 0; clicks < 3; clicks++) {
            const int x = random_between(&random, -10, coverage_width(c) + 10);
            const int y = random_between(&random, -10, coverage_height(c) + 10);
            const bool subtract = random_between(&random, 0, 3) == 0;
            assert_int_equal(fill_bucket(&wanted, x, y, subtract), STATUS_OK);
            assert_int_equal(bucket_fill(x, y, subtract, c), STATUS_OK);
            assert_pixels(c, wanted.values);
        }
        plane_free(&wanted);
        coverage_free(c);
    }
}

static bool invert_and_fill(void *context) {
    const struct pen pen = {60, 0.5, false};
    struct coverage *c;
    (void)context;
    if (coverage_make(300, 200, &c) != STATUS_OK) {
        return false;
    }
    const bool worked =
        pen_segment(&pen, (struct spot){90, 90}, (struct spot){150, 60}, c) == STATUS_OK &&
        change_coverage(CHANGE_INVERT, 0, c) == STATUS_OK &&
        change_coverage(CHANGE_SHRINK, 5, c) == STATUS_OK &&
        bucket_fill(10, 10, true, c) == STATUS_OK && bucket_fill(10, 10, false, c) == STATUS_OK;
    assert_true(!worked || coverage_share(c) == 1);
    coverage_free(c);
    return worked;
}

static void each_allocation_may_fail(void **state) {
    (void)state;
    each_allocation_fails_once(invert_and_fill, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_has_its_name),
        cmocka_unit_test(on_a_coverage_all_comes_out_as_on_the_whole_plane),
        cmocka_unit_test(the_area_alone_is_enough),
        cmocka_unit_test(little_that_is_painted_needs_little_of_a_large_picture),
        cmocka_unit_test(inverting_twice_is_the_identity),
        cmocka_unit_test(hardening_leaves_only_none_and_all),
        cmocka_unit_test(the_bucket_fills_what_it_fills_on_the_whole_plane),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
