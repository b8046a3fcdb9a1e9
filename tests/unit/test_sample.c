#include "support/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pixels/resize.h"
#include "pixels/sample.h"
#include "support/craft.h"
#include "support/opinion.h"

static struct image sampled(const struct image *source, struct sample_grid grid, int width,
                            int height) {
    struct image out;
    assert_int_equal(sample_image(source, &grid, width, height, &out), STATUS_OK);
    return out;
}

static struct image noise_image(uint32_t *random, int width, int height) {
    struct image image;
    assert_int_equal(image_make(width, height, &image), STATUS_OK);
    random_fill(random, image.pixels, image_bytes(&image));
    return image;
}

static void sample_of_the_same_grid_is_the_picture(void **state) {
    (void)state;
    uint32_t random = 1;
    struct image image = noise_image(&random, 61, 47);
    struct image out = sampled(&image, (struct sample_grid){{1, 0}, {1, 0}}, 61, 47);
    assert_memory_equal(out.pixels, image.pixels, image_bytes(&image));
    image_free(&out);
    image_free(&image);
}

static void sample_of_a_grid_shifted_by_whole_pixels_is_a_cut(void **state) {
    (void)state;
    uint32_t random = 2;
    for (int n = 0; n < 60; n++) {
        struct image image =
            noise_image(&random, random_between(&random, 1, 40), random_between(&random, 1, 40));
        const struct rect part = {random_between(&random, -60, 60),
                                  random_between(&random, -60, 60), random_between(&random, 1, 50),
                                  random_between(&random, 1, 50)};
        struct image wanted;
        assert_int_equal(image_cut(&image, part, &wanted), STATUS_OK);
        struct image out = sampled(&image, (struct sample_grid){{1, part.x}, {1, part.y}},
                                   part.width, part.height);
        assert_memory_equal(out.pixels, wanted.pixels, image_bytes(&wanted));
        image_free(&out);
        image_free(&wanted);
        image_free(&image);
    }
}

/* Enlarging is what both do in the same way, but for their edges. */
static void sample_agrees_with_resize_where_that_enlarges(void **state) {
    (void)state;
    for (int transparent = 0; transparent <= 1; transparent++) {
        struct image image = craft_image(60, 50, transparent);
        struct image wanted;
        assert_int_equal(resize_image(&image, 97, 81, &wanted), STATUS_OK);
        struct image out =
            sampled(&image, (struct sample_grid){{60 / 97.0, 0}, {50 / 81.0, 0}}, 97, 81);
        for (int y = 6; y < 75; y++) {
            for (int i = 6 * 4; i < 91 * 4; i++) {
                const int at = y * 97 * 4 + i;
                const bool hidden = wanted.pixels[at | 3] < 8;
                assert_true(hidden || abs(out.pixels[at] - wanted.pixels[at]) <= 1);
            }
        }
        image_free(&out);
        image_free(&wanted);
        image_free(&image);
    }
}

/* A slanted plane of colour is itself between its pixels too. */
static void sample_finds_what_lies_between_pixels(void **state) {
    (void)state;
    struct image image;
    assert_int_equal(image_make(60, 60, &image), STATUS_OK);
    for (int i = 0; i < 60 * 60; i++) {
        const uint8_t color[4] = {(uint8_t)(i % 60 * 4), (uint8_t)(i / 60 * 4), 77, 255};
        memcpy(image.pixels + i * 4, color, 4);
    }
    const struct sample_grid grid = {{0.83, 5.3}, {0.9, 3.7}};
    struct image out = sampled(&image, grid, 50, 50);
    for (int y = 0; y < 50; y++) {
        for (int x = 0; x < 50; x++) {
            const uint8_t *pixel = out.pixels + (y * 50 + x) * 4;
            assert_true(fabs(pixel[0] - 4 * ((x + 0.5) * 0.83 + 5.3 - 0.5)) < 1.2);
            assert_true(fabs(pixel[1] - 4 * ((y + 0.5) * 0.9 + 3.7 - 0.5)) < 1.2);
            assert_true(pixel[2] == 77 && pixel[3] == 255);
        }
    }
    image_free(&out);
    image_free(&image);
}

