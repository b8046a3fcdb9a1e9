#include "support/support.h"

#include <math.h>
#include <string.h>

#include "api/size.h"

static void assert_size(struct size size, int width, int height) {
    if (size.width != width || size.height != height) {
        fail_msg("%d x %d, not %d x %d", size.width, size.height, width, height);
    }
}

static void size_is_read_from_its_text_alone(void **state) {
    (void)state;
    struct size size;
    assert_true(size_parse(bytes_of("1024x1536"), &size));
    assert_size(size, 1024, 1536);
    assert_true(size_parse(bytes_of("1x999999"), &size));
    assert_size(size, 1, 999999);
    static const char *const others[] = {
        "",          "auto",       "x",         "1024",          "1024x", "x1024",
        "1024X1024", "1024x1024 ", " 1x1",      "-1x1",          "+1x1",  "01x1",
        "1x01",      "0x16",       "16x0",      "1024x1024x1",   "1 x 1", "1.5x16",
        "1e3x1",     "0x10x1",     "1000000x1", "16x4294967312",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (size_parse(bytes_of(others[i]), &size)) {
            fail_msg("\"%s\" was taken", others[i]);
        }
        assert_size(size, 0, 0);
    }
}

static void size_any_keeps_the_limits_of_the_api(void **state) {
    (void)state;
    static const struct {
        struct size size;
        bool made;
    } cases[] = {
        {{1024, 1024}, true},    {{3840, 2160}, true},  {{2160, 3840}, true},
        {{2880, 2880}, true},    {{1024, 640}, true},   {{1024, 624}, false},
        {{3840, 2176}, false},   {{3856, 2144}, false}, {{1536, 512}, true},
        {{1536, 496}, false},    {{512, 1536}, true},   {{496, 1536}, false},
        {{1000, 1024}, false},   {{1024, 1000}, false}, {{0, 0}, false},
        {{-1024, -1024}, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (size_is_made(&size_any, cases[i].size) != cases[i].made) {
            fail_msg("%d x %d", cases[i].size.width, cases[i].size.height);
        }
    }
}

static void size_three_are_three(void **state) {
    (void)state;
    int made = 0;
    for (int height = -16; height <= 2048; height += 16) {
        for (int width = -16; width <= 2048; width += 16) {
            made += size_is_made(&size_three, (struct size){width, height});
        }
    }
    assert_int_equal(made, 3);
    assert_true(size_is_made(&size_three, (struct size){1024, 1024}));
    assert_true(size_is_made(&size_three, (struct size){1536, 1024}));
    assert_true(size_is_made(&size_three, (struct size){1024, 1536}));
}

static void assert_told(const struct size_rule *rule, struct size size, const char *text) {
    struct fault fault;
    assert_int_equal(size_check(rule, size, &fault), STATUS_INVALID);
    assert_string_equal(fault.field, "size");
    assert_string_equal(fault.text, text);
}

static void size_check_names_each_broken_rule_and_the_nearest_size(void **state) {
    (void)state;
    struct fault fault;
    assert_int_equal(size_check(&size_any, (struct size){1024, 1024}, &fault), STATUS_OK);
    assert_told(&size_any, (struct size){1000, 1010},
                "Custom width and height must be multiples of 16, got 1000x1010. The nearest size "
                "is 1008x1008.");
    assert_told(&size_any, (struct size){4096, 1600},
                "Custom resolution max edge must be <= 3840, got 4096x1600. The nearest size is "
                "3840x1504.");
    assert_told(&size_any, (struct size){2048, 512},
                "Custom resolution aspect ratio must not exceed 3:1, got 2048x512. The nearest "
                "size is 1776x592.");
    assert_told(&size_any, (struct size){512, 512},
                "Custom resolution total pixels must be between 655,360 and 8,294,400, got 262144. "
                "The nearest size is 816x816.");
    assert_told(&size_any, (struct size){10001, 99},
                "Custom width and height must be multiples of 16, got 10001x99. Custom resolution "
                "max edge must be <= 3840, got 10001x99. Custom resolution aspect ratio must not "
                "exceed 3:1, got 10001x99. The nearest size is 1728x576.");
    assert_told(&size_any, (struct size){999999, 999999},
                "Custom width and height must be multiples of 16, got 999999x999999. Custom "
                "resolution max edge must be <= 3840, got 999999x999999. Custom resolution total "
                "pixels must be between 655,360 and 8,294,400, got 999998000001. The nearest size "
                "is 2880x2880.");
    assert_told(&size_any, (struct size){0, 0},
                "Custom resolution total pixels must be between 655,360 and 8,294,400, got 0. The "
                "nearest size is 816x816.");
    assert_told(&size_three, (struct size){2048, 1152},
                "Resolution 2048x1152 is only supported by GPT Image 2 and later: this model makes "
                "1024x1024, 1536x1024 or 1024x1536. The nearest size is 1536x1024.");
}

/* The slow way: of all pairs the nearest to the wish that the limits were laid on. */
static struct size slow_nearest(const struct size_rule *rule, double width, double height) {
    const double ratio = fmin(fmax(width / height, 1.0 / rule->max_ratio), rule->max_ratio);
    double pixels = fmax(width * height, (double)rule->min_pixels);
    pixels = fmin(pixels, (double)rule->max_pixels);
    pixels = fmin(pixels, (double)rule->max_edge * rule->max_edge / fmax(ratio, 1 / ratio));
    width = sqrt(pixels * ratio);
    height = sqrt(pixels / ratio);
    struct size best = {0, 0};
    double least = INFINITY;
    for (int h = rule->step; h <= rule->max_edge; h += rule->step) {
        for (int w = rule->step; w <= rule->max_edge; w += rule->step) {
            const double distance = (w - width) * (w - width) + (h - height) * (h - height);
            if (distance > least || !size_is_made(rule, (struct size){w, h})) {
                continue;
            }
            if (distance < least || w * h > best.width * best.height) {
                best = (struct size){w, h};
                least = distance;
            }
        }
    }
    return best;
}

static void assert_nearest_as_slowly(const struct size_rule *rule, double width, double height) {
    const struct size slow = slow_nearest(rule, width, height);
    const struct size fast = size_nearest(rule, width, height);
    if (fast.width != slow.width || fast.height != slow.height) {
        fail_msg("%f x %f: %d x %d, not %d x %d", width, height, fast.width, fast.height,
                 slow.width, slow.height);
    }
}

static void size_nearest_is_the_nearest_of_all_there_are(void **state) {
    (void)state;
    static const double edges[] = {1,    3,    100,  450,  467,  468,    500,   640,  700,
                                   809,  810,  887,  1000, 1024, 1150.5, 1402,  1416, 1500,
                                   1530, 2000, 2159, 2160, 2500, 2880,   3000,  3840, 4000,
                                   5000, 8064, 9999, 1e5,  1e9,  1e200,  1e-200};
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        for (size_t j = 0; j < sizeof edges / sizeof *edges; j++) {
            assert_nearest_as_slowly(&size_any, edges[i], edges[j]);
        }
    }
}

