#include "pixels/mask.h"
#include "pixels/png.h"
#include "support/masks.h"
#include "support/opinion.h"

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

static bool encode_grey(void *context) {
    struct buf file = buf_make((size_t)1 << 24);
    const bool worked = mask_encode_grey(context, &file) == STATUS_OK;
    buf_free(&file);
    return worked;
}

static void each_allocation_may_fail(void **state) {
    (void)state;
    uint32_t random = 134;
    struct plane mask = random_mask(&random, 60);
    each_allocation_fails_once(encode_grey, &mask);
    plane_free(&mask);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_kinds_of_files_come_back_bit_for_bit),
        cmocka_unit_test(other_libraries_see_the_same_grey_and_alpha),
        cmocka_unit_test(pngcheck_finds_no_fault_and_the_grey_file_has_one_channel),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
