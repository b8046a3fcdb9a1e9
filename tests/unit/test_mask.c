#include "support/support.h"

#include <stdlib.h>
#include <string.h>

#include "pixels/mask.h"
#include "pixels/png.h"
#include "pixels/resize.h"
#include "support/craft.h"
#include "support/masks.h"
#include "support/opinion.h"

#define LIMIT (1 << 24)

static struct plane plane_of(int width, int height, uint8_t value) {
    struct plane plane;
    assert_int_equal(plane_make(width, height, &plane), STATUS_OK);
    memset(plane.values, value, plane_bytes(&plane));
    return plane;
}

/* Hard-edged discs on a plane of 0: what brushes leave behind. */
static struct plane discs(uint32_t *random, int width, int height) {
    struct plane plane = plane_of(width, height, 0);
    for (int n = 0; n < 6; n++) {
        const int radius = random_between(random, 1, 12);
        const int left = random_between(random, 0, width - 1);
        const int top = random_between(random, 0, height - 1);
        for (int i = 0; i < width * height; i++) {
            const int x = i % width - left;
            const int y = i / width - top;
            plane.values[i] = x * x + y * y <= radius * radius ? 255 : plane.values[i];
        }
    }
    return plane;
}

static void mask_is_blank_until_one_pixel_is_painted(void **state) {
    (void)state;
    struct mask mask = {100, 100, {60, 70, 31, 7}, plane_of(31, 7, 0).values};
    assert_true(mask_is_blank(&mask));
    for (size_t i = 0; i < 31 * 7; i++) {
        mask.coverage[i] = 1;
        assert_false(mask_is_blank(&mask));
        mask.coverage[i] = 0;
    }
    mask_free(&mask);
    assert_true(mask_is_blank(&mask));
    mask_free(&mask);
}

static bool is_in(struct rect r, int x, int y) {
    return x >= r.x && x < r.x + r.width && y >= r.y && y < r.y + r.height;
}

/* Noise, never 0, in a part of a 60 x 50 picture. */
static struct mask random_travelling_mask(uint32_t *random) {
    const struct rect area = {random_between(random, 0, 30), random_between(random, 0, 20),
                              random_between(random, 1, 30), random_between(random, 1, 30)};
    struct mask mask = {60, 50, area, plane_of(area.width, area.height, 0).values};
    for (int i = 0; i < area.width * area.height; i++) {
        mask.coverage[i] = (uint8_t)random_between(random, 1, 255);
    }
    return mask;
}

static uint8_t mask_at(const struct mask *mask, int x, int y) {
    const struct rect area = mask->area;
    return is_in(area, x, y) ? mask->coverage[(y - area.y) * area.width + x - area.x] : 0;
}

static struct rect random_frame(uint32_t *random) {
    return (struct rect){random_between(random, -40, 60), random_between(random, -40, 50),
                         random_between(random, 1, 80), random_between(random, 1, 80)};
}

static void mask_of_a_frame_is_its_coverage_and_0_elsewhere(void **state) {
    (void)state;
    uint32_t random = 21;
    for (int n = 0; n < 300; n++) {
        struct mask mask = random_travelling_mask(&random);
        const struct rect frame = random_frame(&random);
        struct plane cut;
        assert_int_equal(mask_scale(&mask, frame, frame.width, frame.height, &cut), STATUS_OK);
        assert_int_equal(cut.width, frame.width);
        assert_int_equal(cut.height, frame.height);
        for (int i = 0; i < frame.width * frame.height; i++) {
            assert_int_equal(cut.values[i],
                             mask_at(&mask, frame.x + i % frame.width, frame.y + i / frame.width));
        }
        plane_free(&cut);
        mask_free(&mask);
    }
}

static void mask_narrow_forgets_what_is_outside(void **state) {
    (void)state;
    uint32_t random = 22;
    for (int n = 0; n < 300; n++) {
        struct mask mask = random_travelling_mask(&random);
        const size_t len = (size_t)mask.area.width * (size_t)mask.area.height;
        struct mask before = mask;
        before.coverage = malloc(len);
        assert_non_null(before.coverage);
        memcpy(before.coverage, mask.coverage, len);
        const struct rect area = random_frame(&random);
        mask_narrow(&mask, area);
        for (int i = 0; i < 60 * 50; i++) {
            const int x = i % 60;
            const int y = i / 60;
            assert_int_equal(mask_at(&mask, x, y), is_in(area, x, y) ? mask_at(&before, x, y) : 0);
        }
        mask_free(&mask);
        mask_free(&before);
    }
}

