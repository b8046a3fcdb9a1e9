/* EXIF: whatever the block says, the orientation is one of eight, and turning keeps every pixel. */
#include <assert.h>

#include "pixels/orient.h"

#define WIDTH 7
#define HEIGHT 5

static uint32_t sum(const struct image *image) {
    uint32_t sum = 0;
    for (size_t i = 0; i < image_bytes(image); i += 4) {
        sum += read_le32(image->pixels + i) * 2654435761u;
    }
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const struct exif exif = exif_read((struct bytes){data, size});
    assert(exif.orientation >= 1 && exif.orientation <= 8);
    struct image image;
    if (image_make(WIDTH, HEIGHT, &image) != STATUS_OK) {
        return 0;
    }
    for (size_t i = 0; i < image_bytes(&image); i++) {
        image.pixels[i] = (uint8_t)(i * i >> 3);
    }
    const uint32_t before = sum(&image);
    const enum status status = orient_apply(exif.orientation, &image);
    assert(status == STATUS_OK && sum(&image) == before);
    assert((image.width == HEIGHT) == orient_swaps_sides(exif.orientation));
    image_free(&image);
    return 0;
}
