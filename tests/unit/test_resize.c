#include "support/support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pixels/photo.h"
#include "pixels/resize.h"
#include "support/craft.h"
#include "support/opinion.h"

#define NODE_BUDGET (1536 * 1024)

static void resize_fit_gives_the_sizes_that_python_gives(void **state) {
    (void)state;
    static const struct {
        int width, height;
        int64_t budget;
        int out_width, out_height;
    } cases[] = {
        {2500, 1700, 4194304, 2484, 1689},
        {2500, 1700, 1572864, 1521, 1034},
        {4032, 3024, 4194304, 2365, 1774},
        {4032, 3024, 1572864, 1448, 1086},
        {9248, 6936, 4194304, 2365, 1774},
        {16384, 1, 1572864, 16384, 1},
        {16384, 4096, 1572864, 2508, 627},
        {2048, 2048, 4194304, 2048, 2048},
        {2049, 2048, 4194304, 2048, 2048},
        {1536, 1024, 1572864, 1536, 1024},
        {1537, 1024, 1572864, 1536, 1024},
        {6000, 4000, 4194304, 2508, 1672},
        {5, 5, 1, 1, 1},
        {10, 10, 25, 5, 5},
        {6, 10, 15, 3, 5},
        /* halves go to the even side */
        {5, 4, 5, 2, 2},
        {7, 4, 7, 4, 2},
        {9, 8, 18, 4, 4},
        {11, 8, 22, 6, 4},
        /* no side vanishes */
        {1, 16384, 4096, 1, 8192},
        {16384, 3, 1024, 2365, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int width;
        int height;
        resize_fit(cases[i].width, cases[i].height, cases[i].budget, &width, &height);
        assert_int_equal(width, cases[i].out_width);
        assert_int_equal(height, cases[i].out_height);
    }
}

static void resize_fit_without_a_budget_changes_nothing(void **state) {
    (void)state;
    int width;
    int height;
    resize_fit(9248, 6936, 0, &width, &height);
    assert_int_equal(width, 9248);
    assert_int_equal(height, 6936);
}

/* Asks Pillow; see pillow_resize.py for what it must agree to. */
static void check_against_pillow(const char *mode, struct bytes source, int width, int height,
                                 struct bytes scaled, int new_width, int new_height) {
    char command[200];
    snprintf(command, sizeof command, "/usr/bin/python3 tests/unit/pillow_resize.py %s %d %d %d %d",
             mode, width, height, new_width, new_height);
    struct buf both = buf_make((size_t)1 << 28);
    buf_append(&both, source.data, source.len);
    assert_int_equal(buf_append(&both, scaled.data, scaled.len), STATUS_OK);
    assert_true(command_accepts(command, buf_view(&both)));
    buf_free(&both);
}

static void check_image(const char *mode, const struct image *image, int width, int height) {
    struct image scaled;
    assert_int_equal(resize_image(image, width, height, &scaled), STATUS_OK);
    assert_int_equal(image_is_opaque(&scaled), image_is_opaque(image));
    check_against_pillow(mode, (struct bytes){image->pixels, image_bytes(image)}, image->width,
                         image->height, (struct bytes){scaled.pixels, image_bytes(&scaled)}, width,
                         height);
    image_free(&scaled);
}

static void check_photograph(const char *name) {
    const char *path = corpus_file(name);
    if (!path) {
        return;
    }
    const struct bytes file = file_read(path);
    struct image image;
    struct fault fault;
    assert_int_equal(photo_decode(file, &image, &fault), STATUS_OK);
    static const int64_t budgets[] = {NODE_BUDGET, NODE_BUDGET / 3};
    for (size_t i = 0; i < sizeof budgets / sizeof *budgets; i++) {
        int width;
        int height;
        resize_fit(image.width, image.height, budgets[i], &width, &height);
        if (width < image.width) {
            check_image("RGBX", &image, width, height);
        }
    }
    image_free(&image);
    file_free(file);
}

static void resize_agrees_with_pillow_on_photographs(void **state) {
    (void)state;
    static const char *const photographs[] = {
        "exif-orientation/Landscape_1.jpg",         "exif-orientation/Landscape_6.jpg",
        "exif-orientation/Portrait_1.jpg",          "exif-orientation/Portrait_8.jpg",
        "jpeg-valid/jpeg-js/truecolor.jpg",         "jpeg-valid/jpeg-js/unconventional-table.jpg",
        "jpeg-valid/jpeg-js/table-with-good-e1.jpg"};
    for (size_t i = 0; i < sizeof photographs / sizeof *photographs; i++) {
        check_photograph(photographs[i]);
    }
}

static void resize_agrees_with_pillow_without_a_corpus(void **state) {
    (void)state;
    struct image image = craft_image(700, 500, false);
    check_image("RGBX", &image, 433, 309);
    check_image("RGBX", &image, 700, 250);
    check_image("RGBX", &image, 350, 500);
    image_free(&image);
}

static void resize_enlarges_as_pillow_does(void **state) {
    (void)state;
    struct image image = craft_image(300, 200, false);
    check_image("RGBX", &image, 600, 400);
    check_image("RGBX", &image, 333, 450);
    check_image("RGBX", &image, 310, 150);
    image_free(&image);
    image = craft_image(40, 30, false);
    check_image("RGBX", &image, 944, 704);
    image_free(&image);
}

static void resize_agrees_with_pillow_where_there_is_transparency(void **state) {
    (void)state;
    struct image image = craft_image(600, 400, false);
    for (int i = 0; i < 600 * 400; i++) {
        image.pixels[i * 4 + 3] = (uint8_t)(i % 600 * 255 / 599);
    }
    check_image("RGBA", &image, 413, 275);
    image_free(&image);
}

static void resize_plane_agrees_with_pillow(void **state) {
    (void)state;
    struct plane plane;
    struct plane scaled;
    assert_int_equal(plane_make(640, 480, &plane), STATUS_OK);
    for (int i = 0; i < 640 * 480; i++) {
        const int x = i % 640 - 320;
        const int y = i / 640 - 240;
        const int soft = 255 - (x * x + y * y - 20000) / 100;
        plane.values[i] = (uint8_t)(soft < 0 ? 0 : soft > 255 ? 255 : soft);
    }
    assert_int_equal(resize_plane(&plane, 401, 301, &scaled), STATUS_OK);
    check_against_pillow("L", (struct bytes){plane.values, plane_bytes(&plane)}, 640, 480,
                         (struct bytes){scaled.values, plane_bytes(&scaled)}, 401, 301);
    plane_free(&plane);
    plane_free(&scaled);
}

static void resize_to_the_same_size_changes_nothing(void **state) {
    (void)state;
    uint32_t random = 11;
    for (int opaque = 0; opaque <= 1; opaque++) {
        struct image image = craft_image(50, 40, !opaque);
        struct image same;
        for (size_t i = 0; i < image_bytes(&image); i++) {
            image.pixels[i] = i % 4 == 3 ? image.pixels[i] : (uint8_t)random_next(&random);
        }
        assert_int_equal(resize_image(&image, 50, 40, &same), STATUS_OK);
        assert_int_equal(compare(&image, &same).most, 0);
        image_free(&same);
        image_free(&image);
    }
}

static void resize_of_a_part_is_that_of_a_copy_of_it(void **state) {
    (void)state;
    static const struct {
        struct rect part;
        int width, height;
    } cases[] = {{{0, 0, 90, 70}, 41, 33},
                 {{13, 7, 60, 50}, 30, 25},
                 {{89, 69, 1, 1}, 5, 4},
                 {{20, 0, 33, 70}, 33, 35},
                 {{5, 6, 40, 40}, 40, 40}};
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        const struct rect part = cases[i / 2].part;
        const int width = cases[i / 2].width;
        const int height = cases[i / 2].height;
        struct image image = craft_image(90, 70, i & 1);
        struct image copy;
        struct image wanted;
        struct image scaled;
        assert_int_equal(image_cut(&image, part, &copy), STATUS_OK);
        assert_int_equal(resize_image(&copy, width, height, &wanted), STATUS_OK);
        assert_int_equal(resize_part(&image, part, width, height, &scaled), STATUS_OK);
        assert_int_equal(compare(&wanted, &scaled).most, 0);
        image_free(&scaled);
        image_free(&wanted);
        image_free(&copy);
        image_free(&image);
    }
}

