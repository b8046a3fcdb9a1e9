#include "support/support.h"

#include <stdlib.h>
#include <string.h>

#include "pixels/filter.h"

#define ROWS 3
#define LONGEST 1200 /* bytes of a row */

/* What stb_image_write would compress. */
static uint8_t theirs[ROWS * (LONGEST + 1)];

static unsigned char *keep(unsigned char *filtered, int len, int *out_len, int level) {
    (void)level;
    memcpy(theirs, filtered, (size_t)len);
    *out_len = 0;
    return NULL;
}

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO
#define STBIW_CRC32(data, len) 0
#define STBIW_ZLIB_COMPRESS keep
#include <stb_image_write.h>

/* Filters ROWS rows both ways; the first one is a picture's. */
static void compare_with_stb(const uint8_t *pixels, int filter, int width, int channels) {
    static const uint8_t zeros[LONGEST];
    const size_t len = (size_t)width * (size_t)channels;
    uint8_t ours[LONGEST];
    int out_len;
    stbi_write_force_png_filter = filter;
    free(stbi_write_png_to_mem(pixels, 0, width, ROWS, channels, &out_len));
    for (int y = 0; y < ROWS; y++) {
        const uint8_t *row = pixels + (size_t)y * len;
        filter_row(filter, row, y > 0 ? row - len : zeros, len, (size_t)channels, ours);
        assert_int_equal(theirs[(size_t)y * (len + 1)], filter);
        assert_memory_equal(theirs + (size_t)y * (len + 1) + 1, ours, len);
    }
}

static void filter_does_what_stb_image_write_does_at_every_width(void **state) {
    (void)state;
    uint32_t random = 1;
    uint8_t pixels[ROWS * LONGEST];
    for (int width = 1; width <= LONGEST / 4; width++) {
        random_fill(&random, pixels, sizeof pixels);
        const int channels = width % 3 == 0 ? 1 : width % 3 + 2;
        for (int filter = 0; filter < FILTERS; filter++) {
            compare_with_stb(pixels, filter, width, channels);
        }
    }
}

/* A guess depends on three bytes: 11 values of each, the ends and what lies near the middle. */
static void filter_guesses_as_stb_image_write_for_levels_near_and_far(void **state) {
    (void)state;
    static const uint8_t levels[] = {0, 1, 2, 63, 127, 128, 129, 200, 253, 254, 255};
    enum { LEVELS = sizeof levels };
    for (int corner = 0; corner < LEVELS; corner++) {
        uint8_t pixels[ROWS * LONGEST] = {0};
        int width = 0;
        for (int n = 0; n < LEVELS * LEVELS; n++, width += 2) {
            pixels[width] = levels[corner];
            pixels[width + 1] = levels[n / LEVELS];
            pixels[width + 2 * LEVELS * LEVELS] = levels[n % LEVELS];
        }
        for (int filter = 0; filter < FILTERS; filter++) {
            compare_with_stb(pixels, filter, width, 1);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(filter_does_what_stb_image_write_does_at_every_width),
        cmocka_unit_test(filter_guesses_as_stb_image_write_for_levels_near_and_far),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
