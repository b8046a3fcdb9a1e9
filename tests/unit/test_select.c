#include <math.h>

#include "paint/oklab.h"
#include "paint/select.h"
#include "support/masks.h"

#define UNSURE 3e-5 /* a colour this near to a limit may come out either way */

/* Blocks of few colours, shaded and at times noisy or transparent. */
static struct image random_image(uint32_t *random) {
    struct image image;
    uint8_t colors[5][4];
    const int shade = random_between(random, 0, 3);
    const int side = random_between(random, 1, 5);
    random_fill(random, colors, sizeof colors);
    assert_int_equal(
        image_make(random_between(random, 1, 40), random_between(random, 1, 40), &image),
        STATUS_OK);
    uint32_t blocks = random_next(random);
    for (int i = 0; i < image.width * image.height; i++) {
        const int block = i / image.width / side * 7 + i % image.width / side;
        const uint8_t *color = colors[(blocks >> (block % 29)) % 5];
        for (int k = 0; k < 3; k++) {
            const int value =
                color[k] + shade * (i % image.width) + random_between(random, 0, shade);
            image.pixels[i * 4 + k] = (uint8_t)(value < 255 ? value : 255);
        }
        image.pixels[i * 4 + 3] = color[3] > 50 ? 255 : color[3];
    }
    return image;
}

static double distance_at(const struct image *image, int at, int seed) {
    const struct oklab_table table = oklab_table_make();
    return (double)oklab_distance(oklab_from_srgb(&table, image->pixels + (size_t)at * 4),
                                  oklab_from_srgb(&table, image->pixels + (size_t)seed * 4));
}

/* The slow way, pixel by pixel; -1 where rounding decides. */
static int reference(const struct image *image, const struct select_seed *seed, int at) {
    const int origin = seed->y * image->width + seed->x;
    const bool transparent = image->pixels[origin * 4 + 3] < 128;
    if ((image->pixels[at * 4 + 3] < 128) != transparent) {
        return 0;
    }
    const double inner = seed->tolerance / 100;
    const double outer = inner * (1 + seed->softness);
    const double distance = transparent ? 0 : distance_at(image, at, origin);
    if (fabs(distance - inner) < UNSURE || fabs(distance - outer) < UNSURE) {
        return distance == 0 ? 255 : -1;
    }
    return distance < inner   ? 255
           : distance < outer ? (int)(255 * (outer - distance) / (outer - inner))
                              : 0;
}

static struct select_seed random_seed(uint32_t *random, const struct image *image) {
    return (struct select_seed){
        .x = random_between(random, 0, image->width - 1),
        .y = random_between(random, 0, image->height - 1),
        .tolerance = random_between(random, 0, 3) ? random_real(random, 0, 30) : 0,
        .softness = random_between(random, 0, 1) ? random_real(random, 0, 1) : 0,
        .everywhere = true,
    };
}

static void selecting_everywhere_agrees_with_brute_force_to_two_levels(void **state) {
    (void)state;
    uint32_t random = 111;
    for (int n = 0; n < 60; n++) {
        struct image image = random_image(&random);
        const struct select_seed seed = random_seed(&random, &image);
        struct plane given;
        assert_int_equal(select_color(&image, &seed, &given), STATUS_OK);
        assert_int_equal(plane_at(&given, seed.x, seed.y), 255);
        for (int i = 0; i < image.width * image.height; i++) {
            const int wanted = reference(&image, &seed, i);
            assert_true(wanted < 0 || abs(given.values[i] - wanted) <= 2);
        }
        plane_free(&given);
        image_free(&image);
    }
}

static void a_connected_selection_is_the_part_of_it_around_the_seed(void **state) {
    (void)state;
    uint32_t random = 112;
    for (int n = 0; n < 60; n++) {
        struct image image = random_image(&random);
        struct select_seed seed = random_seed(&random, &image);
        struct plane all;
        struct plane given;
        assert_int_equal(select_color(&image, &seed, &all), STATUS_OK);
        seed.everywhere = false;
        assert_int_equal(select_color(&image, &seed, &given), STATUS_OK);
        struct plane known = plane_copy(&all);
        for (size_t i = 0; i < plane_bytes(&known); i++) {
            known.values[i] = known.values[i] > 0;
        }
        reference_flood(&known, seed.x, seed.y, 2, false);
        for (size_t i = 0; i < plane_bytes(&all); i++) {
            assert_int_equal(given.values[i], known.values[i] == 2 ? all.values[i] : 0);
        }
        plane_free(&known);
        plane_free(&all);
        plane_free(&given);
        image_free(&image);
    }
}