static void resize_kernel_is_1_at_0_and_0_at_other_whole_numbers(void **state) {
    (void)state;
    assert_true(resize_kernel(0) == 1);
    for (int x = 1; x < 9; x++) {
        assert_true(resize_kernel((float)x) == 0 && resize_kernel((float)-x) == 0);
    }
    for (int i = 1; i < 400; i++) {
        const float x = (float)i / 100;
        const double turn = acos(-1) * (double)x;
        const double wanted = x < 3 ? sin(turn) / turn * sin(turn / 3) / (turn / 3) : 0;
        assert_true(fabs((double)resize_kernel(x) - wanted) < 1e-6 || x == floorf(x));
        assert_true(resize_kernel(-x) == resize_kernel(x));
    }
}

static void resize_does_not_filter_a_side_that_stays(void **state) {
    (void)state;
    uint32_t random = 12;
    struct plane stripes;
    struct plane scaled;
    assert_int_equal(plane_make(64, 64, &stripes), STATUS_OK);
    uint8_t row[64];
    random_fill(&random, row, sizeof row);
    for (int i = 0; i < 64 * 64; i++) {
        stripes.values[i] = row[i / 64];
    }
    assert_int_equal(resize_plane(&stripes, 23, 64, &scaled), STATUS_OK);
    for (int i = 0; i < 23 * 64; i++) {
        assert_int_equal(scaled.values[i], row[i / 23]);
    }
    plane_free(&scaled);
    for (int i = 0; i < 64 * 64; i++) {
        stripes.values[i] = row[i % 64];
    }
    assert_int_equal(resize_plane(&stripes, 64, 23, &scaled), STATUS_OK);
    for (int i = 0; i < 23 * 64; i++) {
        assert_int_equal(scaled.values[i], row[i % 64]);
    }
    plane_free(&scaled);
    plane_free(&stripes);
}

