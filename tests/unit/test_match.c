#include "pixels/match.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/canvas.h"
#include "support/delta_e.h"
#include "support/retouch.h"
#include "support/support.h"

#define LANDSCAPE "exif-orientation/Landscape_1.jpg"
#define PORTRAIT "exif-orientation/Portrait_1.jpg"
#define SHRUNK (900 * 600)

static struct match estimate(const struct image *reference, const struct image *answer,
                             const struct plane *mask) {
    struct match found;
    assert_int_equal(match_estimate(reference, answer, mask, &found), STATUS_OK);
    return found;
}

static void apply_to_all(const struct match *match, struct image *image) {
    for (int y = 0; y < image->height; y++) {
        match_apply(match, 1.0 / image->width - 1, 2.0 / image->width,
                    (2.0 * y + 1) / image->height - 1, image->pixels + 4 * y * image->width,
                    image->width);
    }
}

static void the_definition_gives_the_published_differences(void **state) {
    (void)state;
    /* Sharma, Wu, Dalal: The CIEDE2000 color-difference formula, table 1 */
    static const struct {
        struct lab a, b;
        double wanted;
    } cases[] = {
        {{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
        {{50, 3.1571, -77.2803}, {50, 0, -82.7485}, 2.8615},
        {{50, 2.8361, -74.0200}, {50, 0, -82.7485}, 3.4412},
        {{50, 0, 0}, {50, -1, 2}, 2.3669},
        {{50, 2.49, -0.001}, {50, -2.49, 0.0009}, 7.1792},
        {{50, 2.5, 0}, {73, 25, -18}, 27.1492},
        {{90.8027, -2.0831, 1.4410}, {91.1528, -1.6435, 0.0447}, 1.4441},
        {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(fabs(delta_e(cases[i].a, cases[i].b) - cases[i].wanted) < 1e-4);
        assert_true(fabs(delta_e(cases[i].b, cases[i].a) - cases[i].wanted) < 1e-4);
    }
    const struct lab white = lab_of_srgb((const uint8_t[]){255, 255, 255});
    assert_true(fabs(white.l - 100) < 1e-3 && fabs(white.a) < 0.01 && fabs(white.b) < 0.01);
}

/* Whether a painted pixel has one beside it that is kept. */
static bool is_edge(const struct plane *mask, int at) {
    const int x = at % mask->width;
    const bool inside =
        x > 0 && x < mask->width - 1 && at >= mask->width && at < mask->width * (mask->height - 1);
    return inside && mask->values[at] != 0 &&
           (mask->values[at - 1] == 0 || mask->values[at + 1] == 0 ||
            mask->values[at - mask->width] == 0 || mask->values[at + mask->width] == 0);
}

/*
 * How different the two sides of a mask's edge look: there 'pasted' is to show what
 * 'picture' does.
 */
static double seam(const struct image *picture, const struct image *pasted,
                   const struct plane *mask) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < mask->width * mask->height; i++) {
        if (is_edge(mask, i)) {
            sum +=
                delta_e(lab_of_srgb(picture->pixels + 4 * i), lab_of_srgb(pasted->pixels + 4 * i));
            count++;
        }
    }
    assert_true(count > 0);
    return sum / count;
}

/* A channel's gain and offset; at the corners up to 0.9 .. 1.1 and -12 .. 12. */
#define CHANNEL(gain, gain_x, gain_y, offset, offset_x, offset_y)                                  \
    {gain, gain_x, gain_y}, {                                                                      \
        offset, offset_x, offset_y                                                                 \
    }

static const struct {
    const char *name;
    struct match_plane planes[MATCH_CHANNELS][2];
} casts[] = {
    {"warmer",
     {{CHANNEL(1.05, 0.03, -0.02, 6, 3, 2)},
      {CHANNEL(1.00, 0.02, 0.01, -1, 1, 2)},
      {CHANNEL(0.95, -0.02, 0.02, -7, -2, -3)}}},
    {"lighter",
     {{CHANNEL(1.06, -0.02, 0.02, 9, -2, 1)},
      {CHANNEL(1.06, -0.02, 0.02, 9, -2, 1)},
      {CHANNEL(1.05, -0.03, 0.02, 8, -3, 1)}}},
    {"flatter and greener",
     {{CHANNEL(0.92, 0.01, 0.01, 4, -3, 5)},
      {CHANNEL(0.94, 0.03, -0.03, 10, 1, 1)},
      {CHANNEL(0.92, -0.01, 0.01, 5, 4, -2)}}},
};

static struct match cast_of(int which) {
    struct match cast = match_none();
    for (int c = 0; c < MATCH_CHANNELS; c++) {
        cast.gain[c] = casts[which].planes[c][0];
        cast.offset[c] = casts[which].planes[c][1];
    }
    return cast;
}

/* Runs 'check' with each photograph, the other one beside it; not at all without a corpus. */
static void with_photos(void (*check)(const char *name, const struct image *photo,
                                      const struct image *other)) {
    struct image landscape;
    struct image portrait;
    if (retouch_photo(LANDSCAPE, SHRUNK, &landscape) &&
        retouch_photo(PORTRAIT, SHRUNK, &portrait)) {
        check("landscape", &landscape, &portrait);
        check("portrait", &portrait, &landscape);
        image_free(&landscape);
        image_free(&portrait);
    }
}

/* The picture under 'cast' in *shown, and the same with changes as an answer. */
static struct image make_answer(uint32_t *random, const struct image *photo,
                                const struct image *other, const struct plane *mask,
                                const struct match *cast, double changed, struct image *shown) {
    *shown = retouch_copy(photo);
    retouch_cast(shown, cast);
    struct image answer = retouch_copy(shown);
    retouch_change(random, &answer, other, mask, changed);
    retouch_noise(random, &answer, 2);
    return answer;
}

static const char *const shapes[] = {"blob", "side", "strokes"};

static void check_seams(const char *name, const struct image *photo, const struct image *other) {
    uint32_t random = 31;
    for (int i = 0; i < 3 * RETOUCH_SHAPES; i++) {
        const int shape = i % RETOUCH_SHAPES;
        const int which = i / RETOUCH_SHAPES;
        struct plane mask = retouch_mask(photo->width, photo->height, (enum retouch_shape)shape);
        const struct match cast = cast_of(which);
        struct image shown;
        struct image answer = make_answer(&random, photo, other, &mask, &cast, 0.2, &shown);
        const double naive = seam(photo, &shown, &mask);
        const struct match found = estimate(photo, &answer, &mask);
        apply_to_all(&found, &shown);
        const double matched = seam(photo, &shown, &mask);
        print_message("  %-10s %-8s %-20s %5.2f %8.2f\n", name, shapes[shape], casts[which].name,
                      naive, matched);
        assert_true(naive >= 4);
        assert_true(matched <= 1);
        assert_true(found.after < found.before / 3);
        image_free(&shown);
        image_free(&answer);
        plane_free(&mask);
    }
}

static void a_cast_leaves_no_seam_where_a_fifth_really_changed(void **state) {
    (void)state;
    print_message("  %-10s %-8s %-20s %5s %8s   (CIEDE2000 at the seam)\n", "photograph", "mask",
                  "cast", "naive", "matched");
    with_photos(check_seams);
}

static void check_right(const char *name, const struct image *photo, const struct image *other) {
    (void)name;
    uint32_t random = 32;
    for (int shape = 0; shape < RETOUCH_SHAPES; shape++) {
        struct plane mask = retouch_mask(photo->width, photo->height, (enum retouch_shape)shape);
        struct image answer = retouch_copy(photo);
        const struct match same = estimate(photo, &answer, &mask);
        assert_true(match_is_none(&same));
        assert_true(same.before == 0 && same.after == 0);
        retouch_change(&random, &answer, other, &mask, 0.2);
        retouch_noise(&random, &answer, 3);
        const struct match noisy = estimate(photo, &answer, &mask);
        assert_true(match_is_none(&noisy));
        assert_true(noisy.before < 1 && noisy.after == noisy.before);
        image_free(&answer);
        plane_free(&mask);
    }
}

static void an_answer_whose_colours_are_right_is_never_touched(void **state) {
    (void)state;
    with_photos(check_right);
}

/* Asserts that no corner of the picture gets a gain or an offset that makes no sense. */
static void assert_sane(const struct match *m) {
    for (int c = 0; c < MATCH_CHANNELS; c++) {
        const double slopes = fabs(m->gain[c].across) + fabs(m->gain[c].down);
        assert_true(fabs(m->gain[c].constant - 1) + slopes < 0.41);
        assert_true(fabs(m->offset[c].constant) + fabs(m->offset[c].across) +
                        fabs(m->offset[c].down) <
                    60 + 128 * 0.41);
    }
}

static double mean_difference(const struct image *a, const struct image *b,
                              const struct plane *mask) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < a->width * a->height; i++) {
        for (int c = 0; c < 3 && mask->values[i] != 0; c++, count++) {
            sum += abs(a->pixels[4 * i + c] - b->pixels[4 * i + c]);
        }
    }
    return sum / count;
}

