#include "support/support.h"

#include "pixels/average.h"
#include "pixels/glance.h"
#include "support/craft.h"

/* A picture taken in by bands of 'rows' rows. */
static struct glance seen(const struct image *image, int rows) {
    struct glance g;
    assert_int_equal(glance_make(image->width, image->height, &g), STATUS_OK);
    const size_t stride = (size_t)image->width * 4;
    for (int y = 0; y < image->height; y += rows) {
        const int left = image->height - y;
        const struct image band = {image->pixels + (size_t)y * stride, image->width,
                                   left < rows ? left : rows};
        assert_int_equal(glance_add(&g, &band), STATUS_OK);
    }
    return g;
}

static void glance_is_the_same_however_its_rows_came(void **state) {
    (void)state;
    uint32_t random = 1;
    struct image image;
    struct image whole;
    assert_int_equal(image_make(7001, 50, &image), STATUS_OK);
    random_fill(&random, image.pixels, image_bytes(&image));
    assert_int_equal(average_part(&image, (struct rect){0, 0, 6999, 48}, 3, 3, &whole), STATUS_OK);
    for (int rows = 3; rows <= 51; rows += 3) {
        struct glance g = seen(&image, rows);
        assert_int_equal(g.by, 3);
        assert_int_equal(g.row, 16);
        assert_int_equal(image_bytes(&g.image), image_bytes(&whole));
        assert_memory_equal(g.image.pixels, whole.pixels, image_bytes(&whole));
        glance_free(&g);
    }
    image_free(&whole);
    image_free(&image);
}

static void glance_is_about_2048_pixels_long_or_none(void **state) {
    (void)state;
    for (int longer = 1; longer <= IMAGE_MAX_EDGE; longer++) {
        struct glance g;
        assert_int_equal(glance_make(20, longer, &g), STATUS_OK);
        assert_int_equal(g.image.pixels != NULL, longer >= 3072);
        assert_true(g.by <= AVERAGE_MOST);
        if (longer >= 3072) {
            assert_in_range(g.image.height, 1536, 2560);
        }
        glance_free(&g);
    }
}

static void glance_of_a_small_or_thin_picture_is_none(void **state) {
    (void)state;
    struct image small = craft_image(33, 21, true);
    struct image thin = craft_image(IMAGE_MAX_EDGE, 5, true);
    for (int i = 0; i < 2; i++) {
        struct glance g = seen(i ? &thin : &small, 4);
        assert_null(g.image.pixels);
        glance_free(&g);
    }
    image_free(&small);
    image_free(&thin);
}

static bool glance_once(void *context) {
    const struct image *image = context;
    struct glance g;
    enum status status = glance_make(image->width, image->height, &g);
    if (status == STATUS_OK) {
        status = glance_add(&g, image);
    }
    glance_free(&g);
    return status == STATUS_OK;
}

static void glance_survives_each_failing_allocation(void **state) {
    (void)state;
    struct image image = craft_image(4000, 9, true);
    each_allocation_fails_once(glance_once, &image);
    image_free(&image);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(glance_is_the_same_however_its_rows_came),
        cmocka_unit_test(glance_is_about_2048_pixels_long_or_none),
        cmocka_unit_test(glance_of_a_small_or_thin_picture_is_none),
        cmocka_unit_test(glance_survives_each_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