static void resize_does_not_let_hidden_colours_bleed(void **state) {
    (void)state;
    struct image image = craft_image(40, 40, false);
    for (int i = 0; i < 40 * 40; i++) {
        const bool left = i % 40 < 20;
        memcpy(image.pixels + i * 4,
               left ? (const uint8_t[]){200, 0, 0, 255} : (const uint8_t[]){0, 255, 0, 0}, 4);
    }
    struct image scaled;
    assert_int_equal(resize_image(&image, 13, 40, &scaled), STATUS_OK);
    for (size_t i = 0; i < image_bytes(&scaled); i += 4) {
        if (scaled.pixels[i + 3] > 8) {
            assert_true(scaled.pixels[i] >= 198 && scaled.pixels[i + 1] <= 2);
        }
    }
    image_free(&scaled);
    image_free(&image);
}

static void resize_keeps_a_flat_colour_flat(void **state) {
    (void)state;
    struct image image;
    struct image scaled;
    assert_int_equal(image_make(100, 100, &image), STATUS_OK);
    for (int value = 0; value < 256; value += 5) {
        memset(image.pixels, value, image_bytes(&image));
        for (size_t i = 3; i < image_bytes(&image); i += 4) {
            image.pixels[i] = 255;
        }
        assert_int_equal(resize_image(&image, 61, 37, &scaled), STATUS_OK);
        for (size_t i = 0; i < image_bytes(&scaled); i++) {
            assert_int_equal(scaled.pixels[i], i % 4 == 3 ? 255 : value);
        }
        image_free(&scaled);
    }
    image_free(&image);
}

