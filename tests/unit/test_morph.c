#include "paint/morph.h"
#include "support/masks.h"

/* The slow way: looks at every pixel within the disc. */
static struct plane reference(const struct plane *mask, int radius, bool shrink) {
    struct plane out = plane_copy(mask);
    for (int y = 0; y < mask->height; y++) {
        for (int x = 0; x < mask->width; x++) {
            uint8_t best = plane_at(mask, x, y);
            for (int oy = 0; oy < mask->height; oy++) {
                for (int ox = 0; ox < mask->width; ox++) {
                    const int square = (ox - x) * (ox - x) + (oy - y) * (oy - y);
                    const uint8_t value = plane_at(mask, ox, oy);
                    if (square <= radius * radius && (shrink ? value < best : value > best)) {
                        best = value;
                    }
                }
            }
            out.values[y * mask->width + x] = best;
        }
    }
    return out;
}

static void random_growing_and_shrinking_agree_with_brute_force(void **state) {
    (void)state;
    uint32_t random = 81;
    for (int n = 0; n < 150; n++) {
        struct plane mask = random_mask(&random, 45);
        const int radius = n % 3 ? random_between(&random, 0, 8) : random_between(&random, 0, 60);
        const bool shrink = random_between(&random, 0, 1);
        struct plane wanted = reference(&mask, radius, shrink);
        assert_int_equal(shrink ? morph_shrink(&mask, radius) : morph_grow(&mask, radius),
                         STATUS_OK);
        assert_planes_equal(&mask, &wanted);
        plane_free(&mask);
        plane_free(&wanted);
    }
}

/* Wider than what is worked on at a time; dots, so that the slow way can look at these alone. */
static void discs_around_dots_are_where_they_should_be(void **state) {
    (void)state;
    static const int radii[] = {1, 2, 31, 64, 150, 500, MORPH_MAX_RADIUS};
    uint32_t random = 82;
    for (int n = 0; n < 21; n++) {
        struct plane mask;
        const int radius = radii[n % 7];
        int dots[5][3];
        assert_int_equal(
            plane_make(random_between(&random, 100, 500), random_between(&random, 100, 300), &mask),
            STATUS_OK);
        for (int i = 0; i < 5; i++) {
            dots[i][0] = random_between(&random, 0, mask.width - 1);
            dots[i][1] = random_between(&random, 0, mask.height - 1);
            dots[i][2] = i == 0 ? 255 : random_between(&random, 1, 255);
            mask.values[dots[i][1] * mask.width + dots[i][0]] = (uint8_t)dots[i][2];
        }
        struct plane wanted = plane_copy(&mask);
        for (int i = 0; i < mask.width * mask.height; i++) {
            for (int k = 0; k < 5; k++) {
                const int dx = i % mask.width - dots[k][0];
                const int dy = i / mask.width - dots[k][1];
                const uint8_t level = plane_at(&mask, dots[k][0], dots[k][1]);
                if (dx * dx + dy * dy <= radius * radius && level > wanted.values[i]) {
                    wanted.values[i] = level;
                }
            }
        }
        assert_int_equal(morph_grow(&mask, radius), STATUS_OK);
        assert_planes_equal(&mask, &wanted);
        plane_free(&mask);
        plane_free(&wanted);
    }
}

static void growing_then_shrinking_gives_at_least_what_there_was(void **state) {
    (void)state;
    uint32_t random = 83;
    for (int n = 0; n < 60; n++) {
        struct plane mask = random_mask(&random, 300);
        struct plane closed = plane_copy(&mask);
        struct plane opened = plane_copy(&mask);
        const int radius = random_between(&random, 0, 40);
        assert_int_equal(morph_grow(&closed, radius), STATUS_OK);
        assert_int_equal(morph_shrink(&closed, radius), STATUS_OK);
        assert_int_equal(morph_shrink(&opened, radius), STATUS_OK);
        assert_int_equal(morph_grow(&opened, radius), STATUS_OK);
        for (size_t i = 0; i < plane_bytes(&mask); i++) {
            assert_true(closed.values[i] >= mask.values[i]);
            assert_true(opened.values[i] <= mask.values[i]);
        }
        plane_free(&mask);
        plane_free(&closed);
        plane_free(&opened);
    }
}

