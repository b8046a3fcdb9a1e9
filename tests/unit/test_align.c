#include "pixels/align.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pixels/resize.h"
#include "support/canvas.h"
#include "support/retouch.h"
#include "support/support.h"

#define LANDSCAPE "exif-orientation/Landscape_1.jpg"
#define PORTRAIT "exif-orientation/Portrait_1.jpg"
#define SHRUNK (900 * 600)

static bool is_none(const struct drift *d) {
    return d->scale_x == 1 && d->scale_y == 1 && d->shift_x == 0 && d->shift_y == 0;
}

static struct drift estimate(const struct image *reference, const struct image *answer,
                             const struct plane *mask) {
    struct drift found;
    assert_int_equal(align_estimate(reference, answer, mask, &found), STATUS_OK);
    return found;
}

/* Within a tenth of a pixel and a twentieth of a percent. */
static void assert_found(const struct drift *found, const struct drift *wanted) {
    if (fabs(found->shift_x - wanted->shift_x) > 0.1 ||
        fabs(found->shift_y - wanted->shift_y) > 0.1 ||
        fabs(found->scale_x - wanted->scale_x) > 0.0005 ||
        fabs(found->scale_y - wanted->scale_y) > 0.0005) {
        fail_msg("found %.4f %.4f %.2f %.2f, not %.4f %.4f %.2f %.2f", found->scale_x,
                 found->scale_y, found->shift_x, found->shift_y, wanted->scale_x, wanted->scale_y,
                 wanted->shift_x, wanted->shift_y);
    }
}

static struct match random_cast(uint32_t *random) {
    struct match cast = match_none();
    for (int c = 0; c < MATCH_CHANNELS; c++) {
        cast.gain[c] =
            (struct match_plane){random_real(random, 0.95, 1.05), random_real(random, -0.03, 0.03),
                                 random_real(random, -0.02, 0.02)};
        cast.offset[c] = (struct match_plane){
            random_real(random, -7, 7), random_real(random, -3, 3), random_real(random, -2, 2)};
    }
    return cast;
}

/* How an answer came to be. */
struct making {
    struct drift drift;
    enum retouch_shape shape;
    double changed;
    bool cast;
    int noise;
};

static struct image make_answer(uint32_t *random, const struct image *reference,
                                const struct image *other, const struct plane *mask,
                                const struct making *making) {
    struct image answer =
        is_none(&making->drift) ? retouch_copy(reference) : retouch_drift(reference, making->drift);
    const struct match cast = making->cast ? random_cast(random) : match_none();
    retouch_cast(&answer, &cast);
    retouch_change(random, &answer, other, mask, making->changed);
    retouch_noise(random, &answer, making->noise);
    return answer;
}

static struct drift estimate_made(uint32_t *random, const struct image *reference,
                                  const struct image *other, const struct making *making) {
    struct plane mask = retouch_mask(reference->width, reference->height, making->shape);
    struct image answer = make_answer(random, reference, other, &mask, making);
    const struct drift found = estimate(reference, &answer, &mask);
    image_free(&answer);
    plane_free(&mask);
    return found;
}

/* Runs 'check' with each photograph, the other one beside it; not at all without a corpus. */
static void with_photos(int64_t budget,
                        void (*check)(const struct image *photo, const struct image *other)) {
    struct image landscape;
    struct image portrait;
    if (retouch_photo(LANDSCAPE, budget, &landscape) &&
        retouch_photo(PORTRAIT, budget, &portrait)) {
        check(&landscape, &portrait);
        check(&portrait, &landscape);
        image_free(&landscape);
        image_free(&portrait);
    }
}

static void check_drifts(const struct image *photo, const struct image *other) {
    static const struct drift drifts[] = {{1.02, 1.02, -8, 8},
                                          {0.98, 0.985, 5.37, -3.71},
                                          {1, 1, 0.6, -0.45},
                                          {1.007, 0.996, -2.25, -7.9}};
    uint32_t random = 11;
    for (int i = 0; i < 4; i++) {
        for (int shape = i % 2; shape < RETOUCH_SHAPES; shape += 2) {
            const struct making making = {drifts[i], (enum retouch_shape)shape, 0.2, true, 2 * i};
            const struct drift found = estimate_made(&random, photo, other, &making);
            assert_found(&found, &drifts[i]);
        }
    }
}

static void drifts_are_found_in_photographs_a_fifth_of_which_really_changed(void **state) {
    (void)state;
    with_photos(SHRUNK, check_drifts);
}

static void check_full_size(const struct image *photo, const struct image *other) {
    const struct making making = {{1.013, 1.009, 6.83, -5.11}, RETOUCH_BLOB, 0.2, true, 0};
    uint32_t random = 12;
    const struct drift found = estimate_made(&random, photo, other, &making);
    assert_found(&found, &making.drift);
}

