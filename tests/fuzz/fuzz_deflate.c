/* PNG out: any pixels survive the filters and our deflate; inflate brings them back. */
#include <assert.h>
#include <string.h>

#include "pixels/png.h"

#define REPEATS 3 /* times the input is repeated, so that filters find something */

static struct image decoded(const struct buf *file) {
    struct image image;
    struct fault fault;
    const enum status read = png_decode(buf_view(file), &image, &fault);
    assert(read == STATUS_OK);
    return image;
}

static void check_image(const struct image *image) {
    struct buf file = buf_make((size_t)1 << 24);
    const enum status written = png_encode(image, &file);
    assert(written == STATUS_OK);
    struct image again = decoded(&file);
    assert(memcmp(again.pixels, image->pixels, image_bytes(image)) == 0);
    image_free(&again);
    buf_free(&file);
}

/* The same bytes as a mask, which is written another way. */
static void check_mask(const struct image *image) {
    const struct plane plane = {image->pixels, image->width * 4, image->height};
    struct buf file = buf_make((size_t)1 << 24);
    const enum status written = png_encode_mask(&plane, &file);
    assert(written == STATUS_OK);
    struct image again = decoded(&file);
    for (size_t i = 0; i < plane_bytes(&plane); i++) {
        const uint8_t expected[] = {0, 0, 0, (uint8_t)(255 - plane.values[i])};
        assert(memcmp(again.pixels + i * 4, expected, sizeof expected) == 0);
    }
    image_free(&again);
    buf_free(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 5) {
        return 0;
    }
    const int width = data[0] + 1;
    const size_t row = (size_t)width * 4;
    const int rows = (int)((size - 1 + row - 1) / row);
    struct image image;
    if (image_make(width, rows * REPEATS, &image) != STATUS_OK) {
        return 0;
    }
    for (size_t i = 0; i < image_bytes(&image); i++) {
        image.pixels[i] = (uint8_t)(data[1 + i % (size - 1)] + (i / size) * (data[1] & 3));
    }
    check_image(&image);
    check_mask(&image);
    image_free(&image);
    return 0;
}
