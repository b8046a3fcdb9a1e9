#include "support/craft.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <zlib.h>

#include "pixels/png.h"
#include "support/support.h"

#define CRAFT_LIMIT (1 << 26)

static void put_be32(struct buf *to, uint32_t value) {
    const uint8_t bytes[] = {(uint8_t)(value >> 24), (uint8_t)(value >> 16), (uint8_t)(value >> 8),
                             (uint8_t)value};
    buf_append(to, bytes, sizeof bytes);
}

void craft_signature(struct buf *png) {
    buf_append(png, "\x89PNG\r\n\x1a\n", 8);
}

void craft_chunk(struct buf *png, const char *type, struct bytes data) {
    put_be32(png, (uint32_t)data.len);
    const size_t start = png->len;
    buf_append(png, type, 4);
    buf_append(png, data.data, data.len);
    put_be32(png, (uint32_t)crc32(0, png->data + start, (uInt)(png->len - start)));
}

void craft_header(struct buf *png, struct craft_header header) {
    struct buf data = buf_make(CRAFT_LIMIT);
    put_be32(&data, header.width);
    put_be32(&data, header.height);
    buf_append(&data, (const uint8_t[]){header.depth, header.color_type, 0, 0, header.interlace},
               5);
    craft_chunk(png, "IHDR", buf_view(&data));
    buf_free(&data);
}

void craft_pixels(struct buf *png, struct bytes filtered_rows) {
    uLongf len = compressBound(filtered_rows.len);
    uint8_t *packed = test_malloc(len);
    assert_int_equal(compress(packed, &len, filtered_rows.data, filtered_rows.len), Z_OK);
    craft_chunk(png, "IDAT", (struct bytes){packed, len});
    test_free(packed);
}

void craft_end(struct buf *png) {
    craft_chunk(png, "IEND", (struct bytes){0});
}

static size_t rows_len(size_t width, size_t height, size_t bits_per_pixel) {
    return width == 0 ? 0 : height * (1 + (width * bits_per_pixel + 7) / 8);
}

/* How long the filtered rows are: those of all seven passes where the picture is interlaced. */
static size_t pixels_len(struct craft_header h) {
    static const size_t channels[] = {1, 0, 3, 1, 2, 0, 4};
    static const struct {
        uint8_t left, top, right, down;
    } passes[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                  {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
    const size_t bits = channels[h.color_type] * h.depth;
    size_t len = 0;
    for (size_t p = 0; h.interlace && p < 7; p++) {
        len += rows_len((h.width + passes[p].right - 1 - passes[p].left) / passes[p].right,
                        (h.height + passes[p].down - 1 - passes[p].top) / passes[p].down, bits);
    }
    return h.interlace ? len : rows_len(h.width, h.height, bits);
}

struct buf craft_png(struct craft_header header, struct bytes extra) {
    struct buf png = buf_make(CRAFT_LIMIT);
    craft_signature(&png);
    craft_header(&png, header);
    buf_append(&png, extra.data, extra.len);
    const size_t len = pixels_len(header);
    uint8_t *zeros = test_calloc(len, 1);
    craft_pixels(&png, (struct bytes){zeros, len});
    test_free(zeros);
    craft_end(&png);
    assert_int_equal(png.status, STATUS_OK);
    return png;
}

struct image craft_image(int width, int height, bool transparent) {
    struct image image;
    assert_int_equal(image_make(width, height, &image), STATUS_OK);
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            const uint8_t pixel[] = {(uint8_t)(255 * x / width), (uint8_t)(255 * y / height),
                                     (uint8_t)(128 + 100 * (x - y) / (width + height)),
                                     transparent ? (uint8_t)(x * 7 + y) : 255};
            memcpy(image.pixels + ((size_t)y * (size_t)width + (size_t)x) * 4, pixel, 4);
        }
    }
    return image;
}

static void set_up(struct jpeg_compress_struct *jpeg, struct craft_jpeg wanted) {
    jpeg->image_width = (JDIMENSION)wanted.width;
    jpeg->image_height = (JDIMENSION)wanted.height;
    jpeg->input_components = 4;
    jpeg->in_color_space = JCS_EXT_RGBX;
    jpeg_set_defaults(jpeg);
    jpeg_set_quality(jpeg, wanted.quality, TRUE);
    jpeg_set_colorspace(jpeg, wanted.grey ? JCS_GRAYSCALE : JCS_YCbCr);
    jpeg->restart_in_rows = wanted.restart_rows;
    if (wanted.progressive) {
        jpeg_simple_progression(jpeg);
    }
}

struct buf craft_jpeg(struct craft_jpeg wanted) {
    struct jpeg_error_mgr errors;
    struct jpeg_compress_struct jpeg = {.err = jpeg_std_error(&errors)};
    uint8_t *data = NULL;
    unsigned long len = 0;
    struct image image = craft_image(wanted.width, wanted.height, false);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &data, &len);
    set_up(&jpeg, wanted);
    jpeg_start_compress(&jpeg, TRUE);
    if (wanted.app1.len > 0) {
        jpeg_write_marker(&jpeg, JPEG_APP0 + 1, wanted.app1.data, (unsigned)wanted.app1.len);
    }
    for (int y = 0; y < wanted.height; y++) {
        uint8_t *row = image.pixels + (size_t)y * (size_t)wanted.width * 4;
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    image_free(&image);
    struct buf file = buf_make(CRAFT_LIMIT);
    assert_int_equal(buf_append(&file, data, len), STATUS_OK);
    free(data);
    return file;
}

struct buf craft_webp(const char *options, bool transparent) {
    char command[128];
    struct image image = craft_image(37, 21, transparent);
    struct buf png = buf_make(CRAFT_LIMIT);
    struct buf webp = buf_make(CRAFT_LIMIT);
    assert_int_equal(png_encode(&image, &png), STATUS_OK);
    snprintf(command, sizeof command, "cwebp -quiet %s -o - -- -", options);
    assert_true(command_output(command, buf_view(&png), &webp));
    assert_true(webp.len > 0);
    buf_free(&png);
    image_free(&image);
    return webp;
}

uint8_t *craft_noise_png(int width, int height, size_t *len) {
    struct image image;
    uint32_t seed = 7;
    struct buf file = buf_make(CRAFT_LIMIT);
    uint8_t *data = NULL;
    assert_int_equal(image_make(width, height, &image), STATUS_OK);
    random_fill(&seed, image.pixels, image_bytes(&image));
    assert_int_equal(png_encode(&image, &file), STATUS_OK);
    image_free(&image);
    assert_int_equal(buf_release(&file, &data, len), STATUS_OK);
    return data;
}
