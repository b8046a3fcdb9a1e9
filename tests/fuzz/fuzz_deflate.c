/* PNG out: any pixels survive the filters and our deflate; inflate brings them back. */
#include <assert.h>
#include <string.h>

#include "pixels/png.h"

#define REPEATS 3 /* times the input is repeated, so that filters find something */

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
    struct buf file = buf_make((size_t)1 << 24);
    struct image again;
    struct fault fault;
    const enum status written = png_encode(&image, &file);
    const enum status read = png_decode(buf_view(&file), &again, &fault);
    assert(written == STATUS_OK && read == STATUS_OK);
    assert(memcmp(again.pixels, image.pixels, image_bytes(&image)) == 0);
    image_free(&again);
    image_free(&image);
    buf_free(&file);
    return 0;
}
