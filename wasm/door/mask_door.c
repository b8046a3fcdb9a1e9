/*
 * Masks as plain planes of coverage: what takes longer than a frame, and therefore
 * is for a worker.
 *
 * Blocks come from malloc and belong to C from the call on, success or not; what
 * is returned is for the caller to free.  NULL or 0: a fault is in the reply.
 */
#include <emscripten.h>
#include <stdlib.h>

#include "door/reply.h"
#include "paint/change.h"
#include "pixels/mask.h"
#include "pixels/photo.h"

/* Ends a call that works on 'mask': its values, or NULL. */
static uint8_t *reply_plane(enum status status, struct plane *mask) {
    if (status != STATUS_OK) {
        plane_free(mask);
        reply_no_memory();
    }
    return mask->values;
}

/* Coverage from a picture's pixels: {width, height}, and the bytes, which the caller frees. */
static uint8_t *reply_coverage(struct image *image) {
    struct plane coverage;
    const enum status status = mask_from_image(image, &coverage);
    image_free(image);
    if (status != STATUS_OK) {
        reply_no_memory();
        return NULL;
    }
    buf_format(reply_begin(), "{\"width\":%d,\"height\":%d}", coverage.width, coverage.height);
    return coverage.values;
}

/* A mask file (PNG or JPEG) as coverage, see reply_coverage. */
EMSCRIPTEN_KEEPALIVE uint8_t *mask_from_file(uint8_t *file, size_t len) {
    struct image image;
    struct fault fault;
    const enum status status = photo_decode((struct bytes){file, len}, &image, &fault);
    free(file);
    if (status != STATUS_OK) {
        reply_fault(&fault);
        return NULL;
    }
    return reply_coverage(&image);
}

/* The same from RGBA pixels that the browser decoded. */
EMSCRIPTEN_KEEPALIVE uint8_t *mask_from_pixels(uint8_t *pixels, int width, int height) {
    struct image image = {pixels, width, height};
    return reply_coverage(&image);
}

/* The mask after the change called 'name'; see change.h. */
EMSCRIPTEN_KEEPALIVE uint8_t *mask_change(uint8_t *values, int width, int height, const char *name,
                                          int amount) {
    struct plane mask = {values, width, height};
    enum change change;
    if (!change_find(name, &change)) {
        plane_free(&mask);
        reply_mistake("There is no such change.");
        return NULL;
    }
    return reply_plane(change_plane(change, amount, &mask), &mask);
}

/* The mask at another size. */
EMSCRIPTEN_KEEPALIVE uint8_t *mask_fit(uint8_t *values, int width, int height, int fit_width,
                                       int fit_height) {
    const struct rect whole = {0, 0, width, height};
    struct mask mask = {width, height, whole, values};
    struct plane fitted;
    const enum status status = mask_scale(&mask, whole, fit_width, fit_height, &fitted);
    mask_free(&mask);
    return reply_plane(status, &fitted);
}

/* The mask as a PNG, grey or with alpha (see mask.h): {"length"} of the file. */
EMSCRIPTEN_KEEPALIVE uint8_t *mask_export(uint8_t *values, int width, int height, bool grey) {
    struct plane mask = {values, width, height};
    struct buf file = buf_make((size_t)IMAGE_MAX_PIXELS * 5);
    if (grey) {
        mask_encode_grey(&mask, &file);
    } else {
        mask_encode(&mask, &file);
    }
    plane_free(&mask);
    return reply_bytes(&file);
}
