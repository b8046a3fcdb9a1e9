/*
 * What the benchmark may call: the engine's stages one by one, which the engine itself only offers
 * together.  Linked from the same objects; never shipped.
 *
 * Blocks come from malloc and belong to C from the call on.  What returns false has left a fault
 * in the reply; a result stands until the next call.
 */
#include <emscripten.h>
#include <emscripten/heap.h>
#include <stdlib.h>

#include "api/sieve.h"
#include "door/reply.h"
#include "pixels/mask.h"
#include "pixels/photo.h"
#include "pixels/png.h"
#include "pixels/resize.h"
#include "stb_png.h"

static struct image image;
static struct buf file;
static struct sieve sieve;

static bool done(enum status status) {
    return status == STATUS_OK || reply_no_memory();
}

static void forget(void) {
    image_free(&image);
    buf_free(&file);
    file = buf_make(SIZE_MAX);
}

/* The result's pixels and size, or its bytes. */
EMSCRIPTEN_KEEPALIVE const uint8_t *bench_pixels(void) {
    return image.pixels;
}

EMSCRIPTEN_KEEPALIVE int bench_width(void) {
    return image.width;
}

EMSCRIPTEN_KEEPALIVE int bench_height(void) {
    return image.height;
}

EMSCRIPTEN_KEEPALIVE const uint8_t *bench_file(void) {
    return file.data;
}

EMSCRIPTEN_KEEPALIVE size_t bench_file_len(void) {
    return file.len;
}

/* A picture as PNG, RGB where it is opaque and 'rgba' does not forbid it. */
EMSCRIPTEN_KEEPALIVE bool bench_encode(uint8_t *pixels, int width, int height, bool rgba) {
    forget();
    image = (struct image){pixels, width, height};
    return done((rgba ? png_encode_rgba : png_encode)(&image, &file));
}

EMSCRIPTEN_KEEPALIVE bool bench_encode_mask(uint8_t *coverage, int width, int height) {
    forget();
    const struct plane plane = {coverage, width, height};
    const enum status status = mask_encode(&plane, &file);
    free(coverage);
    return done(status);
}

/* The same by stb_image_write as it comes. */
EMSCRIPTEN_KEEPALIVE bool bench_encode_stb(uint8_t *pixels, int width, int height) {
    forget();
    image = (struct image){pixels, width, height};
    return done(stb_png_encode(&image, &file));
}

EMSCRIPTEN_KEEPALIVE bool bench_decode(uint8_t *data, size_t len) {
    forget();
    struct fault fault;
    const enum status status = photo_decode((struct bytes){data, len}, &image, &fault);
    free(data);
    return status == STATUS_OK || reply_fault(&fault);
}

EMSCRIPTEN_KEEPALIVE bool bench_resize(uint8_t *pixels, int width, int height, int to_width,
                                       int to_height) {
    forget();
    struct image from = {pixels, width, height};
    const enum status status = resize_image(&from, to_width, to_height, &image);
    image_free(&from);
    return done(status);
}

/* How much of the memory was ever in use. */
EMSCRIPTEN_KEEPALIVE size_t bench_heap(void) {
    return *emscripten_get_sbrk_ptr();
}

/* JavaScript copies it, as it does with the engine's. */
__attribute__((import_module("env"), import_name("bench_image"))) void
bench_image(const uint8_t *file, size_t len);

static void tell_image(void *context, int index, struct buf *image_file) {
    (void)context;
    (void)index;
    bench_image(image_file->data, image_file->len);
}

EMSCRIPTEN_KEEPALIVE void bench_answer_begin(void) {
    sieve_free(&sieve);
    sieve = sieve_make(tell_image, NULL);
}

/* Takes the next piece; bench_image is called for each image that it ends. */
EMSCRIPTEN_KEEPALIVE bool bench_answer_feed(uint8_t *piece, size_t len) {
    const enum status status = sieve_feed(&sieve, (struct bytes){piece, len});
    free(piece);
    return done(status);
}