static void a_tolerance_of_100_selects_all_and_0_the_color_itself(void **state) {
    (void)state;
    static const uint8_t colors[] = {0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 254, 255,
                                     0, 0, 1, 255, 0,   0,   255, 255, 255, 255, 0,   255};
    struct image image;
    assert_int_equal(image_make(6, 1, &image), STATUS_OK);
    memcpy(image.pixels, colors, sizeof colors);
    for (int x = 0; x < 6; x++) {
        for (int tolerance = 0; tolerance <= 100; tolerance += 100) {
            const struct select_seed seed = {x, 0, tolerance, 0, true};
            struct plane given;
            assert_int_equal(select_color(&image, &seed, &given), STATUS_OK);
            for (int i = 0; i < 6; i++) {
                assert_int_equal(given.values[i], tolerance || i == x ? 255 : 0);
            }
            plane_free(&given);
        }
    }
    image_free(&image);
}

static void a_wider_tolerance_selects_no_less(void **state) {
    (void)state;
    uint32_t random = 113;
    for (int n = 0; n < 10; n++) {
        struct image image = random_image(&random);
        struct select_seed seed = random_seed(&random, &image);
        struct plane last;
        assert_int_equal(plane_make(image.width, image.height, &last), STATUS_OK);
        seed.everywhere = n % 2;
        for (seed.tolerance = 0; seed.tolerance <= 100; seed.tolerance += 9) {
            struct plane given;
            assert_int_equal(select_color(&image, &seed, &given), STATUS_OK);
            for (size_t i = 0; i < plane_bytes(&given); i++) {
                assert_true(given.values[i] >= last.values[i]);
            }
            plane_free(&last);
            last = given;
        }
        plane_free(&last);
        image_free(&image);
    }
}

static void transparency_is_read_from_alpha(void **state) {
    (void)state;
    struct image image;
    struct plane given;
    assert_int_equal(image_make(16, 16, &image), STATUS_OK);
    for (int i = 0; i < 256; i++) {
        image.pixels[i * 4 + 3] = (uint8_t)i;
    }
    assert_int_equal(select_transparency(&image, &given), STATUS_OK);
    for (int i = 0; i < 256; i++) {
        assert_int_equal(given.values[i], 255 - i);
    }
    plane_free(&given);
    image_free(&image);
}

static void cropping_keeps_exactly_what_is_selected(void **state) {
    (void)state;
    uint32_t random = 114;
    for (int n = 0; n < 200; n++) {
        struct plane whole;
        assert_int_equal(
            plane_make(random_between(&random, 1, 100), random_between(&random, 1, 90), &whole),
            STATUS_OK);
        struct rect wanted = {0, 0, 0, 0};
        for (int dots = random_between(&random, 0, 4); dots > 0; dots--) {
            const int x = random_between(&random, 0, whole.width - 1);
            const int y = random_between(&random, 0, whole.height - 1);
            whole.values[y * whole.width + x] = (uint8_t)random_between(&random, 1, 255);
            wanted = rect_unite(wanted, (struct rect){x, y, 1, 1});
        }
        struct plane cropped = plane_copy(&whole);
        const struct rect given = select_crop(&cropped);
        assert_memory_equal(&given, &wanted, sizeof wanted);
        assert_int_equal(cropped.width, wanted.width);
        assert_int_equal(cropped.height, wanted.height);
        assert_true((cropped.values == NULL) == rect_is_empty(wanted));
        for (int i = 0; i < wanted.width * wanted.height; i++) {
            assert_int_equal(cropped.values[i], plane_at(&whole, wanted.x + i % wanted.width,
                                                         wanted.y + i / wanted.width));
        }
        plane_free(&whole);
        plane_free(&cropped);
    }
}

static bool select_some(void *context) {
    const struct image *image = context;
    const struct select_seed seed = {0, 0, 20, 0.5, false};
    struct plane given;
    const bool worked = select_color(image, &seed, &given) == STATUS_OK;
    assert_true(worked == (given.values != NULL));
    plane_free(&given);
    return worked;
}

static bool read_transparency(void *context) {
    struct plane given;
    const bool worked = select_transparency(context, &given) == STATUS_OK;
    assert_true(worked == (given.values != NULL));
    plane_free(&given);
    return worked;
}

static void each_allocation_may_fail(void **state) {
    (void)state;
    struct image image;
    assert_int_equal(image_make(20, 20, &image), STATUS_OK);
    memset(image.pixels, 255, image_bytes(&image));
    each_allocation_fails_once(select_some, &image);
    each_allocation_fails_once(read_transparency, &image);
    image_free(&image);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(selecting_everywhere_agrees_with_brute_force_to_two_levels),
        cmocka_unit_test(a_connected_selection_is_the_part_of_it_around_the_seed),
        cmocka_unit_test(a_tolerance_of_100_selects_all_and_0_the_color_itself),
        cmocka_unit_test(a_wider_tolerance_selects_no_less),
        cmocka_unit_test(transparency_is_read_from_alpha),
        cmocka_unit_test(cropping_keeps_exactly_what_is_selected),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
