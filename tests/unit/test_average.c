#include "support/support.h"

#include "pixels/average.h"
#include "support/craft.h"

static int mean(const struct image *image, struct rect block, int channel) {
    int sum = 0;
    for (int y = block.y; y < block.y + block.height; y++) {
        for (int x = block.x; x < block.x + block.width; x++) {
            sum +=
                image->pixels[((size_t)y * (size_t)image->width + (size_t)x) * 4 + (size_t)channel];
        }
    }
    const int count = block.width * block.height;
    return (2 * sum + count) / (2 * count);
}

static void check(const struct image *image, struct rect part, int across, int down) {
    struct image small;
    assert_int_equal(average_part(image, part, across, down, &small), STATUS_OK);
    assert_int_equal(small.width, part.width / across);
    assert_int_equal(small.height, part.height / down);
    for (size_t i = 0; i < image_bytes(&small); i++) {
        const int x = (int)(i / 4) % small.width;
        const int y = (int)(i / 4) / small.width;
        const struct rect block = {part.x + x * across, part.y + y * down, across, down};
        assert_int_equal(small.pixels[i], mean(image, block, (int)(i % 4)));
    }
    image_free(&small);
}

static void average_is_the_mean_of_each_block(void **state) {
    (void)state;
    uint32_t random = 1;
    struct image image;
    assert_int_equal(image_make(90, 70, &image), STATUS_OK);
    random_fill(&random, image.pixels, image_bytes(&image));
    for (int across = 1; across <= AVERAGE_MOST; across++) {
        for (int down = 1; down <= AVERAGE_MOST; down++) {
            check(&image, (struct rect){3, 5, across * 10, down * 8}, across, down);
        }
    }
    image_free(&image);
}

static void average_keeps_every_flat_level(void **state) {
    (void)state;
    struct image image;
    assert_int_equal(image_make(AVERAGE_MOST, AVERAGE_MOST, &image), STATUS_OK);
    for (int level = 0; level < 256; level++) {
        for (size_t i = 0; i < image_bytes(&image); i++) {
            image.pixels[i] = (uint8_t)level;
        }
        check(&image, image_rect(&image), AVERAGE_MOST, AVERAGE_MOST);
    }
    image_free(&image);
}

static bool average_once(void *context) {
    struct image small;
    const enum status status = average_part(context, (struct rect){1, 2, 30, 18}, 3, 2, &small);
    assert_int_equal(small.pixels != NULL, status == STATUS_OK);
    image_free(&small);
    return status == STATUS_OK;
}

static void average_survives_each_failing_allocation(void **state) {
    (void)state;
    struct image image = craft_image(33, 21, true);
    each_allocation_fails_once(average_once, &image);
    image_free(&image);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(average_is_the_mean_of_each_block),
        cmocka_unit_test(average_keeps_every_flat_level),
        cmocka_unit_test(average_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
