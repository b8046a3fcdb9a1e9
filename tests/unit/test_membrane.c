#include "support/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pixels/membrane.h"
#include "support/craft.h"

static struct image grey_image(int width, int height, uint8_t value) {
    struct image image;
    assert_int_equal(image_make(width, height, &image), STATUS_OK);
    memset(image.pixels, value, image_bytes(&image));
    for (size_t i = 3; i < image_bytes(&image); i += 4) {
        image.pixels[i] = 255;
    }
    return image;
}

static struct plane mask_of(int width, int height, struct rect painted) {
    struct plane mask;
    assert_int_equal(plane_make(width, height, &mask), STATUS_OK);
    for (int y = painted.y; y < painted.y + painted.height; y++) {
        memset(mask.values + y * width + painted.x, 255, (size_t)painted.width);
    }
    return mask;
}

static struct membrane solved(const struct image *reference, const struct image *answer,
                              const struct plane *mask) {
    struct membrane m;
    assert_int_equal(membrane_solve(reference, answer, mask, &m), STATUS_OK);
    return m;
}

static void membrane_apply_all(const struct membrane *m, struct image *image) {
    for (int y = 0; y < image->height; y++) {
        membrane_apply(m, 0.5 / image->width, 1.0 / image->width, (y + 0.5) / image->height,
                       image->pixels + (size_t)y * (size_t)image->width * 4, image->width);
    }
}

static void membrane_of_equal_pictures_is_nothing(void **state) {
    (void)state;
    struct image image = craft_image(90, 70, false);
    struct plane mask = mask_of(90, 70, (struct rect){20, 20, 40, 30});
    struct membrane m = solved(&image, &image, &mask);
    assert_null(m.cells);
    membrane_free(&m);
    plane_free(&mask);
    image_free(&image);
}

static void membrane_without_anything_kept_is_nothing(void **state) {
    (void)state;
    struct image a = grey_image(40, 30, 10);
    struct image b = grey_image(40, 30, 90);
    struct plane mask = mask_of(40, 30, (struct rect){0, 0, 40, 30});
    struct membrane m = solved(&a, &b, &mask);
    assert_null(m.cells);
    plane_free(&mask);
    image_free(&b);
    image_free(&a);
}

static void membrane_takes_a_cast_away(void **state) {
    (void)state;
    static const struct {
        int width, height;
        struct rect painted;
    } cases[] = {{300, 200, {60, 50, 150, 100}},
                 {300, 200, {0, 0, 299, 200}},
                 {1100, 60, {200, 5, 700, 55}},
                 {9, 400, {0, 20, 9, 300}}};
    for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
        struct image reference = grey_image(cases[n].width, cases[n].height, 100);
        struct image answer = grey_image(cases[n].width, cases[n].height, 117);
        struct plane mask = mask_of(cases[n].width, cases[n].height, cases[n].painted);
        struct membrane m = solved(&reference, &answer, &mask);
        membrane_apply_all(&m, &answer);
        for (size_t i = 0; i < image_bytes(&answer); i++) {
            assert_true(abs(answer.pixels[i] - reference.pixels[i]) <= 1);
        }
        membrane_free(&m);
        plane_free(&mask);
        image_free(&answer);
        image_free(&reference);
    }
}

