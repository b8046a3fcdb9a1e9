#include "support/opinion.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>

static void png_give(png_structp png, png_bytep to, size_t len) {
    struct bytes *left = png_get_io_ptr(png);
    if (len > left->len) {
        png_error(png, "the file ends too early");
    }
    memcpy(to, left->data, len);
    left->data += len;
    left->len -= len;
}

static void png_warn(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static void png_stop(png_structp png, png_const_charp text) {
    (void)text;
    png_longjmp(png, 1);
}

/* Copies rows of 3 or 4 channels, the missing one being opaque. */
static bool copy_rows(png_bytepp rows, int channels, struct image *out) {
    if (image_make(out->width, out->height, out) != STATUS_OK) {
        return false;
    }
    for (int y = 0; y < out->height; y++) {
        for (int x = 0; x < out->width; x++) {
            uint8_t *pixel = out->pixels + ((size_t)y * (size_t)out->width + (size_t)x) * 4;
            pixel[3] = 255;
            memcpy(pixel, rows[y] + x * channels, (size_t)channels);
        }
    }
    return true;
}

bool opinion_png(struct bytes file, struct image *out) {
    *out = (struct image){0};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, png_stop, png_warn);
    png_infop info = png_create_info_struct(png);
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_read_struct(&png, &info, NULL);
        return false;
    }
    png_set_read_fn(png, &file, png_give);
    const int transforms =
        PNG_TRANSFORM_EXPAND | PNG_TRANSFORM_SCALE_16 | PNG_TRANSFORM_GRAY_TO_RGB;
    png_read_png(png, info, transforms, NULL);
    out->width = (int)png_get_image_width(png, info);
    out->height = (int)png_get_image_height(png, info);
    const bool copied = copy_rows(png_get_rows(png, info), png_get_channels(png, info), out);
    png_destroy_read_struct(&png, &info, NULL);
    return copied;
}

bool opinion_png_profile(struct bytes file, struct buf *out) {
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, png_stop, png_warn);
    png_infop info = png_create_info_struct(png);
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_read_struct(&png, &info, NULL);
        return false;
    }
    png_set_read_fn(png, &file, png_give);
    png_read_info(png, info);
    png_charp name;
    png_bytep profile;
    png_uint_32 len;
    int method;
    const bool found = png_get_iCCP(png, info, &name, &method, &profile, &len) != 0;
    if (found) {
        buf_append(out, profile, len);
    }
    png_destroy_read_struct(&png, &info, NULL);
    return found;
}

/* libjpeg's error manager, and where to go when it gives up. */
struct jpeg_errors {
    struct jpeg_error_mgr manager;
    jmp_buf give_up;
};

static void jpeg_stop(j_common_ptr jpeg) {
    longjmp(((struct jpeg_errors *)jpeg->err)->give_up, 1);
}

static void jpeg_warn(j_common_ptr jpeg) {
    (void)jpeg;
}

bool opinion_jpeg(struct bytes file, struct image *out) {
    *out = (struct image){0};
    struct jpeg_errors errors;
    struct jpeg_decompress_struct jpeg = {.err = jpeg_std_error(&errors.manager)};
    errors.manager.error_exit = jpeg_stop;
    errors.manager.output_message = jpeg_warn;
    if (setjmp(errors.give_up)) {
        jpeg_destroy_decompress(&jpeg);
        image_free(out);
        return false;
    }
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, file.data, file.len);
    jpeg_read_header(&jpeg, TRUE);
    jpeg.out_color_space = JCS_EXT_RGBA;
    jpeg_start_decompress(&jpeg);
    if (image_make((int)jpeg.output_width, (int)jpeg.output_height, out) != STATUS_OK) {
        jpeg_stop((j_common_ptr)&jpeg);
    }
    while (jpeg.output_scanline < jpeg.output_height) {
        uint8_t *row = out->pixels + (size_t)jpeg.output_scanline * jpeg.output_width * 4;
        jpeg_read_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_decompress(&jpeg);
    jpeg_destroy_decompress(&jpeg);
    return true;
}

struct difference compare(const struct image *a, const struct image *b) {
    struct difference d = {0};
    if (a->width != b->width || a->height != b->height) {
        return (struct difference){.most = 256, .mean = 256};
    }
    const size_t len = image_bytes(a);
    double sum = 0;
    size_t close = 0;
    for (size_t i = 0; i < len; i++) {
        const int apart = abs(a->pixels[i] - b->pixels[i]);
        d.most = apart > d.most ? apart : d.most;
        sum += apart;
        close += apart <= 1;
    }
    d.mean = sum / (double)len;
    d.close = (double)close / (double)len;
    return d;
}
