#include "pixels/stb_encode.h"

#include <limits.h>
#include <stdlib.h>

#include "pixels/checksum.h"
#include "pixels/deflate.h"

/*
 * The zlib stream that stb_image_write is putting into a file: it loses it when there is no memory
 * for the file.  Its compressor takes no context, so this is a variable, one for every thread.
 */
static _Thread_local uint8_t *stream;

static unsigned char *compress(unsigned char *rows, int len, int *out_len, int pixel) {
    struct buf packed = buf_make(INT_MAX);
    size_t stream_len = 0;
    deflate_zlib((struct bytes){rows, (size_t)len}, pixel, &packed);
    if (buf_release(&packed, &stream, &stream_len) != STATUS_OK) {
        buf_free(&packed);
    }
    *out_len = (int)stream_len;
    return stream;
}

static unsigned crc32(const void *data, int len) {
    return checksum_crc32(0, (struct bytes){data, (size_t)len});
}

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO /* files go out as bytes */
#define STBIW_ASSERT TRAP_UNLESS
#define STBIW_CRC32(data, len) crc32(data, len) /* its own goes byte by byte */
#define STBIW_ZLIB_COMPRESS compress            /* its own is 20 times slower and asserts memory */
#include <stb_image_write.h>

#define FILTERS 5
#define STRIPS 3
#define STRIP_HEIGHT 12

/* stb_image_write hands its level to the compressor, which has a better use for it. */
static uint8_t *write(const uint8_t *pixels, int width, int height, int channels, int filter,
                      int *len) {
    stbi_write_force_png_filter = filter;
    stbi_write_png_compression_level = channels;
    stream = NULL;
    uint8_t *file = stbi_write_png_to_mem(pixels, 0, width, height, channels, len);
    if (!file) {
        free(stream);
    }
    return file;
}

/* How long a few strips of the picture get with this filter; -1 when memory runs out. */
static int try_filter(const uint8_t *pixels, int width, int height, int channels, int filter) {
    int total = 0;
    for (int strip = 1; strip <= STRIPS; strip++) {
        const int top = (height - STRIP_HEIGHT) * strip / (STRIPS + 1);
        int len;
        uint8_t *file = write(pixels + (size_t)top * (size_t)(width * channels), width,
                              STRIP_HEIGHT, channels, filter, &len);
        if (!file) {
            return -1;
        }
        free(file);
        total += len;
    }
    return total;
}

/*
 * One filter for all rows: choosing for each takes as long as all the rest and gains 1 %.  Returns
 * -1 when memory runs out.
 */
static int choose_filter(const uint8_t *pixels, int width, int height, int channels) {
    int best = 0;
    int least = INT_MAX;
    for (int filter = 0; height > STRIP_HEIGHT && filter < FILTERS; filter++) {
        const int len = try_filter(pixels, width, height, channels, filter);
        if (len < 0) {
            return -1;
        }
        if (len < least) {
            least = len;
            best = filter;
        }
    }
    return best;
}

enum status stb_encode(const uint8_t *pixels, int width, int height, int channels,
                       struct buf *out) {
    int len = 0;
    const int filter = choose_filter(pixels, width, height, channels);
    uint8_t *file = filter < 0 ? NULL : write(pixels, width, height, channels, filter, &len);
    if (!file) {
        return buf_fail(out, STATUS_NO_MEMORY);
    }
    const enum status status = buf_append(out, file, (size_t)len);
    free(file);
    return status;
}
