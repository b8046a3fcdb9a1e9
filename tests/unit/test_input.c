#include "support/craft.h"
#include "support/support.h"

#include <stdlib.h>
#include <string.h>

#include "job/input.h"
#include "pixels/png.h"
#include "pixels/resize.h"

static struct input png_input(int width, int height) {
    size_t len = 0;
    uint8_t *file = craft_noise_png(width, height, &len);
    struct input input;
    struct fault fault;
    assert_int_equal(input_from_file(file, len, &input, &fault), STATUS_OK);
    return input;
}

static void input_that_needs_nothing_is_sent_byte_for_byte(void **state) {
    (void)state;
    size_t len = 0;
    uint8_t *file = craft_noise_png(30, 20, &len);
    uint8_t *copy = malloc(len);
    assert_non_null(copy);
    memcpy(copy, file, len);
    struct input input;
    struct fault fault;
    struct buf body = buf_make(1 << 20);
    assert_int_equal(input_from_file(file, len, &input, &fault), STATUS_OK);
    assert_true(input_goes_as_it_is(&input, 4194304, true));
    assert_int_equal(input_write(&input, 4194304, true, &body, &fault), STATUS_OK);
    assert_true(bytes_equal(buf_view(&body), (struct bytes){copy, len}));
    buf_free(&body);
    free(copy);
}

static void input_over_the_budget_is_shrunk(void **state) {
    (void)state;
    struct input input = png_input(30, 20);
    struct fault fault;
    struct buf body = buf_make(1 << 20);
    struct png_info info;
    assert_false(input_goes_as_it_is(&input, 150, false));
    assert_int_equal(input_write(&input, 150, false, &body, &fault), STATUS_OK);
    assert_int_equal(png_walk(buf_view(&body), &info, &fault), STATUS_OK);
    assert_int_equal(info.width, 15);
    assert_int_equal(info.height, 10);
    buf_free(&body);
}

/* The picture in the body of a request that has nothing else. */
static struct image sent_picture(const struct buf *body) {
    struct image image;
    struct fault fault;
    assert_int_equal(png_decode(buf_view(body), &image, &fault), STATUS_OK);
    return image;
}

static void input_with_a_crop_is_cut_at_full_resolution_whatever_the_budget(void **state) {
    (void)state;
    struct input input = png_input(300, 200);
    struct image before;
    struct fault fault;
    struct buf body = buf_make(1 << 20);
    const struct rect area = {110, 60, 20, 10};
    const struct crop crop = {area, {100, 50, 48, 32}, 48, 32};
    int width;
    int height;
    assert_int_equal(photo_decode((struct bytes){input.file, input.len}, &before, &fault),
                     STATUS_OK);
    input.crop = &crop;
    assert_false(input_goes_as_it_is(&input, 0, false));
    input_fit(&input, 150, &width, &height);
    assert_int_equal(width, 48);
    assert_int_equal(height, 32);
    assert_int_equal(input_write(&input, 150, false, &body, &fault), STATUS_OK);
    struct image after = sent_picture(&body);
    assert_int_equal(after.width, 48);
    assert_int_equal(after.height, 32);
    for (int y = 0; y < 32; y++) {
        assert_memory_equal(after.pixels + y * 48 * 4, before.pixels + ((50 + y) * 300 + 100) * 4,
                            48 * 4);
    }
    image_free(&before);
    image_free(&after);
    buf_free(&body);
}

static void input_with_a_crop_is_scaled_to_it_by_the_same_call_as_ever(void **state) {
    (void)state;
    struct input input;
    struct image image = craft_image(90, 70, false);
    struct image cut;
    struct image wanted;
    struct fault fault;
    struct buf body = buf_make(1 << 20);
    const struct crop crop = {{0, 0, 5, 5}, {-10, -5, 60, 40}, 96, 64};
    assert_int_equal(image_cut(&image, crop.frame, &cut), STATUS_OK);
    assert_int_equal(resize_image(&cut, 96, 64, &wanted), STATUS_OK);
    input_from_image(image, &input);
    input.crop = &crop;
    assert_int_equal(input_write(&input, 0, false, &body, &fault), STATUS_OK);
    struct image after = sent_picture(&body);
    assert_int_equal(after.width, 96);
    assert_int_equal(after.height, 64);
    assert_memory_equal(after.pixels, wanted.pixels, image_bytes(&wanted));
    image_free(&cut);
    image_free(&wanted);
    image_free(&after);
    buf_free(&body);
}

static void input_that_is_re_encoded_keeps_every_pixel(void **state) {
    (void)state;
    struct input input = png_input(30, 20);
    struct image before;
    struct image after;
    struct fault fault;
    struct buf body = buf_make(1 << 20);
    assert_int_equal(photo_decode((struct bytes){input.file, input.len}, &before, &fault),
                     STATUS_OK);
    assert_int_equal(input_write(&input, 0, false, &body, &fault), STATUS_OK);
    assert_int_equal(png_decode(buf_view(&body), &after, &fault), STATUS_OK);
    assert_memory_equal(before.pixels, after.pixels, image_bytes(&before));
    image_free(&before);
    image_free(&after);
    buf_free(&body);
}

static void input_jpeg_goes_as_it_is_but_not_beside_a_mask(void **state) {
    (void)state;
    const char *path = corpus_file("generated/_quad48x32.jpg");
    if (!path) {
        return;
    }
    const struct bytes file = file_read(path);
    uint8_t *copy = malloc(file.len);
    assert_non_null(copy);
    memcpy(copy, file.data, file.len);
    struct input input;
    struct fault fault;
    assert_int_equal(input_from_file(copy, file.len, &input, &fault), STATUS_OK);
    assert_true(input_goes_as_it_is(&input, 4194304, false));
    assert_string_equal(input_mime_type(&input, true), "image/jpeg");
    assert_string_equal(input_extension(&input, true), "jpg");
    assert_false(input_goes_as_it_is(&input, 4194304, true));
    assert_string_equal(input_mime_type(&input, false), "image/png");
    assert_string_equal(input_extension(&input, false), "png");
    input_free(&input);
    file_free(file);
}

static void input_frees_a_file_it_refuses(void **state) {
    (void)state;
    uint8_t *file = malloc(5);
    assert_non_null(file);
    memcpy(file, "hello", 5);
    struct input input;
    struct fault fault;
    assert_int_not_equal(input_from_file(file, 5, &input, &fault), STATUS_OK);
    assert_null(input.file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(input_that_needs_nothing_is_sent_byte_for_byte),
        cmocka_unit_test(input_over_the_budget_is_shrunk),
        cmocka_unit_test(input_with_a_crop_is_cut_at_full_resolution_whatever_the_budget),
        cmocka_unit_test(input_with_a_crop_is_scaled_to_it_by_the_same_call_as_ever),
        cmocka_unit_test(input_that_is_re_encoded_keeps_every_pixel),
        cmocka_unit_test(input_jpeg_goes_as_it_is_but_not_beside_a_mask),
        cmocka_unit_test(input_frees_a_file_it_refuses),
    };
    return cmocka_run_group_tests_name("input", tests, NULL, NULL);
}
