#include "support/support.h"

#include <string.h>

#include "pixels/image.h"

static void image_takes_sizes_up_to_its_limits(void **state) {
    (void)state;
    struct fault fault;
    assert_int_equal(image_check_size(1, 1, &fault), STATUS_OK);
    assert_int_equal(image_check_size(IMAGE_MAX_EDGE, 1, &fault), STATUS_OK);
    assert_int_equal(image_check_size(1, IMAGE_MAX_EDGE, &fault), STATUS_OK);
    assert_int_equal(image_check_size(9248, 6936, &fault), STATUS_OK);
    assert_int_equal(image_check_size(8192, 8192, &fault), STATUS_OK);
}

static void image_refuses_sizes_past_its_limits_with_the_numbers(void **state) {
    (void)state;
    static const struct {
        int64_t width, height;
        enum status status;
        const char *numbers;
    } cases[] = {
        {0, 10, STATUS_UNSUPPORTED, "0 x 10"},
        {10, 0, STATUS_UNSUPPORTED, "10 x 0"},
        {-1, 5, STATUS_UNSUPPORTED, "-1 x 5"},
        {16385, 1, STATUS_TOO_LARGE, "16385 x 1"},
        {1, 16385, STATUS_TOO_LARGE, "1 x 16385"},
        {8193, 8192, STATUS_TOO_LARGE, "8193 x 8192"},
        {16384, 16384, STATUS_TOO_LARGE, "268 megapixels"},
        {0xffffffff, 0xffffffff, STATUS_TOO_LARGE, "4294967295 x 4294967295"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fault fault;
        assert_int_equal(image_check_size(cases[i].width, cases[i].height, &fault),
                         cases[i].status);
        assert_int_equal(fault.status, cases[i].status);
        assert_non_null(strstr(fault.text, cases[i].numbers));
    }
}

static void image_begins_transparent_black_and_ends_empty(void **state) {
    (void)state;
    struct image image;
    assert_int_equal(image_make(3, 2, &image), STATUS_OK);
    assert_int_equal(image_bytes(&image), 24);
    for (size_t i = 0; i < image_bytes(&image); i++) {
        assert_int_equal(image.pixels[i], 0);
    }
    image_free(&image);
    assert_null(image.pixels);
    assert_int_equal(image_bytes(&image), 0);
    image_free(&image);
}

static void plane_begins_zeroed_and_ends_empty(void **state) {
    (void)state;
    struct plane plane;
    assert_int_equal(plane_make(3, 2, &plane), STATUS_OK);
    assert_int_equal(plane_bytes(&plane), 6);
    for (size_t i = 0; i < plane_bytes(&plane); i++) {
        assert_int_equal(plane.values[i], 0);
    }
    plane_free(&plane);
    assert_null(plane.values);
    assert_int_equal(plane_bytes(&plane), 0);
}

static bool make_both(void *context) {
    (void)context;
    struct image image;
    struct plane plane = {0};
    const bool worked =
        image_make(4, 4, &image) == STATUS_OK && plane_make(4, 4, &plane) == STATUS_OK;
    assert_true(worked || !plane.values);
    image_free(&image);
    plane_free(&plane);
    return worked;
}

static void image_and_plane_are_empty_when_memory_runs_out(void **state) {
    (void)state;
    each_allocation_fails_once(make_both, NULL);
}

static void image_is_opaque_only_if_every_alpha_is_255(void **state) {
    (void)state;
    struct image image;
    assert_int_equal(image_make(7, 5, &image), STATUS_OK);
    memset(image.pixels, 255, image_bytes(&image));
    assert_true(image_is_opaque(&image));
    for (size_t i = 0; i < image_bytes(&image); i++) {
        image.pixels[i] = 254;
        assert_int_equal(image_is_opaque(&image), i % 4 != 3);
        image.pixels[i] = 255;
    }
    image_free(&image);
}

static void image_cut_goes_on_as_the_edge_past_the_picture(void **state) {
    (void)state;
    uint32_t random = 17;
    struct image image;
    assert_int_equal(image_make(9, 6, &image), STATUS_OK);
    random_fill(&random, image.pixels, image_bytes(&image));
    for (int n = 0; n < 500; n++) {
        const struct rect part = {random_between(&random, -15, 15),
                                  random_between(&random, -15, 15), random_between(&random, 1, 30),
                                  random_between(&random, 1, 30)};
        struct image cut;
        assert_int_equal(image_cut(&image, part, &cut), STATUS_OK);
        assert_int_equal(cut.width, part.width);
        assert_int_equal(cut.height, part.height);
        for (int i = 0; i < part.width * part.height; i++) {
            const int x = part.x + i % part.width;
            const int y = part.y + i / part.width;
            const int near = (y < 0 ? 0 : y > 5 ? 5 : y) * 9 + (x < 0 ? 0 : x > 8 ? 8 : x);
            assert_memory_equal(cut.pixels + (size_t)i * 4, image.pixels + (size_t)near * 4, 4);
        }
        image_free(&cut);
    }
    image_free(&image);
}

static void image_cut_holds_no_more_than_the_part(void **state) {
    (void)state;
    struct image image;
    struct image cut;
    assert_int_equal(image_make(3000, 2000, &image), STATUS_OK);
    const size_t before = allocated_so_far();
    assert_int_equal(image_cut(&image, (struct rect){1000, 1000, 50, 40}, &cut), STATUS_OK);
    assert_int_equal(allocated_so_far() - before, 50 * 40 * 4);
    image_free(&cut);
    image_free(&image);
}

static bool cut_an_image(void *context) {
    struct image cut;
    const enum status status = image_cut(context, (struct rect){0, 0, 2, 2}, &cut);
    assert_int_equal(status == STATUS_OK, cut.pixels != NULL);
    image_free(&cut);
    return status == STATUS_OK;
}

static void image_cut_survives_each_failing_allocation(void **state) {
    (void)state;
    uint8_t pixels[4] = {1, 2, 3, 4};
    struct image image = {pixels, 1, 1};
    each_allocation_fails_once(cut_an_image, &image);
}

static bool covers(struct rect r, int x, int y) {
    return !rect_is_empty(r) && x >= r.x && x < r.x + r.width && y >= r.y && y < r.y + r.height;
}

static struct rect random_rect(uint32_t *random) {
    return (struct rect){random_between(random, -8, 8), random_between(random, -8, 8),
                         random_between(random, -1, 8), random_between(random, -1, 8)};
}

static void rect_intersection_is_what_both_cover(void **state) {
    (void)state;
    uint32_t random = 7;
    for (int n = 0; n < 500; n++) {
        const struct rect a = random_rect(&random);
        const struct rect b = random_rect(&random);
        const struct rect both = rect_intersect(a, b);
        for (int i = 0; i < 30 * 30; i++) {
            const int x = i % 30 - 10;
            const int y = i / 30 - 10;
            assert_int_equal(covers(both, x, y), covers(a, x, y) && covers(b, x, y));
        }
    }
}

static void rect_union_is_the_least_that_covers_both(void **state) {
    (void)state;
    const struct rect a = {2, 3, 4, 5};
    const struct rect b = {-1, 6, 2, 9};
    const struct rect nothing = {50, 50, 0, 3};
    struct rect u = rect_unite(a, b);
    assert_memory_equal(&u, (&(struct rect){-1, 3, 7, 12}), sizeof u);
    u = rect_unite(a, nothing);
    assert_memory_equal(&u, &a, sizeof u);
    u = rect_unite(nothing, b);
    assert_memory_equal(&u, &b, sizeof u);
    assert_true(rect_is_empty(rect_unite(nothing, nothing)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(image_takes_sizes_up_to_its_limits),
        cmocka_unit_test(image_refuses_sizes_past_its_limits_with_the_numbers),
        cmocka_unit_test(image_begins_transparent_black_and_ends_empty),
        cmocka_unit_test(plane_begins_zeroed_and_ends_empty),
        cmocka_unit_test(image_and_plane_are_empty_when_memory_runs_out),
        cmocka_unit_test(image_is_opaque_only_if_every_alpha_is_255),
        cmocka_unit_test(image_cut_goes_on_as_the_edge_past_the_picture),
        cmocka_unit_test(image_cut_holds_no_more_than_the_part),
        cmocka_unit_test(image_cut_survives_each_failing_allocation),
        cmocka_unit_test(rect_intersection_is_what_both_cover),
        cmocka_unit_test(rect_union_is_the_least_that_covers_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
