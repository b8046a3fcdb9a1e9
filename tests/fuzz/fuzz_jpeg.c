/* JPEG: whatever the segments say, the walk and the decoder agree. */
#include <assert.h>

#include "pixels/jpeg.h"

#define DECODED_MOST (1 << 18) /* pixels; more would only be slower */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const struct bytes file = {data, size};
    struct jpeg_info info;
    struct image image;
    struct fault fault;
    const enum status walked = jpeg_walk(file, &info, &fault);
    assert((walked == STATUS_OK) == (info.width > 0));
    assert(walked != STATUS_OK || (info.len <= size && info.exif.len <= size));
    if (walked == STATUS_OK && (int64_t)info.width * info.height > DECODED_MOST) {
        return 0;
    }
    const enum status decoded = jpeg_decode(file, &image, &fault);
    assert(walked == STATUS_OK || decoded == walked);
    assert((decoded == STATUS_OK) == (image.pixels != NULL));
    if (decoded == STATUS_OK) {
        assert(image.width == info.width && image.height == info.height);
        assert(image_is_opaque(&image));
    }
    image_free(&image);
    return 0;
}