static void drifts_are_found_at_full_size(void **state) {
    (void)state;
    with_photos(0, check_full_size);
}

static void check_largest(const struct image *photo, const struct image *other) {
    const struct making making = {{0.97, 1.03, 12, -12}, RETOUCH_STROKES, 0.33, true, 3};
    uint32_t random = 13;
    const struct drift found = estimate_made(&random, photo, other, &making);
    assert_found(&found, &making.drift);
}

static void the_largest_drifts_are_found_where_a_third_changed(void **state) {
    (void)state;
    with_photos(SHRUNK, check_largest);
}

static void check_still(const struct image *photo, const struct image *other) {
    static const struct making makings[] = {
        {{1, 1, 0, 0}, RETOUCH_BLOB, 0, false, 0},     {{1, 1, 0, 0}, RETOUCH_SIDE, 0.2, false, 1},
        {{1, 1, 0, 0}, RETOUCH_STROKES, 0.2, true, 2}, {{1, 1, 0, 0}, RETOUCH_BLOB, 0.33, true, 3},
        {{1, 1, 0, 0}, RETOUCH_SIDE, 0.2, true, 0},    {{1, 1, 0, 0}, RETOUCH_STROKES, 0, false, 3},
    };
    uint32_t random = 14;
    for (size_t i = 0; i < sizeof makings / sizeof *makings; i++) {
        const struct drift found = estimate_made(&random, photo, other, &makings[i]);
        assert_true(is_none(&found));
    }
}

static void an_answer_that_did_not_drift_is_never_moved(void **state) {
    (void)state;
    with_photos(SHRUNK, check_still);
}

static void check_soft(const struct image *photo, const struct image *other) {
    const struct drift drift = {1.008, 0.994, 3.4, -2.6};
    struct image half;
    struct image soft;
    assert_int_equal(resize_image(photo, photo->width / 2, photo->height / 2, &half), STATUS_OK);
    assert_int_equal(resize_image(&half, photo->width, photo->height, &soft), STATUS_OK);
    struct plane mask = retouch_mask(photo->width, photo->height, RETOUCH_BLOB);
    const struct making making = {drift, RETOUCH_BLOB, 0.2, true, 4};
    uint32_t random = 15;
    struct image answer = make_answer(&random, &soft, other, &mask, &making);
    const struct drift found = estimate(photo, &answer, &mask);
    assert_found(&found, &drift);
    image_free(&half);
    image_free(&soft);
    image_free(&answer);
    plane_free(&mask);
}

static void an_answer_half_as_sharp_is_aligned_all_the_same(void **state) {
    (void)state;
    with_photos(SHRUNK, check_soft);
}

static void assert_none(const struct image *reference, const struct image *answer,
                        const struct plane *mask) {
    struct drift found = estimate(reference, answer, mask);
    assert_true(is_none(&found));
    found = estimate(answer, reference, mask);
    assert_true(is_none(&found));
}

/* All of one grey, with noise. */
static struct image grey(uint32_t *random, int width, int height, int noise) {
    struct image image;
    assert_int_equal(image_make(width, height, &image), STATUS_OK);
    for (size_t i = 0; i < image_bytes(&image); i++) {
        image.pixels[i] = i % 4 == 3 ? 255 : 128;
    }
    retouch_noise(random, &image, noise);
    return image;
}

static void flat_pictures_and_noise_tell_nothing(void **state) {
    (void)state;
    uint32_t random = 16;
    struct plane mask = retouch_mask(500, 400, RETOUCH_BLOB);
    struct image clouds = retouch_clouds(&random, 500, 400);
    for (int noise = 0; noise < 128; noise = noise * 5 + 1) {
        struct image a = grey(&random, 500, 400, noise);
        struct image b = grey(&random, 500, 400, noise);
        assert_none(&a, &b, &mask);
        assert_none(&a, &a, &mask);
        assert_none(&a, &clouds, &mask);
        image_free(&a);
        image_free(&b);
    }
    image_free(&clouds);
    plane_free(&mask);
}

static void check_unlike(const struct image *photo, const struct image *other) {
    struct plane mask = retouch_mask(photo->width, photo->height, RETOUCH_BLOB);
    struct plane all = retouch_mask(photo->width, photo->height, RETOUCH_BLOB);
    memset(all.values, 255, plane_bytes(&all));
    uint32_t random = 17;
    struct image answer = retouch_copy(photo);
    retouch_change(&random, &answer, other, &all, 0);
    assert_none(photo, &answer, &mask);
    image_free(&answer);
    plane_free(&mask);
    plane_free(&all);
}

static void pictures_that_have_nothing_in_common_tell_nothing(void **state) {
    (void)state;
    with_photos(SHRUNK / 2, check_unlike);
}