/* What all source pixels under a scaled one have in common: 0, 255, or -1 where they differ. */
static int flat_value(const struct plane *source, const struct plane *scaled, int x, int y) {
    int flat = -2;
    for (int64_t v = 0; v < source->height; v++) {
        for (int64_t u = 0; u < source->width; u++) {
            const bool under = u * scaled->width < (int64_t)(x + 1) * source->width &&
                               (u + 1) * scaled->width > (int64_t)x * source->width &&
                               v * scaled->height < (int64_t)(y + 1) * source->height &&
                               (v + 1) * scaled->height > (int64_t)y * source->height;
            const int value = source->values[v * source->width + u];
            if (under && flat != value) {
                flat = flat == -2 ? value : -1;
            }
        }
    }
    return flat == 0 || flat == 255 ? flat : -1;
}

static enum status scale_whole(const struct plane *source, int width, int height,
                               struct plane *out) {
    const struct rect whole = {0, 0, source->width, source->height};
    const struct mask mask = {source->width, source->height, whole, source->values};
    return mask_scale(&mask, whole, width, height, out);
}

static void check_scaled_is(const struct plane *scaled, const struct plane *source) {
    struct plane filtered;
    const int width = scaled->width;
    const int height = scaled->height;
    assert_int_equal(resize_plane(source, width, height, &filtered), STATUS_OK);
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            const int flat = flat_value(source, scaled, x, y);
            const int i = y * width + x;
            assert_int_equal(scaled->values[i], flat >= 0 ? flat : filtered.values[i]);
        }
    }
    plane_free(&filtered);
}

static void check_scaled(const struct plane *source, int width, int height) {
    struct plane scaled;
    assert_int_equal(scale_whole(source, width, height, &scaled), STATUS_OK);
    assert_int_equal(scaled.width, width);
    assert_int_equal(scaled.height, height);
    check_scaled_is(&scaled, source);
    plane_free(&scaled);
}

static void mask_scale_keeps_flat_places_exact_and_filters_the_rest(void **state) {
    (void)state;
    uint32_t random = 30;
    for (int n = 0; n < 12; n++) {
        const int width = random_between(&random, 20, 60);
        const int height = random_between(&random, 20, 60);
        struct plane source = discs(&random, width, height);
        check_scaled(&source, random_between(&random, 1, width),
                     random_between(&random, 1, height));
        check_scaled(&source, width + 7, height + 3);
        check_scaled(&source, width, height);
        plane_free(&source);
    }
}

/* Only the painted part is worked on: held against all of the frame. */
static void mask_scale_of_a_part_is_that_of_its_frame(void **state) {
    (void)state;
    uint32_t random = 23;
    for (int n = 0; n < 300; n++) {
        struct mask mask = random_travelling_mask(&random);
        const struct rect frame = random_frame(&random);
        struct plane cut;
        struct plane scaled;
        assert_int_equal(plane_make(frame.width, frame.height, &cut), STATUS_OK);
        for (int i = 0; i < frame.width * frame.height; i++) {
            cut.values[i] = mask_at(&mask, frame.x + i % frame.width, frame.y + i / frame.width);
        }
        assert_int_equal(mask_scale(&mask, frame, random_between(&random, 1, 80),
                                    random_between(&random, 1, 80), &scaled),
                         STATUS_OK);
        check_scaled_is(&scaled, &cut);
        plane_free(&cut);
        plane_free(&scaled);
        mask_free(&mask);
    }
}

static void mask_scale_does_undo_ringing(void **state) {
    (void)state;
    uint32_t random = 31;
    struct plane source = discs(&random, 50, 50);
    struct plane scaled;
    struct plane filtered;
    assert_int_equal(scale_whole(&source, 33, 33, &scaled), STATUS_OK);
    assert_int_equal(resize_plane(&source, 33, 33, &filtered), STATUS_OK);
    assert_memory_not_equal(scaled.values, filtered.values, plane_bytes(&scaled));
    plane_free(&filtered);
    plane_free(&scaled);
    plane_free(&source);
}