/* Only a strip at the left is kept, which tells little about the far right. */
static void check_far(const char *name, const struct image *photo, const struct image *other) {
    (void)name;
    uint32_t random = 33;
    struct plane mask = retouch_mask(photo->width, photo->height, RETOUCH_BLOB);
    for (int i = 0; i < mask.width * mask.height; i++) {
        mask.values[i] = i % mask.width > mask.width / 5 ? 255 : 0;
    }
    for (int which = 0; which < 3; which++) {
        const struct match cast = cast_of(which);
        struct image shown;
        struct image answer = make_answer(&random, photo, other, &mask, &cast, 0.33, &shown);
        const double before = mean_difference(photo, &shown, &mask);
        const struct match found = estimate(photo, &answer, &mask);
        assert_sane(&found);
        apply_to_all(&found, &shown);
        assert_true(mean_difference(photo, &shown, &mask) < before);
        image_free(&shown);
        image_free(&answer);
    }
    plane_free(&mask);
}

static void what_is_far_from_all_that_was_kept_still_gets_better(void **state) {
    (void)state;
    with_photos(check_far);
}

static void pictures_that_have_nothing_in_common_get_nothing_mad(void **state) {
    (void)state;
    uint32_t random = 34;
    struct plane mask = retouch_mask(300, 200, RETOUCH_SIDE);
    for (int n = 0; n < 10; n++) {
        struct image a = retouch_clouds(&random, 300, 200);
        struct image b = retouch_clouds(&random, 300, 200);
        if (n % 2) {
            memset(b.pixels, 20 * n, image_bytes(&b));
        }
        for (size_t i = 3; i < image_bytes(&b); i += 4) {
            b.pixels[i] = 255;
        }
        const struct match found = estimate(&a, &b, &mask);
        assert_sane(&found);
        image_free(&a);
        image_free(&b);
    }
    plane_free(&mask);
}

