#include "support/support.h"

#include <string.h>

/* The same without vectors: the obvious twin. */
#undef __SSE2__
#define lanczos_scale lanczos_scale_plainly
#include "pixels/lanczos.c" /* NOLINT(bugprone-suspicious-include) */
#undef lanczos_scale

enum status lanczos_scale(const struct lanczos_source *from, struct image *out) MUST_CHECK;

/* A picture whose rows are given where they lie or, every other one, copied. */
struct rows {
    struct image image;
    int next; /* the least row that may still be asked for */
};

static const uint8_t *row(void *context, int y, uint8_t *room) {
    struct rows *rows = context;
    assert_true(y >= rows->next && y < rows->image.height);
    rows->next = y + 1;
    const size_t row_bytes = (size_t)rows->image.width * 4;
    const uint8_t *at = rows->image.pixels + (size_t)y * row_bytes;
    return y % 2 ? at : memcpy(room, at, row_bytes);
}

static struct image noise(uint32_t *random, int width, int height) {
    struct image image;
    assert_int_equal(image_make(width, height, &image), STATUS_OK);
    random_fill(random, image.pixels, image_bytes(&image));
    for (size_t i = 0; i < image_bytes(&image); i += 4) {
        image.pixels[i + 3] = 255;
        image.pixels[i] = image.pixels[i] < 128 ? 0 : 255; /* as hard edges as can be */
    }
    return image;
}

typedef enum status scale_with(const struct lanczos_source *from, struct image *out);

static struct image scaled(scale_with *scale, struct image image, int width, int height) {
    struct rows rows = {.image = image};
    const struct lanczos_source source = {image.width, image.height, &rows, row};
    struct image out;
    assert_int_equal(image_make(width, height, &out), STATUS_OK);
    assert_int_equal(scale(&source, &out), STATUS_OK);
    return out;
}

static void vectors_make_the_same_of_every_size_as_plain_numbers(void **state) {
    (void)state;
    uint32_t random = 41;
    for (int n = 0; n < 150; n++) {
        struct image image =
            noise(&random, random_between(&random, 1, 60), random_between(&random, 1, 60));
        const int width = n % 5 == 0 ? image.width : random_between(&random, 1, 70);
        const int height = n % 7 == 0 ? image.height : random_between(&random, 1, 70);
        struct image ours = scaled(lanczos_scale, image, width, height);
        struct image twin = scaled(lanczos_scale_plainly, image, width, height);
        assert_memory_equal(ours.pixels, twin.pixels, image_bytes(&ours));
        for (size_t i = 3; i < image_bytes(&ours); i += 4) {
            assert_int_equal(ours.pixels[i], 255);
        }
        image_free(&ours);
        image_free(&twin);
        image_free(&image);
    }
}

static bool attempt(void *context) {
    struct image *image = context;
    struct rows rows = {.image = *image};
    const struct lanczos_source source = {image->width, image->height, &rows, row};
    uint8_t pixels[5 * 4 * 4];
    struct image out = {pixels, 5, 4};
    const enum status status = lanczos_scale(&source, &out);
    assert_true(status == STATUS_OK || status == STATUS_NO_MEMORY);
    return status == STATUS_OK;
}

static void lanczos_survives_each_failing_allocation(void **state) {
    (void)state;
    uint32_t random = 42;
    struct image image = noise(&random, 20, 30);
    each_allocation_fails_once(attempt, &image);
    image_free(&image);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_make_the_same_of_every_size_as_plain_numbers),
        cmocka_unit_test(lanczos_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