static void one_straight_edge_does_not_tell_where_along_it(void **state) {
    (void)state;
    struct plane mask;
    uint32_t random = 18;
    assert_int_equal(plane_make(400, 300, &mask), STATUS_OK);
    struct image edge = grey(&random, 400, 300, 0);
    for (int i = 0; i < 400 * 300; i++) {
        memset(edge.pixels + 4 * i, i % 400 < 210 ? 40 : 200, 3);
    }
    struct image moved = retouch_drift(&edge, (struct drift){1, 1, 4, 2});
    assert_none(&edge, &moved, &mask);
    image_free(&edge);
    image_free(&moved);
    plane_free(&mask);
}

static void too_little_that_is_kept_tells_nothing(void **state) {
    (void)state;
    uint32_t random = 19;
    struct image clouds = retouch_clouds(&random, 400, 300);
    struct image moved = retouch_drift(&clouds, (struct drift){1, 1, 4, 2});
    struct plane mask = retouch_mask(400, 300, RETOUCH_BLOB);
    memset(mask.values, 1, plane_bytes(&mask));
    assert_none(&clouds, &moved, &mask);
    for (int y = 100; y < 120; y++) {
        memset(mask.values + y * 400 + 100, 0, 20);
    }
    assert_none(&clouds, &moved, &mask);
    image_free(&clouds);
    image_free(&moved);
    plane_free(&mask);
}

static void pictures_of_any_size_are_taken(void **state) {
    (void)state;
    static const int sizes[][2] = {{1, 1}, {1, 4000}, {4000, 1}, {11, 13}, {14, 300}, {16384, 70}};
    uint32_t random = 20;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct image a = grey(&random, sizes[i][0], sizes[i][1], 100);
        struct plane mask;
        assert_int_equal(plane_make(sizes[i][0], sizes[i][1], &mask), STATUS_OK);
        assert_none(&a, &a, &mask);
        image_free(&a);
        plane_free(&mask);
    }
}

/* Makes a corner of 'image' transparent, with any colours. */
static void hide_corner(uint32_t *random, struct image *image) {
    for (int i = 0; i < image->width * image->height; i++) {
        if (i % image->width < image->width / 3 && i / image->width < image->height / 2) {
            random_fill(random, image->pixels + 4 * i, 3);
            image->pixels[4 * i + 3] = (uint8_t)random_between(random, 0, 254);
        }
    }
}

static void colours_that_are_not_opaque_do_not_count(void **state) {
    (void)state;
    const struct drift drift = {1.01, 0.99, -3.3, 2.7};
    uint32_t random = 21;
    struct image clouds = retouch_clouds(&random, 500, 400);
    struct image moved = retouch_drift(&clouds, drift);
    struct plane mask = retouch_mask(500, 400, RETOUCH_STROKES);
    hide_corner(&random, &moved);
    const struct drift once = estimate(&clouds, &moved, &mask);
    hide_corner(&random, &moved);
    hide_corner(&random, &clouds);
    const struct drift again = estimate(&clouds, &moved, &mask);
    assert_found(&once, &drift);
    assert_found(&again, &drift);
    image_free(&clouds);
    image_free(&moved);
    plane_free(&mask);
}

static bool estimate_pair(void *context) {
    const struct retouch_pair *pair = context;
    struct drift found = {0};
    const enum status status = align_estimate(&pair->reference, &pair->answer, &pair->mask, &found);
    assert_true(status == STATUS_OK || (status == STATUS_NO_MEMORY && is_none(&found)));
    assert_true(status != STATUS_OK || !is_none(&found));
    return status == STATUS_OK;
}

static void there_is_no_drift_where_there_is_no_memory(void **state) {
    (void)state;
    struct retouch_pair pair = retouch_pair(22);
    pair.answer = retouch_drift(&pair.reference, (struct drift){1, 1, 3, 2});
    each_allocation_fails_once(estimate_pair, &pair);
    retouch_pair_free(&pair);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drifts_are_found_in_photographs_a_fifth_of_which_really_changed),
        cmocka_unit_test(drifts_are_found_at_full_size),
        cmocka_unit_test(the_largest_drifts_are_found_where_a_third_changed),
        cmocka_unit_test(an_answer_that_did_not_drift_is_never_moved),
        cmocka_unit_test(an_answer_half_as_sharp_is_aligned_all_the_same),
        cmocka_unit_test(flat_pictures_and_noise_tell_nothing),
        cmocka_unit_test(pictures_that_have_nothing_in_common_tell_nothing),
        cmocka_unit_test(one_straight_edge_does_not_tell_where_along_it),
        cmocka_unit_test(too_little_that_is_kept_tells_nothing),
        cmocka_unit_test(pictures_of_any_size_are_taken),
        cmocka_unit_test(colours_that_are_not_opaque_do_not_count),
        cmocka_unit_test(there_is_no_drift_where_there_is_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