static void too_little_that_is_kept_tells_nothing(void **state) {
    (void)state;
    static const int sizes[][2] = {{1, 1}, {1, 3000}, {3000, 1}, {12, 12}, {300, 200}};
    uint32_t random = 35;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct image a;
        struct image b;
        struct plane mask;
        assert_int_equal(image_make(sizes[i][0], sizes[i][1], &a), STATUS_OK);
        assert_int_equal(plane_make(sizes[i][0], sizes[i][1], &mask), STATUS_OK);
        random_fill(&random, a.pixels, image_bytes(&a));
        memset(mask.values, i == 4 ? 1 : 0, plane_bytes(&mask));
        b = retouch_copy(&a);
        const struct match cast = cast_of(0);
        retouch_cast(&b, &cast);
        const struct match found = estimate(&a, &b, &mask);
        assert_true(match_is_none(&found));
        image_free(&a);
        image_free(&b);
        plane_free(&mask);
    }
}

static void clipped_colours_do_not_count(void **state) {
    (void)state;
    uint32_t random = 36;
    struct plane mask = retouch_mask(600, 400, RETOUCH_BLOB);
    struct image clouds = retouch_clouds(&random, 600, 400);
    struct image answer = retouch_copy(&clouds);
    struct match cast = match_none();
    for (int c = 0; c < MATCH_CHANNELS; c++) {
        cast.gain[c].constant = 1.1;
        cast.offset[c].constant = 30; /* a fifth of all becomes white */
    }
    retouch_cast(&answer, &cast);
    const struct match found = estimate(&clouds, &answer, &mask);
    for (int c = 0; c < MATCH_CHANNELS; c++) {
        assert_true(fabs(found.gain[c].constant - 1 / 1.1) < 0.01);
        assert_true(fabs(found.offset[c].constant + 30 / 1.1) < 1);
    }
    image_free(&clouds);
    image_free(&answer);
    plane_free(&mask);
}

