#include "support/support.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pixels/extend.h"
#include "pixels/jpeg.h"
#include "support/craft.h"

static const uint8_t *pixel_at(const struct image *image, int x, int y) {
    return image->pixels + ((size_t)y * (size_t)image->width + (size_t)x) * 4;
}

static void check_own_pixels(const struct image *image, struct margins m, const struct image *out) {
    assert_int_equal(out->width, m.left + image->width + m.right);
    assert_int_equal(out->height, m.top + image->height + m.bottom);
    for (int y = 0; y < image->height; y++) {
        assert_memory_equal(pixel_at(out, m.left, m.top + y), pixel_at(image, 0, y),
                            (size_t)image->width * 4);
    }
}

static struct image extend(const struct image *image, struct margins m) {
    struct image out;
    struct fault fault;
    assert_int_equal(extend_image(image, m, &out, &fault), STATUS_OK);
    check_own_pixels(image, m, &out);
    return out;
}

static void extend_keeps_the_pictures_own_pixels_to_the_byte(void **state) {
    (void)state;
    uint32_t random = 50;
    for (int n = 0; n < 200; n++) {
        struct image image;
        assert_int_equal(
            image_make(random_between(&random, 1, 40), random_between(&random, 1, 40), &image),
            STATUS_OK);
        random_fill(&random, image.pixels, image_bytes(&image));
        int sides[4];
        for (int i = 0; i < 4; i++) {
            sides[i] = random_between(&random, 0, 2) * random_between(&random, 0, 50);
        }
        struct image out = extend(&image, (struct margins){sides[0], sides[1], sides[2], sides[3]});
        image_free(&out);
        image_free(&image);
    }
}

static void extend_by_nothing_is_the_same_picture(void **state) {
    (void)state;
    struct image image = craft_image(30, 20, true);
    struct image out = extend(&image, (struct margins){0});
    assert_memory_equal(out.pixels, image.pixels, image_bytes(&image));
    image_free(&out);
    image_free(&image);
}

static int most_apart(const uint8_t *a, const uint8_t *b) {
    int most = 0;
    for (int c = 0; c < 4; c++) {
        const int apart = abs(a[c] - b[c]);
        most = apart > most ? apart : most;
    }
    return most;
}

static void extend_begins_each_side_with_the_edge_itself(void **state) {
    (void)state;
    const char *path = corpus_file("exif-orientation/Landscape_1.jpg");
    struct image image = {0};
    struct fault fault;
    if (path) {
        const struct bytes file = file_read(path);
        assert_int_equal(jpeg_decode(file, &image, &fault), STATUS_OK);
        file_free(file);
    } else {
        image = craft_image(300, 200, false);
    }
    struct image out = extend(&image, (struct margins){9, 8, 7, 6});
    for (int x = 0; x < image.width; x++) {
        const int bottom = 8 + image.height;
        assert_true(most_apart(pixel_at(&out, 9 + x, 7), pixel_at(&image, x, 0)) <= 1);
        assert_true(
            most_apart(pixel_at(&out, 9 + x, bottom), pixel_at(&image, x, image.height - 1)) <= 1);
    }
    for (int y = 0; y < image.height; y++) {
        const int right = 9 + image.width;
        assert_true(most_apart(pixel_at(&out, 8, 8 + y), pixel_at(&image, 0, y)) <= 1);
        assert_true(
            most_apart(pixel_at(&out, right, 8 + y), pixel_at(&image, image.width - 1, y)) <= 1);
    }
    image_free(&out);
    image_free(&image);
}

/* The slow way: a corner's pixel is the two edges' means, each the less the nearer it is. */
static void expect(const struct image *image, int x, int y, double out[4]) {
    const int cx = x < 0 ? 0 : x >= image->width ? image->width - 1 : x;
    const int cy = y < 0 ? 0 : y >= image->height ? image->height - 1 : y;
    const int aside = abs(x - cx);
    const int down = abs(y - cy);
    double sum[4] = {0};
    for (int across = 0; across <= 1; across++) {
        const int away = across ? down : aside;
        const int reach = away / 2;
        const double weight = (double)away / (aside + down) / (2 * reach + 1);
        for (int i = -reach; i <= reach; i++) {
            const int px = across ? cx + i : cx;
            const int py = across ? cy : cy + i;
            const uint8_t *p = pixel_at(image,
                                        px < 0               ? 0
                                        : px >= image->width ? image->width - 1
                                                             : px,
                                        py < 0                ? 0
                                        : py >= image->height ? image->height - 1
                                                              : py);
            for (int c = 0; c < 4; c++) {
                sum[c] += weight * p[c] * (c < 3 ? p[3] : 1);
            }
        }
    }
    for (int c = 0; c < 3; c++) {
        out[c] = sum[3] > 0 ? sum[c] / sum[3] : 0;
    }
    out[3] = sum[3];
}

