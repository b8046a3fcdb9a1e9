/*
 * Masks as plain planes of coverage, and pictures to select from: what takes
 * longer than a frame, and therefore is for a worker.
 *
 * Blocks come from malloc and belong to C from the call on, success or not; what
 * is returned is for the caller to free.  NULL or 0: a fault is in the reply.
 */
#include <emscripten.h>
#include <stdlib.h>

#include "door/handles.h"
#include "door/reply.h"
#include "paint/change.h"
#include "paint/select.h"
#include "pixels/mask.h"
#include "pixels/photo.h"

static struct handles pictures;

/* Ends a call that works on 'mask': its values, or NULL. */
static uint8_t *reply_plane(enum status status, struct plane *mask) {
    if (status != STATUS_OK) {
        plane_free(mask);
        reply_no_memory();
    }
    return mask->values;
}

/* ---- masks ---- */

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
    struct plane mask = {values, width, height};
    struct plane fitted;
    const enum status status = mask_scale(&mask, fit_width, fit_height, &fitted);
    plane_free(&mask);
    return reply_plane(status, &fitted);
}

/* The mask as a PNG, grey or with alpha (see mask.h): {"length"} of the file. */
EMSCRIPTEN_KEEPALIVE uint8_t *mask_export(uint8_t *values, int width, int height, bool grey) {
    struct plane mask = {values, width, height};
    struct buf file = buf_make((size_t)IMAGE_MAX_PIXELS * 5);
    uint8_t *data = NULL;
    size_t len = 0;
    if (grey) {
        mask_encode_grey(&mask, &file);
    } else {
        mask_encode(&mask, &file);
    }
    plane_free(&mask);
    if (buf_release(&file, &data, &len) != STATUS_OK) {
        buf_free(&file);
        reply_no_memory();
        return NULL;
    }
    buf_format(reply_begin(), "{\"length\":%zu}", len);
    return data;
}

/* ---- pictures ---- */

/* The handle of a picture, which is given. */
static uint32_t open_picture(struct image image) {
    struct image *kept = malloc(sizeof *kept);
    const uint32_t handle = kept ? handles_add(&pictures, kept) : 0;
    if (!handle) {
        image_free(&image);
        free(kept);
        return reply_no_memory();
    }
    *kept = image;
    return handle;
}

/* From a file (PNG or JPEG). */
EMSCRIPTEN_KEEPALIVE uint32_t picture_open(uint8_t *file, size_t len) {
    struct image image;
    struct fault fault;
    const enum status status = photo_decode((struct bytes){file, len}, &image, &fault);
    free(file);
    return status == STATUS_OK ? open_picture(image) : reply_fault(&fault);
}

/* From RGBA pixels that the browser decoded. */
EMSCRIPTEN_KEEPALIVE uint32_t picture_open_pixels(uint8_t *pixels, int width, int height) {
    return open_picture((struct image){pixels, width, height});
}

EMSCRIPTEN_KEEPALIVE void picture_close(uint32_t handle) {
    struct image *image = handles_remove(&pictures, handle);
    if (image) {
        image_free(image);
        free(image);
    }
}

/* The part of 'selected' that is not 0, and where it was: {"x", "y", "width", "height"}. */
static uint8_t *reply_selection(enum status status, struct plane *selected) {
    if (status != STATUS_OK) {
        reply_no_memory();
        return NULL;
    }
    reply_rect(select_crop(selected));
    return selected->values ? selected->values : malloc(1);
}

static int held(int value, int size) {
    return value < 0 ? 0 : value < size ? value : size - 1;
}

/* Selects by the colour at (x, y); see select.h and reply_selection. */
EMSCRIPTEN_KEEPALIVE uint8_t *picture_select(uint32_t handle, int x, int y, double tolerance,
                                             double softness, bool everywhere) {
    const struct image *image = handles_get(&pictures, handle);
    if (!image) {
        reply_stale();
        return NULL;
    }
    const struct select_seed seed = {held(x, image->width), held(y, image->height), tolerance,
                                     softness, everywhere};
    struct plane selected;
    const enum status status = select_color(image, &seed, &selected);
    return reply_selection(status, &selected);
}

/* Selects what is transparent; see reply_selection. */
EMSCRIPTEN_KEEPALIVE uint8_t *picture_select_transparency(uint32_t handle) {
    const struct image *image = handles_get(&pictures, handle);
    if (!image) {
        reply_stale();
        return NULL;
    }
    struct plane selected;
    const enum status status = select_transparency(image, &selected);
    return reply_selection(status, &selected);
}