/* Makes the middle of 'image' transparent, with any colours. */
static void hide_middle(uint32_t *random, struct image *image) {
    for (int i = 0; i < image->width * image->height; i++) {
        const int x = i % image->width;
        if (x > image->width / 3 && x < image->width / 2) {
            random_fill(random, image->pixels + 4 * i, 3);
            image->pixels[4 * i + 3] = 254;
        }
    }
}

static void colours_that_are_not_opaque_do_not_count(void **state) {
    (void)state;
    uint32_t random = 37;
    struct plane mask = retouch_mask(400, 300, RETOUCH_STROKES);
    struct image clouds = retouch_clouds(&random, 400, 300);
    struct image answer = retouch_copy(&clouds);
    const struct match cast = cast_of(1);
    retouch_cast(&answer, &cast);
    hide_middle(&random, &answer);
    const struct match once = estimate(&clouds, &answer, &mask);
    hide_middle(&random, &answer);
    hide_middle(&random, &clouds);
    const struct match again = estimate(&clouds, &answer, &mask);
    assert_true(!match_is_none(&once));
    assert_memory_equal(&once, &again, sizeof once);
    image_free(&clouds);
    image_free(&answer);
    plane_free(&mask);
}

static void applying_agrees_with_the_definition(void **state) {
    (void)state;
    uint32_t random = 38;
    for (int which = 0; which < 3; which++) {
        const struct match cast = cast_of(which);
        struct image image;
        assert_int_equal(image_make(253, 41, &image), STATUS_OK);
        random_fill(&random, image.pixels, image_bytes(&image));
        struct image wanted = retouch_copy(&image);
        apply_to_all(&cast, &image);
        retouch_cast(&wanted, &cast);
        for (size_t i = 0; i < image_bytes(&image); i++) {
            const int off = abs(image.pixels[i] - wanted.pixels[i]);
            assert_true(off <= (i % 4 == 3 ? 0 : 1));
        }
        image_free(&image);
        image_free(&wanted);
    }
}

static void applying_nothing_changes_nothing(void **state) {
    (void)state;
    const struct match none = match_none();
    uint8_t pixels[256 * 4];
    for (int i = 0; i < 256 * 4; i++) {
        pixels[i] = (uint8_t)(i / 4);
    }
    match_apply(&none, -1, 2.0 / 256, 0.5, pixels, 256);
    for (int i = 0; i < 256 * 4; i++) {
        assert_int_equal(pixels[i], i / 4);
    }
    assert_true(match_is_none(&none));
}

static bool estimate_pair(void *context) {
    const struct retouch_pair *pair = context;
    struct match found = cast_of(0);
    const enum status status = match_estimate(&pair->reference, &pair->answer, &pair->mask, &found);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    assert_true(match_is_none(&found) == (status != STATUS_OK));
    return status == STATUS_OK;
}

static void there_is_no_match_where_there_is_no_memory(void **state) {
    (void)state;
    struct retouch_pair pair = retouch_pair(39);
    pair.answer = retouch_copy(&pair.reference);
    const struct match cast = cast_of(2);
    retouch_cast(&pair.answer, &cast);
    each_allocation_fails_once(estimate_pair, &pair);
    retouch_pair_free(&pair);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_definition_gives_the_published_differences),
        cmocka_unit_test(a_cast_leaves_no_seam_where_a_fifth_really_changed),
        cmocka_unit_test(an_answer_whose_colours_are_right_is_never_touched),
        cmocka_unit_test(what_is_far_from_all_that_was_kept_still_gets_better),
        cmocka_unit_test(pictures_that_have_nothing_in_common_get_nothing_mad),
        cmocka_unit_test(too_little_that_is_kept_tells_nothing),
        cmocka_unit_test(clipped_colours_do_not_count),
        cmocka_unit_test(colours_that_are_not_opaque_do_not_count),
        cmocka_unit_test(applying_agrees_with_the_definition),
        cmocka_unit_test(applying_nothing_changes_nothing),
        cmocka_unit_test(there_is_no_match_where_there_is_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