static void mask_scale_takes_the_narrowest_masks(void **state) {
    (void)state;
    static const int sizes[][4] = {{1, 1, 1, 1},     {16384, 1, 300, 1}, {1, 16384, 1, 300},
                                   {16384, 2, 1, 1}, {1, 1, 40, 30},     {2, 16384, 1, 1}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct plane source = plane_of(sizes[i][0], sizes[i][1], 255);
        struct plane scaled;
        assert_int_equal(scale_whole(&source, sizes[i][2], sizes[i][3], &scaled), STATUS_OK);
        for (size_t j = 0; j < plane_bytes(&scaled); j++) {
            assert_int_equal(scaled.values[j], 255);
        }
        plane_free(&scaled);
        plane_free(&source);
    }
}

static void check_encoded(const struct plane *coverage) {
    struct buf file = buf_make(LIMIT);
    struct image image;
    assert_int_equal(mask_encode(coverage, &file), STATUS_OK);
    assert_int_equal(file.data[25], 6); /* RGBA */
    assert_true(opinion_png(buf_view(&file), &image));
    assert_int_equal(image.width, coverage->width);
    assert_int_equal(image.height, coverage->height);
    for (size_t i = 0; i < plane_bytes(coverage); i++) {
        const uint8_t expected[] = {0, 0, 0, (uint8_t)(255 - coverage->values[i])};
        assert_memory_equal(image.pixels + i * 4, expected, 4);
    }
    image_free(&image);
    buf_free(&file);
}

static void mask_encode_writes_black_whose_alpha_is_what_to_keep(void **state) {
    (void)state;
    uint32_t random = 32;
    struct plane plane = plane_of(64, 40, 0);
    check_encoded(&plane);
    memset(plane.values, 255, plane_bytes(&plane));
    check_encoded(&plane);
    random_fill(&random, plane.values, plane_bytes(&plane));
    check_encoded(&plane);
    plane_free(&plane);
    plane = discs(&random, 300, 200);
    check_encoded(&plane);
    plane_free(&plane);
}

static void mask_from_image_reads_transparency_if_there_is_any(void **state) {
    (void)state;
    struct image image = craft_image(64, 30, true);
    struct plane plane;
    assert_int_equal(mask_from_image(&image, &plane), STATUS_OK);
    assert_int_equal(plane.width, 64);
    assert_int_equal(plane.height, 30);
    for (size_t i = 0; i < plane_bytes(&plane); i++) {
        assert_int_equal(plane.values[i], 255 - image.pixels[i * 4 + 3]);
    }
    plane_free(&plane);
    image_free(&image);
}

static void mask_from_image_reads_brightness_of_an_opaque_picture(void **state) {
    (void)state;
    static const struct {
        uint8_t pixel[4];
        uint8_t coverage;
    } cases[] = {
        {{0, 0, 0, 255}, 0},     {{255, 255, 255, 255}, 255}, {{128, 128, 128, 255}, 128},
        {{1, 1, 1, 255}, 1},     {{254, 254, 254, 255}, 254}, {{255, 0, 0, 255}, 76},
        {{0, 255, 0, 255}, 150}, {{0, 0, 255, 255}, 29},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t pixel[4];
        memcpy(pixel, cases[i].pixel, 4);
        struct plane plane;
        assert_int_equal(mask_from_image(&(struct image){pixel, 1, 1}, &plane), STATUS_OK);
        assert_int_equal(plane.values[0], cases[i].coverage);
        plane_free(&plane);
    }
}

static void mask_comes_back_from_its_own_file(void **state) {
    (void)state;
    uint32_t random = 33;
    struct plane plane = discs(&random, 90, 70);
    struct buf file = buf_make(LIMIT);
    struct image image;
    struct plane back;
    assert_int_equal(mask_encode(&plane, &file), STATUS_OK);
    assert_true(opinion_png(buf_view(&file), &image));
    assert_int_equal(mask_from_image(&image, &back), STATUS_OK);
    assert_memory_equal(back.values, plane.values, plane_bytes(&plane));
    plane_free(&back);
    image_free(&image);
    buf_free(&file);
    plane_free(&plane);
}

