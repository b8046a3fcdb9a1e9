#include <math.h>

#include "paint/feather.h"
#include "support/masks.h"

/* One line through three box means, in real numbers, straight from the definition. */
static void reference_line(double *line, int len, int radius) {
    double *next = malloc((size_t)len * sizeof *next);
    assert_non_null(next);
    for (int pass = 0; pass < 3; pass++) {
        const int reach = (radius + pass) / 3;
        for (int i = 0; i < len; i++) {
            double sum = 0;
            for (int k = i - reach; k <= i + reach; k++) {
                sum += line[k < 0 ? 0 : k < len ? k : len - 1];
            }
            next[i] = sum / (2 * reach + 1);
        }
        memcpy(line, next, (size_t)len * sizeof *next);
    }
    free(next);
}

/* The slow way, rounded only once. */
static double *reference(const struct plane *mask, int radius) {
    const int width = mask->width;
    const int height = mask->height;
    double line[512];
    double *out = malloc(plane_bytes(mask) * sizeof *out);
    assert_non_null(out);
    for (int x = 0; x < width; x++) {
        for (int y = 0; y < height; y++) {
            line[y] = plane_at(mask, x, y);
        }
        reference_line(line, height, radius);
        for (int y = 0; y < height; y++) {
            out[y * width + x] = line[y];
        }
    }
    for (int y = 0; y < height; y++) {
        reference_line(out + (size_t)(y * width), width, radius);
    }
    return out;
}

static void random_masks_agree_with_brute_force_to_a_level(void **state) {
    (void)state;
    uint32_t random = 91;
    for (int n = 0; n < 100; n++) {
        struct plane mask = random_mask(&random, 120);
        const int radius = n % 4 ? random_between(&random, 0, 20) : random_between(&random, 0, 400);
        double *wanted = reference(&mask, radius);
        assert_int_equal(feather_soften(&mask, radius), STATUS_OK);
        for (size_t i = 0; i < plane_bytes(&mask); i++) {
            assert_true(fabs(mask.values[i] - wanted[i]) <= 1.02);
        }
        free(wanted);
        plane_free(&mask);
    }
}

static void an_edge_falls_as_under_a_gaussian_to_a_fiftieth(void **state) {
    (void)state;
    for (int radius = 12; radius <= 150; radius += 23) {
        struct plane mask;
        assert_int_equal(plane_make(500, 3, &mask), STATUS_OK);
        for (int i = 0; i < 500 * 3; i++) {
            mask.values[i] = i % 500 < 250 ? 255 : 0;
        }
        assert_int_equal(feather_soften(&mask, radius), STATUS_OK);
        for (int x = 0; x < 500; x++) {
            const double sigma = sqrt(radius * (radius + 3) / 9.0);
            const double wanted = 255 * 0.5 * erfc((x + 0.5 - 250) / (sigma * sqrt(2)));
            assert_true(fabs(plane_at(&mask, x, 1) - wanted) < 255 / 50.0);
        }
        plane_free(&mask);
    }
}

/* Whether all pixels within 'radius' along rows and columns have the value of (x, y). */
static bool is_flat_around(const struct plane *p, int x, int y, int radius) {
    for (int oy = y - radius; oy <= y + radius; oy++) {
        for (int ox = x - radius; ox <= x + radius; ox++) {
            const bool inside = ox >= 0 && oy >= 0 && ox < p->width && oy < p->height;
            if (inside && plane_at(p, ox, oy) != plane_at(p, x, y)) {
                return false;
            }
        }
    }
    return true;
}

static void what_is_flat_stays_exactly_as_it_is(void **state) {
    (void)state;
    uint32_t random = 92;
    for (int n = 0; n < 60; n++) {
        struct plane mask = random_mask(&random, 90);
        struct plane before = plane_copy(&mask);
        const int radius = random_between(&random, 0, 12);
        assert_int_equal(feather_soften(&mask, radius), STATUS_OK);
        for (int i = 0; i < mask.width * mask.height; i++) {
            if (is_flat_around(&before, i % mask.width, i / mask.width, radius)) {
                assert_int_equal(mask.values[i], before.values[i]);
            }
        }
        plane_free(&mask);
        plane_free(&before);
    }
}

static void every_level_survives_the_widest_feather(void **state) {
    (void)state;
    struct plane mask;
    assert_int_equal(plane_make(50, 700, &mask), STATUS_OK);
    for (int level = 0; level < 256; level++) {
        memset(mask.values, level, plane_bytes(&mask));
        mask.values[0] = (uint8_t)(level ^ 1);
        assert_int_equal(feather_soften(&mask, 20), STATUS_OK);
        assert_int_equal(plane_at(&mask, 40, 400), level);
    }
    plane_free(&mask);
}

static void a_radius_past_its_limits_counts_as_the_limit(void **state) {
    (void)state;
    uint32_t random = 93;
    struct plane mask = random_mask(&random, 60);
    struct plane wanted = plane_copy(&mask);
    assert_int_equal(feather_soften(&mask, -3), STATUS_OK);
    assert_planes_equal(&mask, &wanted);
    assert_int_equal(feather_soften(&mask, 2147483647), STATUS_OK);
    assert_int_equal(feather_soften(&wanted, FEATHER_MAX_RADIUS), STATUS_OK);
    assert_planes_equal(&mask, &wanted);
    plane_free(&mask);
    plane_free(&wanted);
}

static bool soften_a_copy(void *context) {
    const struct plane *mask = context;
    uint8_t values[60 * 60];
    struct plane copy = {values, mask->width, mask->height};
    memcpy(values, mask->values, plane_bytes(mask));
    const bool worked = feather_soften(&copy, 5) == STATUS_OK;
    assert_true(worked || memcmp(values, mask->values, plane_bytes(mask)) == 0);
    return worked;
}

static void a_mask_stays_as_it_was_where_there_is_no_memory(void **state) {
    (void)state;
    uint32_t random = 94;
    struct plane mask = random_mask(&random, 60);
    each_allocation_fails_once(soften_a_copy, &mask);
    plane_free(&mask);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_masks_agree_with_brute_force_to_a_level),
        cmocka_unit_test(an_edge_falls_as_under_a_gaussian_to_a_fiftieth),
        cmocka_unit_test(what_is_flat_stays_exactly_as_it_is),
        cmocka_unit_test(every_level_survives_the_widest_feather),
        cmocka_unit_test(a_radius_past_its_limits_counts_as_the_limit),
        cmocka_unit_test(a_mask_stays_as_it_was_where_there_is_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
