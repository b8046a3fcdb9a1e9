#include "pixels/stb_encode.h"

#include <stdlib.h>

#include "pixels/checksum.h"

static unsigned crc32(const void *data, int len) {
    return checksum_crc32(0, (struct bytes){data, (size_t)len});
}

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO                     /* files go out as bytes */
#define STBIW_CRC32(data, len) crc32(data, len) /* its own goes byte by byte */
#include <stb_image_write.h>

enum status stb_encode(const uint8_t *pixels, int width, int height, int channels,
                       struct buf *out) {
    int len = 0;
    uint8_t *file = stbi_write_png_to_mem(pixels, 0, width, height, channels, &len);
    if (!file) {
        return buf_fail(out, STATUS_NO_MEMORY);
    }
    const enum status status = buf_append(out, file, (size_t)len);
    free(file);
    return status;
}
