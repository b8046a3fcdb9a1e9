/*
 * Pictures: to select from, to enlarge, and to put answers back into (compose_door.c).
 *
 * Blocks come from malloc and belong to C from the call on, success or not; what
 * is returned is for the caller to free.  NULL or 0: a fault is in the reply.
 */
#include <emscripten.h>
#include <stdlib.h>

#include "door/handles.h"
#include "door/picture.h"
#include "door/reply.h"
#include "paint/select.h"
#include "pixels/extend.h"
#include "pixels/mask.h"
#include "pixels/photo.h"
#include "pixels/png_writer.h"

static struct handles pictures;

struct picture *picture_get(uint32_t handle) {
    return handles_get(&pictures, handle);
}

struct picture *picture_keep(struct picture *picture) {
    picture->users++;
    return picture;
}

void picture_let_go(struct picture *picture) {
    if (picture && --picture->users == 0) {
        image_free(&picture->image);
        buf_free(&picture->chunks);
        free(picture);
    }
}

/* The handle of a picture, which is given. */
static uint32_t open_picture(struct picture picture) {
    struct picture *kept = malloc(sizeof *kept);
    const uint32_t handle = kept ? handles_add(&pictures, kept) : 0;
    if (!handle) {
        image_free(&picture.image);
        buf_free(&picture.chunks);
        free(kept);
        return reply_no_memory();
    }
    *kept = picture;
    return handle;
}

static enum status read_picture(struct bytes file, struct picture *out, struct fault *fault) {
    *out = (struct picture){.chunks = buf_make(PROFILE_MAX_BYTES + 4096), .users = 1};
    const enum status status = photo_decode(file, &out->image, fault);
    if (status == STATUS_OK && profile_read(file, &out->chunks, &out->fate) != STATUS_OK) {
        image_free(&out->image);
        buf_free(&out->chunks);
        return fault_no_memory(fault);
    }
    return status;
}

/* From a file (PNG or JPEG). */
EMSCRIPTEN_KEEPALIVE uint32_t picture_open(uint8_t *file, size_t len) {
    struct picture picture;
    struct fault fault;
    const enum status status = read_picture((struct bytes){file, len}, &picture, &fault);
    free(file);
    return status == STATUS_OK ? open_picture(picture) : reply_fault(&fault);
}

/* From RGBA pixels that the browser decoded. */
EMSCRIPTEN_KEEPALIVE uint32_t picture_open_pixels(uint8_t *pixels, int width, int height) {
    return open_picture(
        (struct picture){.image = {pixels, width, height}, .chunks = buf_make(0), .users = 1});
}

EMSCRIPTEN_KEEPALIVE void picture_close(uint32_t handle) {
    picture_let_go(handles_remove(&pictures, handle));
}

/* ---- selecting ---- */

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
    const struct picture *picture = picture_get(handle);
    if (!picture) {
        reply_stale();
        return NULL;
    }
    const struct image *image = &picture->image;
    const struct select_seed seed = {held(x, image->width), held(y, image->height), tolerance,
                                     softness, everywhere};
    struct plane selected;
    const enum status status = select_color(image, &seed, &selected);
    return reply_selection(status, &selected);
}

/* Selects what is transparent; see reply_selection. */
EMSCRIPTEN_KEEPALIVE uint8_t *picture_select_transparency(uint32_t handle) {
    const struct picture *picture = picture_get(handle);
    if (!picture) {
        reply_stale();
        return NULL;
    }
    struct plane selected;
    const enum status status = select_transparency(&picture->image, &selected);
    return reply_selection(status, &selected);
}

/* ---- extending ---- */

/* The file of 'image', whose colours mean what 'chunks' says. */
static enum status write_file(const struct image *image, struct bytes chunks, struct buf *out) {
    struct png_writer *writer;
    const enum status status = png_writer_open(image, image_is_opaque(image), chunks, &writer);
    if (status != STATUS_OK) {
        return status;
    }
    png_writer_rows(writer, image->pixels, image->height, out);
    png_writer_end(writer, out);
    png_writer_free(writer);
    return out->status;
}

/* The picture on a larger canvas as a PNG: {"length", "width", "height"}; see extend.h. */
EMSCRIPTEN_KEEPALIVE uint8_t *picture_extend(uint32_t handle, int left, int top, int right,
                                             int bottom) {
    struct picture *picture = picture_get(handle);
    struct image larger;
    struct fault fault;
    if (!picture) {
        reply_stale();
        return NULL;
    }
    const struct margins margins = {left, top, right, bottom};
    if (extend_image(&picture->image, margins, &larger, &fault) != STATUS_OK) {
        reply_fault(&fault);
        return NULL;
    }
    struct buf file = buf_make((size_t)IMAGE_MAX_PIXELS * 5);
    uint8_t *data = NULL;
    size_t len = 0;
    const int width = larger.width;
    const int height = larger.height;
    enum status status = write_file(&larger, buf_view(&picture->chunks), &file);
    image_free(&larger);
    if (status == STATUS_OK) {
        status = buf_release(&file, &data, &len);
    }
    buf_free(&file);
    if (status != STATUS_OK) {
        reply_no_memory();
        return NULL;
    }
    buf_format(reply_begin(), "{\"length\":%zu,\"width\":%d,\"height\":%d}", len, width, height);
    return data;
}

/* ---- with a mask ---- */

/* The picture as a PNG whose transparency is a mask of its size: {"length"}; see mask.h. */
EMSCRIPTEN_KEEPALIVE uint8_t *picture_mask(uint32_t handle, uint8_t *values, int width,
                                           int height) {
    const struct picture *picture = picture_get(handle);
    struct plane mask = {values, width, height};
    if (!picture || width != picture->image.width || height != picture->image.height) {
        plane_free(&mask);
        (void)(picture ? reply_mistake("This mask is of another picture.") : reply_stale());
        return NULL;
    }
    struct buf file = buf_make((size_t)IMAGE_MAX_PIXELS * 5);
    mask_encode_in(&picture->image, &mask, buf_view(&picture->chunks), &file);
    plane_free(&mask);
    return reply_bytes(&file);
}