static void extend_agrees_with_means_taken_the_slow_way(void **state) {
    (void)state;
    uint32_t random = 51;
    for (int n = 0; n < 8; n++) {
        struct image image;
        assert_int_equal(image_make(1 + n * 4, 30 - n * 4 + 2, &image), STATUS_OK);
        random_fill(&random, image.pixels, image_bytes(&image));
        for (size_t i = 3; n % 2 == 0 && i < image_bytes(&image); i += 4) {
            image.pixels[i] = n % 4 == 0 ? 255 : image.pixels[i] & 128;
        }
        const struct margins m = {n * 5, 17, 12, 40 - n * 5};
        struct image out = extend(&image, m);
        for (int i = 0; i < out.width * out.height; i++) {
            const int x = i % out.width - m.left;
            const int y = i / out.width - m.top;
            double wanted[4];
            if (x >= 0 && y >= 0 && x < image.width && y < image.height) {
                continue;
            }
            expect(&image, x, y, wanted);
            for (int c = 0; c < 4; c++) {
                assert_true(fabs(wanted[c] - out.pixels[i * 4 + c]) < 0.51);
            }
        }
        image_free(&out);
        image_free(&image);
    }
}

/* How much neighbours in a row differ, in all. */
static long roughness(const struct image *image, int y) {
    long sum = 0;
    for (int x = 1; x < image->width; x++) {
        sum += abs(pixel_at(image, x, y)[0] - pixel_at(image, x - 1, y)[0]);
    }
    return sum;
}

static void extend_blurs_the_more_the_farther_it_goes(void **state) {
    (void)state;
    uint32_t random = 52;
    struct image image = craft_image(500, 4, false);
    for (size_t i = 0; i < image_bytes(&image); i += 4) {
        image.pixels[i] = (uint8_t)random_between(&random, 0, 255);
    }
    struct image out = extend(&image, (struct margins){0, 128, 0, 0});
    for (int away = 2; away <= 64; away *= 2) {
        assert_true(roughness(&out, 128 - 2 * away) * 3 < roughness(&out, 128 - away) * 2);
    }
    image_free(&out);
    image_free(&image);
}

static void extend_lets_no_colour_out_from_under_alpha_0(void **state) {
    (void)state;
    struct image image = craft_image(40, 3, false);
    for (int i = 0; i < 40 * 3; i++) {
        const uint8_t seen[] = {10, 200, 30, 255};
        const uint8_t hidden[] = {255, 0, 255, 0};
        memcpy(image.pixels + (size_t)i * 4, i % 2 == 0 ? seen : hidden, 4);
    }
    struct image out = extend(&image, (struct margins){0, 60, 0, 0});
    for (int i = 0; i < 40 * 58; i++) { /* without the two rows next to the edge */
        assert_true(out.pixels[i * 4 + 3] == 0 ||
                    most_apart(out.pixels + (size_t)i * 4,
                               (const uint8_t[]){10, 200, 30, out.pixels[i * 4 + 3]}) == 0);
    }
    image_free(&out);
    image_free(&image);
}

static void extend_refuses_margins_below_0_and_canvases_past_the_limits(void **state) {
    (void)state;
    struct image image = craft_image(100, 100, false);
    static const struct {
        struct margins margins;
        enum status status;
    } cases[] = {
        {{-1, 0, 0, 0}, STATUS_INVALID},
        {{0, -1, 0, 0}, STATUS_INVALID},
        {{0, 0, -1, 0}, STATUS_INVALID},
        {{0, 0, 0, -1}, STATUS_INVALID},
        {{INT_MIN, 5, 5, 5}, STATUS_INVALID},
        {{16285, 0, 0, 0}, STATUS_TOO_LARGE},
        {{0, 8000, 0, 8285}, STATUS_TOO_LARGE},
        {{8000, 8000, 8000, 8000}, STATUS_TOO_LARGE},
        {{INT_MAX, INT_MAX, INT_MAX, INT_MAX}, STATUS_TOO_LARGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct image out;
        struct fault fault;
        const size_t allocated = allocated_so_far();
        assert_int_equal(extend_image(&image, cases[i].margins, &out, &fault), cases[i].status);
        assert_int_equal(fault.status, cases[i].status);
        assert_true(strlen(fault.text) > 0);
        assert_null(out.pixels);
        assert_int_equal(out.width, 0);
        assert_int_equal(allocated_so_far(), allocated);
    }
    image_free(&image);
}

static void extend_reaches_the_longest_side(void **state) {
    (void)state;
    struct image image = craft_image(2, 3, true);
    struct image out = extend(&image, (struct margins){16382, 0, 0, 5});
    assert_int_equal(out.width, IMAGE_MAX_EDGE);
    image_free(&out);
    image_free(&image);
}

static bool attempt(void *context) {
    struct image out;
    struct fault fault;
    const enum status status = extend_image(context, (struct margins){1, 2, 3, 4}, &out, &fault);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    assert_int_equal(out.pixels != NULL, status == STATUS_OK);
    image_free(&out);
    return status == STATUS_OK;
}

static void extend_survives_each_failing_allocation(void **state) {
    (void)state;
    struct image image = craft_image(20, 10, false);
    each_allocation_fails_once(attempt, &image);
    image_free(&image);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(extend_keeps_the_pictures_own_pixels_to_the_byte),
        cmocka_unit_test(extend_by_nothing_is_the_same_picture),
        cmocka_unit_test(extend_begins_each_side_with_the_edge_itself),
        cmocka_unit_test(extend_agrees_with_means_taken_the_slow_way),
        cmocka_unit_test(extend_blurs_the_more_the_farther_it_goes),
        cmocka_unit_test(extend_lets_no_colour_out_from_under_alpha_0),
        cmocka_unit_test(extend_refuses_margins_below_0_and_canvases_past_the_limits),
        cmocka_unit_test(extend_reaches_the_longest_side),
        cmocka_unit_test(extend_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