static void sample_keeps_a_flat_colour_flat_past_the_edge(void **state) {
    (void)state;
    struct image image;
    assert_int_equal(image_make(9, 5, &image), STATUS_OK);
    memset(image.pixels, 201, image_bytes(&image));
    struct image out = sampled(&image, (struct sample_grid){{0.37, -8.2}, {1.7, -30}}, 70, 60);
    for (size_t i = 0; i < image_bytes(&out); i++) {
        assert_int_equal(out.pixels[i], 201);
    }
    image_free(&out);
    image_free(&image);
}

static void sample_does_not_let_hidden_colours_bleed(void **state) {
    (void)state;
    struct image image;
    assert_int_equal(image_make(40, 40, &image), STATUS_OK);
    for (int i = 0; i < 40 * 40; i++) {
        memcpy(image.pixels + i * 4,
               i % 40 < 20 ? (const uint8_t[]){200, 0, 0, 255} : (const uint8_t[]){0, 255, 0, 0},
               4);
    }
    struct image out = sampled(&image, (struct sample_grid){{0.7, 0.3}, {0.7, 0.3}}, 50, 50);
    for (size_t i = 0; i < image_bytes(&out); i += 4) {
        assert_true(out.pixels[i + 3] < 8 || (out.pixels[i] >= 198 && out.pixels[i + 1] <= 2));
    }
    image_free(&out);
    image_free(&image);
}

static void sample_takes_any_sizes_and_places(void **state) {
    (void)state;
    uint32_t random = 3;
    for (int n = 0; n < 200; n++) {
        struct image image =
            noise_image(&random, random_between(&random, 1, 30), random_between(&random, 1, 30));
        const struct sample_grid grid = {{random_between(&random, 1, 4000) / 1000.0,
                                          random_between(&random, -90000, 90000) / 1e3},
                                         {random_between(&random, 1, 4000) / 1000.0,
                                          random_between(&random, -90000, 90000) * 1e9}};
        struct image out = sampled(&image, grid, random_between(&random, 1, 40), 7);
        struct sampler *s;
        uint8_t row[40 * 4];
        assert_int_equal(sampler_make(&image, &grid, 0, out.width, &s), STATUS_OK);
        for (int y = 6; y >= 0; y--) {
            sampler_row(s, y, row);
            assert_memory_equal(row, out.pixels + y * out.width * 4, (size_t)out.width * 4);
        }
        sampler_free(s);
        image_free(&out);
        image_free(&image);
    }
}

static bool sample_once(void *context) {
    struct image out;
    const struct sample_grid grid = {{0.9, 0.1}, {1, 0}};
    const enum status status = sample_image(context, &grid, 30, 20, &out);
    assert_int_equal(out.pixels != NULL, status == STATUS_OK);
    image_free(&out);
    return status == STATUS_OK;
}

static void sample_survives_each_failing_allocation(void **state) {
    (void)state;
    struct image image = craft_image(33, 21, true);
    each_allocation_fails_once(sample_once, &image);
    image_free(&image);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sample_of_the_same_grid_is_the_picture),
        cmocka_unit_test(sample_of_a_grid_shifted_by_whole_pixels_is_a_cut),
        cmocka_unit_test(sample_agrees_with_resize_where_that_enlarges),
        cmocka_unit_test(sample_finds_what_lies_between_pixels),
        cmocka_unit_test(sample_keeps_a_flat_colour_flat_past_the_edge),
        cmocka_unit_test(sample_does_not_let_hidden_colours_bleed),
        cmocka_unit_test(sample_takes_any_sizes_and_places),
        cmocka_unit_test(sample_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
