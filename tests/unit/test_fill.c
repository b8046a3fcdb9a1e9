#include <stdlib.h>
#include <string.h>

#include "paint/fill.h"
#include "paint/flood.h"
#include "support/masks.h"

static void random_floods_agree_with_spreading_step_by_step(void **state) {
    (void)state;
    uint32_t random = 71;
    for (int n = 0; n < 300; n++) {
        struct plane given = random_blocks(&random, 3);
        struct plane wanted = plane_copy(&given);
        const int x = random_between(&random, 0, given.width - 1);
        const int y = random_between(&random, 0, given.height - 1);
        const bool diagonal = random_between(&random, 0, 1);
        struct buf stack = flood_stack(&given);
        struct flood flood;
        assert_int_equal(flood_fill(&given, x, y, 77, diagonal, &stack, &flood), STATUS_OK);
        assert_int_equal(stack.len, 0);
        buf_free(&stack);
        assert_int_equal(flood.pixels, reference_flood(&wanted, x, y, 77, diagonal));
        assert_planes_equal(&given, &wanted);
        bool touches = false;
        for (int i = 0; i < given.width * given.height; i++) {
            const int px = i % given.width;
            const int py = i / given.width;
            touches |= given.values[i] == 77 &&
                       (px == 0 || py == 0 || px == given.width - 1 || py == given.height - 1);
        }
        assert_true(flood.touches_edge == touches);
        plane_free(&given);
        plane_free(&wanted);
    }
}

/* What is known of each pixel, slowly: 0 open, 1 wall; floods mark 2 and 3. */
static struct plane reference_known(const struct plane *mask) {
    struct plane known = plane_copy(mask);
    for (size_t i = 0; i < plane_bytes(mask); i++) {
        known.values[i] = mask->values[i] >= 128;
    }
    return known;
}

/* Fills what is marked 3 and, step by step, what rises from it. */
static void reference_fill(struct plane *mask, struct plane *known) {
    for (bool grew = true; grew;) {
        grew = false;
        for (int i = 0; i < mask->width * mask->height; i++) {
            const int x = i % mask->width;
            const int y = i / mask->width;
            const int beside[4] = {x > 0 ? i - 1 : i, x + 1 < mask->width ? i + 1 : i,
                                   y > 0 ? i - mask->width : i,
                                   y + 1 < mask->height ? i + mask->width : i};
            for (int n = 0; n < 4; n++) {
                const int from = beside[n];
                if (known->values[i] == 1 && known->values[from] == 3 && mask->values[i] < 255 &&
                    mask->values[i] > mask->values[from]) {
                    known->values[i] = 3;
                    grew = true;
                }
            }
        }
    }
    for (size_t i = 0; i < plane_bytes(mask); i++) {
        mask->values[i] = known->values[i] == 3 ? 255 : mask->values[i];
    }
}

static void invert(struct plane *mask) {
    for (size_t i = 0; i < plane_bytes(mask); i++) {
        mask->values[i] = (uint8_t)(255 - mask->values[i]);
    }
}

static void reference_bucket(struct plane *mask, int x, int y) {
    struct plane known = reference_known(mask);
    if (plane_at(&known, x, y) == 0) {
        reference_flood(&known, x, y, 3, false);
    }
    reference_fill(mask, &known);
    plane_free(&known);
}

/* Fills every region that is smaller than 'below' and, unless 'at_edge', does not touch the edge.
 */
static void reference_regions(struct plane *mask, int64_t below, bool at_edge, bool diagonal) {
    struct plane known = reference_known(mask);
    for (int i = 0; i < mask->width * mask->height; i++) {
        const int x = i % mask->width;
        const int y = i / mask->width;
        if (known.values[i] != 0) {
            continue;
        }
        const int64_t pixels = reference_flood(&known, x, y, 9, diagonal);
        bool touches = false;
        for (int k = 0; k < mask->width * mask->height; k++) {
            const int kx = k % mask->width;
            const int ky = k / mask->width;
            touches |= known.values[k] == 9 &&
                       (kx == 0 || ky == 0 || kx == mask->width - 1 || ky == mask->height - 1);
        }
        const bool filled = pixels < below && (at_edge || !touches);
        reference_flood(&known, x, y, filled ? 3 : 2, diagonal);
    }
    reference_fill(mask, &known);
    plane_free(&known);
}

static void random_buckets_agree_with_brute_force(void **state) {
    (void)state;
    uint32_t random = 72;
    for (int n = 0; n < 200; n++) {
        struct plane given = random_mask(&random, 30);
        struct plane wanted = plane_copy(&given);
        const int x = random_between(&random, 0, given.width - 1);
        const int y = random_between(&random, 0, given.height - 1);
        const bool subtract = n % 2;
        assert_int_equal(fill_bucket(&given, x, y, subtract), STATUS_OK);
        if (subtract) {
            invert(&wanted);
        }
        reference_bucket(&wanted, x, y);
        if (subtract) {
            invert(&wanted);
        }
        assert_planes_equal(&given, &wanted);
        plane_free(&given);
        plane_free(&wanted);
    }
}