static bool encode_and_read(void *context) {
    struct buf file = buf_make(LIMIT);
    const enum status status = mask_encode(context, &file);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    assert_int_equal(file.status, status);
    buf_free(&file);
    struct plane plane;
    uint8_t pixel[4] = {0};
    const enum status read = mask_from_image(&(struct image){pixel, 1, 1}, &plane);
    assert_int_equal(plane.values != NULL, read == STATUS_OK);
    plane_free(&plane);
    return status == STATUS_OK && read == STATUS_OK;
}

static void mask_encode_and_from_image_survive_each_failing_allocation(void **state) {
    (void)state;
    struct plane plane = plane_of(40, 30, 9);
    each_allocation_fails_once(encode_and_read, &plane);
    plane_free(&plane);
}

/* The rows it works on, the result, and what stb_image_resize2 works in: see test_resize.c. */
#define SCALE_ALLOCATIONS 3

static bool scale(void *context) {
    int *failures = context;
    if (*failures == SCALE_ALLOCATIONS) {
        return true;
    }
    ++*failures;
    uint8_t values[40 * 30] = {0};
    struct plane scaled;
    assert_int_equal(scale_whole(&(struct plane){values, 40, 30}, 20, 10, &scaled),
                     STATUS_NO_MEMORY);
    assert_null(scaled.values);
    return false;
}

static void mask_scale_survives_each_failing_allocation(void **state) {
    (void)state;
    int failures = 0;
    each_allocation_fails_once(scale, &failures);
}

static struct buf encoded(enum status (*encode)(const struct plane *, struct buf *),
                          const struct plane *coverage) {
    struct buf file = buf_make((size_t)1 << 24);
    assert_int_equal(encode(coverage, &file), STATUS_OK);
    return file;
}

static void both_kinds_of_files_come_back_bit_for_bit(void **state) {
    (void)state;
    uint32_t random = 131;
    for (int n = 0; n < 120; n++) {
        struct plane mask = random_mask(&random, 90);
        struct buf file = encoded(n % 2 ? mask_encode : mask_encode_grey, &mask);
        struct image image;
        struct fault fault;
        struct plane back;
        assert_int_equal(png_decode(buf_view(&file), &image, &fault), STATUS_OK);
        assert_int_equal(mask_from_image(&image, &back), STATUS_OK);
        assert_planes_equal(&back, &mask);
        image_free(&image);
        plane_free(&back);
        plane_free(&mask);
        buf_free(&file);
    }
}

static void other_libraries_see_the_same_grey_and_alpha(void **state) {
    (void)state;
    uint32_t random = 132;
    for (int n = 0; n < 40; n++) {
        struct plane mask = random_mask(&random, 90);
        struct buf file = encoded(n % 2 ? mask_encode : mask_encode_grey, &mask);
        struct image image;
        assert_true(opinion_png(buf_view(&file), &image));
        assert_int_equal(image.width, mask.width);
        assert_int_equal(image.height, mask.height);
        for (size_t i = 0; i < plane_bytes(&mask); i++) {
            const uint8_t grey = n % 2 ? 0 : mask.values[i];
            const uint8_t wanted[] = {grey, grey, grey, n % 2 ? 255 - mask.values[i] : 255};
            assert_memory_equal(image.pixels + i * 4, wanted, 4);
        }
        image_free(&image);
        plane_free(&mask);
        buf_free(&file);
    }
}

static void pngcheck_finds_no_fault_and_the_grey_file_has_one_channel(void **state) {
    (void)state;
    uint32_t random = 133;
    struct plane mask = random_mask(&random, 90);
    for (int kind = 0; kind < 2; kind++) {
        struct buf file = encoded(kind ? mask_encode : mask_encode_grey, &mask);
        struct png_info info;
        struct fault fault;
        assert_true(command_accepts("pngcheck -q", buf_view(&file)));
        assert_int_equal(png_walk(buf_view(&file), &info, &fault), STATUS_OK);
        assert_int_equal(info.color_type, kind ? 6 : 0);
        buf_free(&file);
    }
    plane_free(&mask);
}