static void resize_once(uint32_t *random, int width, int height, int new_width, int new_height) {
    struct image image = craft_image(width, height, random_next(random) & 1);
    struct image scaled;
    assert_int_equal(resize_image(&image, new_width, new_height, &scaled), STATUS_OK);
    assert_int_equal(scaled.width, new_width);
    assert_int_equal(scaled.height, new_height);
    image_free(&scaled);
    struct plane plane;
    struct plane scaled_plane;
    assert_int_equal(plane_make(width, height, &plane), STATUS_OK);
    memset(plane.values, 255, plane_bytes(&plane));
    assert_int_equal(resize_plane(&plane, new_width, new_height, &scaled_plane), STATUS_OK);
    for (size_t i = 0; i < plane_bytes(&scaled_plane); i++) {
        assert_int_equal(scaled_plane.values[i], 255);
    }
    plane_free(&scaled_plane);
    plane_free(&plane);
    image_free(&image);
}

static void resize_takes_sides_of_one_pixel(void **state) {
    (void)state;
    uint32_t random = 13;
    static const int sides[] = {1, 2, 3, 7, 300, 16384};
    for (size_t i = 0; i < 6; i++) {
        for (size_t j = 0; j <= i; j++) {
            resize_once(&random, sides[i], 1, sides[j], 1);
            resize_once(&random, 1, sides[i], 1, sides[j]);
            resize_once(&random, sides[j], 1, sides[i], 1);
            resize_once(&random, 1, sides[j], 1, sides[i]);
        }
    }
}

static void resize_takes_any_sizes(void **state) {
    (void)state;
    uint32_t random = 14;
    for (int n = 0; n < 300; n++) {
        const int most = n % 10 == 0 ? 700 : 60;
        resize_once(&random, random_between(&random, 1, most), random_between(&random, 1, most),
                    random_between(&random, 1, most), random_between(&random, 1, most));
    }
}

/* One call, of which the first allocations are to fail. */
struct attempt {
    bool of_plane;
    int failures;
};

/*
 * The result and the memory stb_image_resize2 works in are two allocations.  Under a sanitizer, and
 * only there, it asks for that memory piece by piece and does not survive a failure half-way.
 */
#define ALLOCATIONS 2

static bool scale(void *context) {
    struct attempt *attempt = context;
    if (attempt->failures == ALLOCATIONS) {
        return true;
    }
    attempt->failures++;
    uint8_t pixels[40 * 30 * 4] = {0};
    const struct image image = {pixels, 40, 30};
    const struct plane plane = {pixels, 40, 30};
    struct image scaled = {0};
    struct plane scaled_plane = {0};
    const enum status status = attempt->of_plane ? resize_plane(&plane, 20, 10, &scaled_plane)
                                                 : resize_image(&image, 20, 10, &scaled);
    assert_int_equal(status, STATUS_NO_MEMORY);
    assert_null(scaled.pixels);
    assert_null(scaled_plane.values);
    return false;
}

static void resize_survives_each_failing_allocation(void **state) {
    (void)state;
    each_allocation_fails_once(scale, &(struct attempt){.of_plane = false});
    each_allocation_fails_once(scale, &(struct attempt){.of_plane = true});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(resize_fit_gives_the_sizes_that_python_gives),
        cmocka_unit_test(resize_fit_without_a_budget_changes_nothing),
        cmocka_unit_test(resize_agrees_with_pillow_on_photographs),
        cmocka_unit_test(resize_agrees_with_pillow_without_a_corpus),
        cmocka_unit_test(resize_enlarges_as_pillow_does),
        cmocka_unit_test(resize_agrees_with_pillow_where_there_is_transparency),
        cmocka_unit_test(resize_plane_agrees_with_pillow),
        cmocka_unit_test(resize_to_the_same_size_changes_nothing),
        cmocka_unit_test(resize_of_a_part_is_that_of_a_copy_of_it),
        cmocka_unit_test(resize_kernel_is_1_at_0_and_0_at_other_whole_numbers),
        cmocka_unit_test(resize_does_not_filter_a_side_that_stays),
        cmocka_unit_test(resize_does_not_let_hidden_colours_bleed),
        cmocka_unit_test(resize_keeps_a_flat_colour_flat),
        cmocka_unit_test(resize_takes_sides_of_one_pixel),
        cmocka_unit_test(resize_takes_any_sizes),
        cmocka_unit_test(resize_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
