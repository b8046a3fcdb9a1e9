/*
 * PNG: whatever the chunks say, the walk and the decoder agree, and what was decoded survives being
 * written and read again.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "pixels/checksum.h"
#include "pixels/png.h"

#define DECODED_MOST (1 << 18) /* pixels; more would only be slower */

static void write_be32(uint8_t *to, uint32_t value) {
    for (int i = 0; i < 4; i++) {
        to[i] = (uint8_t)(value >> (24 - 8 * i));
    }
}

/* Makes every CRC right, without which no changed file would get past the walk. */
static void mend_checksums(uint8_t *file, size_t len) {
    for (size_t at = 8; at + 12 <= len;) {
        const size_t data_len = read_be32(file + at);
        if (data_len > len - at - 12) {
            return;
        }
        const uint32_t crc = checksum_crc32(0, (struct bytes){file + at + 4, data_len + 4});
        write_be32(file + at + 8 + data_len, crc);
        at += data_len + 12;
    }
}

static void write_and_read(const struct image *image) {
    struct buf file = buf_make((size_t)1 << 24);
    struct image again;
    struct fault fault;
    const enum status written = png_encode(image, &file);
    assert(written == STATUS_OK);
    const enum status read = png_decode(buf_view(&file), &again, &fault);
    assert(read == STATUS_OK);
    assert(again.width == image->width && again.height == image->height);
    assert(memcmp(again.pixels, image->pixels, image_bytes(image)) == 0);
    image_free(&again);
    buf_free(&file);
}

static void check(struct bytes file) {
    struct png_info info;
    struct image image;
    struct fault fault;
    const enum status walked = png_walk(file, &info, &fault);
    assert((walked == STATUS_OK) == (info.width > 0));
    if (walked == STATUS_OK && (int64_t)info.width * info.height > DECODED_MOST) {
        return;
    }
    const enum status decoded = png_decode(file, &image, &fault);
    assert(walked == STATUS_OK || decoded == walked);
    assert((decoded == STATUS_OK) == (image.pixels != NULL));
    if (decoded == STATUS_OK) {
        assert(image.width == info.width && image.height == info.height);
        write_and_read(&image);
    }
    image_free(&image);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    check((struct bytes){data, size});
    uint8_t *mended = malloc(size + 1);
    if (mended) {
        memcpy(mended, data, size);
        mend_checksums(mended, size);
        check((struct bytes){mended, size});
        free(mended);
    }
    return 0;
}