static void nothing_shrinks_away_from_the_edge_of_the_picture(void **state) {
    (void)state;
    struct plane mask;
    assert_int_equal(plane_make(300, 200, &mask), STATUS_OK);
    memset(mask.values, 255, plane_bytes(&mask));
    assert_int_equal(morph_shrink(&mask, 30), STATUS_OK);
    for (size_t i = 0; i < plane_bytes(&mask); i++) {
        assert_int_equal(mask.values[i], 255);
    }
    plane_free(&mask);
}

static void a_radius_past_its_limits_counts_as_the_limit(void **state) {
    (void)state;
    uint32_t random = 84;
    struct plane mask = random_mask(&random, 60);
    struct plane wanted = plane_copy(&mask);
    assert_int_equal(morph_grow(&mask, -3), STATUS_OK);
    assert_planes_equal(&mask, &wanted);
    assert_int_equal(morph_grow(&mask, 2147483647), STATUS_OK);
    assert_int_equal(morph_grow(&wanted, MORPH_MAX_RADIUS), STATUS_OK);
    assert_planes_equal(&mask, &wanted);
    plane_free(&mask);
    plane_free(&wanted);
}

static void a_border_is_what_growing_adds_and_shrinking_takes(void **state) {
    (void)state;
    uint32_t random = 85;
    for (int n = 0; n < 60; n++) {
        struct plane mask = random_mask(&random, 60);
        const int width = random_between(&random, 0, 15);
        struct plane grown = plane_copy(&mask);
        struct plane shrunk = plane_copy(&mask);
        assert_int_equal(morph_grow(&grown, (width + 1) / 2), STATUS_OK);
        assert_int_equal(morph_shrink(&shrunk, width / 2), STATUS_OK);
        assert_int_equal(morph_border(&mask, width), STATUS_OK);
        for (size_t i = 0; i < plane_bytes(&mask); i++) {
            const int outside = 255 - shrunk.values[i];
            const int inside = grown.values[i];
            assert_int_equal(mask.values[i], inside < outside ? inside : outside);
        }
        plane_free(&mask);
        plane_free(&grown);
        plane_free(&shrunk);
    }
}

static void a_border_is_as_wide_as_asked_for(void **state) {
    (void)state;
    for (int width = 1; width < 20; width++) {
        struct plane mask;
        assert_int_equal(plane_make(100, 40, &mask), STATUS_OK);
        for (int i = 0; i < 100 * 40; i++) {
            mask.values[i] = i % 100 < 50 ? 255 : 0;
        }
        assert_int_equal(morph_border(&mask, width), STATUS_OK);
        for (int i = 0; i < 100 * 40; i++) {
            const bool in_band = i % 100 >= 50 - width / 2 && i % 100 < 50 + (width + 1) / 2;
            assert_int_equal(mask.values[i], in_band ? 255 : 0);
        }
        plane_free(&mask);
    }
}

struct attempt {
    const struct plane *mask;
    int kind;
};

static bool change_a_copy(void *context) {
    const struct attempt *a = context;
    struct plane mask;
    if (plane_make(a->mask->width, a->mask->height, &mask) != STATUS_OK) {
        return false;
    }
    memcpy(mask.values, a->mask->values, plane_bytes(&mask));
    const enum status status = a->kind == 0   ? morph_grow(&mask, 3)
                               : a->kind == 1 ? morph_shrink(&mask, 3)
                                              : morph_border(&mask, 3);
    if (status != STATUS_OK) {
        assert_planes_equal(&mask, a->mask);
    }
    plane_free(&mask);
    return status == STATUS_OK;
}

static void a_mask_stays_as_it_was_where_there_is_no_memory(void **state) {
    (void)state;
    uint32_t random = 86;
    struct plane mask = random_mask(&random, 60);
    struct attempt a = {&mask, 0};
    for (; a.kind < 3; a.kind++) {
        each_allocation_fails_once(change_a_copy, &a);
    }
    plane_free(&mask);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_growing_and_shrinking_agree_with_brute_force),
        cmocka_unit_test(discs_around_dots_are_where_they_should_be),
        cmocka_unit_test(growing_then_shrinking_gives_at_least_what_there_was),
        cmocka_unit_test(nothing_shrinks_away_from_the_edge_of_the_picture),
        cmocka_unit_test(a_radius_past_its_limits_counts_as_the_limit),
        cmocka_unit_test(a_border_is_what_growing_adds_and_shrinking_takes),
        cmocka_unit_test(a_border_is_as_wide_as_asked_for),
        cmocka_unit_test(a_mask_stays_as_it_was_where_there_is_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