static void random_holes_and_specks_agree_with_brute_force(void **state) {
    (void)state;
    uint32_t random = 73;
    for (int n = 0; n < 120; n++) {
        struct plane given = random_mask(&random, 24);
        struct plane wanted = plane_copy(&given);
        if (n % 2) {
            assert_int_equal(fill_holes(&given), STATUS_OK);
            reference_regions(&wanted, INT64_MAX, false, false);
        } else {
            const int pixels = random_between(&random, 0, 30);
            assert_int_equal(fill_specks(&given, pixels), STATUS_OK);
            invert(&wanted);
            reference_regions(&wanted, pixels, true, true);
            invert(&wanted);
        }
        assert_planes_equal(&given, &wanted);
        plane_free(&given);
        plane_free(&wanted);
    }
}

/* A ring around (50, 50), painted with a soft brush. */
static struct plane soft_ring(double hardness) {
    struct plane ring;
    struct coverage *c = canvas_make(100, 100);
    const struct pen pen = {16, hardness, false};
    static const struct spot corners[] = {{20, 30}, {80, 25}, {75, 80}, {25, 70}};
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pen_segment(&pen, corners[i], corners[(i + 1) % 4], c), STATUS_OK);
    }
    assert_int_equal(plane_make(100, 100, &ring), STATUS_OK);
    coverage_read(c, canvas_whole(c), ring.values);
    coverage_free(c);
    return ring;
}

/* From the middle out to the top: 255 up to the crest of the line, then what there was. */
static void assert_no_seam(const struct plane *filled, const struct plane *before) {
    bool past_the_crest = false;
    for (int y = 50; y >= 0; y--) {
        past_the_crest =
            past_the_crest || (y < 49 && plane_at(before, 50, y) < plane_at(before, 50, y + 1));
        const int wanted = past_the_crest ? plane_at(before, 50, y) : 255;
        assert_int_equal(plane_at(filled, 50, y), wanted);
    }
}

static void a_filled_outline_has_no_seam_however_soft_it_is(void **state) {
    (void)state;
    for (int tenths = 0; tenths <= 10; tenths++) {
        struct plane ring = soft_ring(tenths / 10.0);
        struct plane bucket = plane_copy(&ring);
        struct plane holes = plane_copy(&ring);
        assert_int_equal(fill_bucket(&bucket, 50, 50, false), STATUS_OK);
        assert_int_equal(fill_holes(&holes), STATUS_OK);
        assert_no_seam(&bucket, &ring);
        assert_planes_equal(&bucket, &holes);
        plane_free(&ring);
        plane_free(&bucket);
        plane_free(&holes);
    }
}

static void a_bucket_beside_what_it_fills_does_nothing(void **state) {
    (void)state;
    static const int outside[][2] = {{-1, 5}, {5, -1}, {100, 5}, {5, 100}};
    struct plane ring = soft_ring(1);
    struct plane given = plane_copy(&ring);
    assert_int_equal(fill_bucket(&given, 50, 50, true), STATUS_OK);
    assert_planes_equal(&given, &ring);
    assert_int_equal(fill_bucket(&given, 50, 27, false), STATUS_OK);
    assert_planes_equal(&given, &ring);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(fill_bucket(&given, outside[i][0], outside[i][1], i % 2), STATUS_OK);
        assert_planes_equal(&given, &ring);
    }
    plane_free(&ring);
    plane_free(&given);
}

static void a_diagonal_line_is_no_specks(void **state) {
    (void)state;
    struct plane line;
    assert_int_equal(plane_make(40, 40, &line), STATUS_OK);
    for (int i = 0; i < 40; i++) {
        line.values[i * 40 + i] = 255;
    }
    struct plane given = plane_copy(&line);
    assert_int_equal(fill_specks(&given, 40), STATUS_OK);
    assert_planes_equal(&given, &line);
    assert_int_equal(fill_specks(&given, 41), STATUS_OK);
    assert_true(plane_at(&given, 20, 20) == 0);
    plane_free(&line);
    plane_free(&given);
}

struct attempt {
    struct plane mask;
    int kind;
};

static enum status fill_some_way(struct plane *mask, int kind) {
    return kind == 0   ? fill_bucket(mask, 50, 50, false)
           : kind == 1 ? fill_holes(mask)
                       : fill_specks(mask, 50);
}

static bool fill_a_copy(void *context) {
    const struct attempt *a = context;
    static uint8_t values[100 * 100];
    struct plane mask = {values, 100, 100};
    memcpy(values, a->mask.values, sizeof values);
    const bool worked = fill_some_way(&mask, a->kind) == STATUS_OK;
    assert_true(worked || memcmp(values, a->mask.values, sizeof values) == 0);
    return worked;
}

static void a_mask_that_cannot_be_filled_stays_as_it_was(void **state) {
    (void)state;
    struct attempt a = {soft_ring(0.5), 0};
    for (int i = 0; i < 100; i += 9) {
        a.mask.values[i] = 255;
    }
    for (; a.kind < 3; a.kind++) {
        each_allocation_fails_once(fill_a_copy, &a);
    }
    plane_free(&a.mask);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_floods_agree_with_spreading_step_by_step),
        cmocka_unit_test(random_buckets_agree_with_brute_force),
        cmocka_unit_test(random_holes_and_specks_agree_with_brute_force),
        cmocka_unit_test(a_filled_outline_has_no_seam_however_soft_it_is),
        cmocka_unit_test(a_bucket_beside_what_it_fills_does_nothing),
        cmocka_unit_test(a_diagonal_line_is_no_specks),
        cmocka_unit_test(a_mask_that_cannot_be_filled_stays_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