/* A difference that is a slanted plane is one inside too: that is what a membrane does. */
static void membrane_goes_on_evenly_inside(void **state) {
    (void)state;
    static const int sizes[] = {120, 500, 1400};
    for (size_t n = 0; n < sizeof sizes / sizeof *sizes; n++) {
        const int size = sizes[n];
        struct image reference = grey_image(size, size, 100);
        struct image answer = grey_image(size, size, 100);
        for (int i = 0; i < size * size; i++) {
            answer.pixels[i * 4] = (uint8_t)(100 + i % size * 40 / size);
            answer.pixels[i * 4 + 1] = (uint8_t)(140 - i / size * 40 / size);
        }
        struct plane mask =
            mask_of(size, size, (struct rect){size / 4, size / 4, size / 2, size / 2});
        struct membrane m = solved(&reference, &answer, &mask);
        membrane_apply_all(&m, &answer);
        for (int y = size / 4; y < size * 3 / 4; y++) {
            for (int x = size / 4; x < size * 3 / 4; x++) {
                const uint8_t *pixel = answer.pixels + (y * size + x) * 4;
                assert_true(abs(pixel[0] - 100) <= 3 && abs(pixel[1] - 100) <= 3);
                assert_int_equal(pixel[2], 100);
            }
        }
        membrane_free(&m);
        plane_free(&mask);
        image_free(&answer);
        image_free(&reference);
    }
}

static void membrane_does_not_believe_what_really_changed(void **state) {
    (void)state;
    struct image reference = grey_image(200, 200, 100);
    struct image answer = grey_image(200, 200, 110);
    for (int y = 40; y < 70; y++) { /* something new that reaches out of the mask */
        memset(answer.pixels + (y * 200 + 30) * 4, 250, 400);
    }
    struct plane mask = mask_of(200, 200, (struct rect){50, 50, 100, 100});
    struct membrane m = solved(&reference, &answer, &mask);
    struct image after = grey_image(200, 200, 110);
    membrane_apply_all(&m, &after);
    for (int y = 50; y < 150; y++) {
        for (int x = 50; x < 150; x++) {
            assert_true(abs(after.pixels[(y * 200 + x) * 4] - 100) <= 6);
        }
    }
    image_free(&after);
    membrane_free(&m);
    plane_free(&mask);
    image_free(&answer);
    image_free(&reference);
}

static void membrane_leaves_alpha_alone(void **state) {
    (void)state;
    struct image reference = craft_image(60, 60, true);
    struct image answer = craft_image(60, 60, true);
    for (size_t i = 0; i < image_bytes(&answer); i++) {
        answer.pixels[i] = i % 4 == 3 ? answer.pixels[i] : (uint8_t)(answer.pixels[i] / 2);
    }
    struct plane mask = mask_of(60, 60, (struct rect){20, 20, 20, 20});
    struct membrane m = solved(&reference, &answer, &mask);
    assert_non_null(m.cells);
    membrane_apply_all(&m, &answer);
    for (size_t i = 3; i < image_bytes(&answer); i += 4) {
        assert_int_equal(answer.pixels[i], reference.pixels[i]);
    }
    membrane_free(&m);
    plane_free(&mask);
    image_free(&answer);
    image_free(&reference);
}

static bool membrane_once(void *context) {
    const struct image *pictures = context;
    struct plane mask = {0};
    struct membrane m;
    if (plane_make(40, 40, &mask) != STATUS_OK) {
        return false;
    }
    memset(mask.values, 255, 800);
    const enum status status = membrane_solve(&pictures[0], &pictures[1], &mask, &m);
    assert_int_equal(m.cells != NULL, status == STATUS_OK);
    membrane_free(&m);
    plane_free(&mask);
    return status == STATUS_OK;
}

static void membrane_survives_each_failing_allocation(void **state) {
    (void)state;
    struct image pictures[2] = {grey_image(40, 40, 5), grey_image(40, 40, 9)};
    each_allocation_fails_once(membrane_once, pictures);
    image_free(&pictures[0]);
    image_free(&pictures[1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(membrane_of_equal_pictures_is_nothing),
        cmocka_unit_test(membrane_without_anything_kept_is_nothing),
        cmocka_unit_test(membrane_takes_a_cast_away),
        cmocka_unit_test(membrane_goes_on_evenly_inside),
        cmocka_unit_test(membrane_does_not_believe_what_really_changed),
        cmocka_unit_test(membrane_leaves_alpha_alone),
        cmocka_unit_test(membrane_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