static void size_nearest_keeps_a_smaller_limit_too(void **state) {
    (void)state;
    uint32_t random = 7;
    for (int i = 0; i < 300; i++) {
        struct size_rule rule = size_any;
        rule.max_pixels = random_between(&random, 2 * 655360, 8294400);
        assert_nearest_as_slowly(&rule, random_between(&random, 1, 6000),
                                 random_between(&random, 1, 6000));
    }
}

static void size_nearest_to_a_size_that_is_made_is_itself(void **state) {
    (void)state;
    for (int height = 16; height <= 3840; height += 16) {
        for (int width = 16; width <= 3840; width += 16) {
            const struct size size = {width, height};
            const struct size nearest = size_nearest(&size_any, width, height);
            assert_true(size_is_made(&size_any, nearest));
            if (size_is_made(&size_any, size)) {
                assert_size(nearest, width, height);
            }
        }
    }
}

static void size_nearest_of_three_goes_by_shape(void **state) {
    (void)state;
    assert_size(size_nearest(&size_three, 10, 10), 1024, 1024);
    assert_size(size_nearest(&size_three, 1224, 1000), 1024, 1024);
    assert_size(size_nearest(&size_three, 1225, 1000), 1536, 1024);
    assert_size(size_nearest(&size_three, 1000, 1225), 1024, 1536);
    assert_size(size_nearest(&size_three, 1e9, 1), 1536, 1024);
    assert_size(size_nearest(&size_three, 1, 16384), 1024, 1536);
}

static void size_nearest_of_one_shape_goes_by_area_and_takes_the_larger(void **state) {
    (void)state;
    static const struct size list[] = {{100, 100}, {400, 400}, {0, 0}};
    const struct size_rule rule = {.fixed = list};
    assert_size(size_nearest(&rule, 190, 190), 100, 100);
    assert_size(size_nearest(&rule, 200, 200), 400, 400);
    assert_size(size_nearest(&rule, 5000, 5000), 400, 400);
}

static bool check_a_size(void *context) {
    (void)context;
    struct fault fault;
    const enum status status = size_check(&size_any, (struct size){1, 1}, &fault);
    assert_int_equal(fault.status, status);
    return status == STATUS_INVALID;
}

static void size_check_survives_each_failing_allocation(void **state) {
    (void)state;
    each_allocation_fails_once(check_a_size, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(size_is_read_from_its_text_alone),
        cmocka_unit_test(size_any_keeps_the_limits_of_the_api),
        cmocka_unit_test(size_three_are_three),
        cmocka_unit_test(size_check_names_each_broken_rule_and_the_nearest_size),
        cmocka_unit_test(size_nearest_is_the_nearest_of_all_there_are),
        cmocka_unit_test(size_nearest_keeps_a_smaller_limit_too),
        cmocka_unit_test(size_nearest_to_a_size_that_is_made_is_itself),
        cmocka_unit_test(size_nearest_of_three_goes_by_shape),
        cmocka_unit_test(size_nearest_of_one_shape_goes_by_area_and_takes_the_larger),
        cmocka_unit_test(size_check_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests_name("size", tests, NULL, NULL);
}