/* A picture of noise, its own transparency too. */
static struct image noise(uint32_t *random, int width, int height) {
    struct image image;
    assert_int_equal(image_make(width, height, &image), STATUS_OK);
    random_fill(random, image.pixels, (size_t)width * (size_t)height * 4);
    return image;
}

static void
a_picture_with_its_mask_keeps_every_colour_and_only_its_alpha_is_the_mask(void **state) {
    (void)state;
    uint32_t random = 77;
    static const struct {
        int width, height;
    } sizes[] = {{1, 1}, {3, 200}, {65, 64}, {120, 65}};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        struct image image = noise(&random, sizes[s].width, sizes[s].height);
        struct plane coverage = plane_of(sizes[s].width, sizes[s].height, 0);
        random_fill(&random, coverage.values, plane_bytes(&coverage));
        struct buf file = buf_make(1 << 20);
        struct image read;
        struct fault fault;
        assert_int_equal(mask_encode_in(&image, &coverage, (struct bytes){NULL, 0}, &file),
                         STATUS_OK);
        assert_int_equal(png_decode(buf_view(&file), &read, &fault), STATUS_OK);
        for (size_t i = 0; i < plane_bytes(&coverage); i++) {
            assert_memory_equal(read.pixels + i * 4, image.pixels + i * 4, 3);
            assert_int_equal(read.pixels[i * 4 + 3], 255 - coverage.values[i]);
        }
        assert_true(command_accepts("pngcheck -q", buf_view(&file)));
        image_free(&read);
        image_free(&image);
        plane_free(&coverage);
        buf_free(&file);
    }
}

static bool encode_in(void *context) {
    struct image *image = context;
    struct plane coverage;
    if (plane_make(image->width, image->height, &coverage) != STATUS_OK) {
        return false;
    }
    struct buf file = buf_make(1 << 20);
    const enum status status = mask_encode_in(image, &coverage, (struct bytes){NULL, 0}, &file);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    plane_free(&coverage);
    buf_free(&file);
    return status == STATUS_OK;
}

static void mask_encode_in_survives_each_failing_allocation(void **state) {
    (void)state;
    uint32_t random = 78;
    struct image image = noise(&random, 20, 90);
    each_allocation_fails_once(encode_in, &image);
    image_free(&image);
}

static bool encode_grey(void *context) {
    struct buf file = buf_make((size_t)1 << 24);
    const bool worked = mask_encode_grey(context, &file) == STATUS_OK;
    buf_free(&file);
    return worked;
}

static void mask_encode_grey_survives_each_failing_allocation(void **state) {
    (void)state;
    uint32_t random = 134;
    struct plane mask = random_mask(&random, 60);
    each_allocation_fails_once(encode_grey, &mask);
    plane_free(&mask);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mask_is_blank_until_one_pixel_is_painted),
        cmocka_unit_test(mask_of_a_frame_is_its_coverage_and_0_elsewhere),
        cmocka_unit_test(mask_narrow_forgets_what_is_outside),
        cmocka_unit_test(mask_scale_keeps_flat_places_exact_and_filters_the_rest),
        cmocka_unit_test(mask_scale_of_a_part_is_that_of_its_frame),
        cmocka_unit_test(mask_scale_does_undo_ringing),
        cmocka_unit_test(mask_scale_takes_the_narrowest_masks),
        cmocka_unit_test(mask_encode_writes_black_whose_alpha_is_what_to_keep),
        cmocka_unit_test(mask_from_image_reads_transparency_if_there_is_any),
        cmocka_unit_test(mask_from_image_reads_brightness_of_an_opaque_picture),
        cmocka_unit_test(mask_comes_back_from_its_own_file),
        cmocka_unit_test(mask_encode_and_from_image_survive_each_failing_allocation),
        cmocka_unit_test(mask_scale_survives_each_failing_allocation),
        cmocka_unit_test(both_kinds_of_files_come_back_bit_for_bit),
        cmocka_unit_test(other_libraries_see_the_same_grey_and_alpha),
        cmocka_unit_test(pngcheck_finds_no_fault_and_the_grey_file_has_one_channel),
        cmocka_unit_test(a_picture_with_its_mask_keeps_every_colour_and_only_its_alpha_is_the_mask),
        cmocka_unit_test(mask_encode_in_survives_each_failing_allocation),
        cmocka_unit_test(mask_encode_grey_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
