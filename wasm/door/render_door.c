/*
 * Renditions of images (see input.h), made before anybody asks for them.
 *
 * 'budget' is in pixels, 0 for any number; where 'width' is not 0, not the image is meant but a
 * frame of it at that size.  Blocks come from malloc and belong to C from the call on, success or
 * not; what is returned is for the caller to free, its {"length"} in the reply.  NULL: a fault is
 * there.
 */
#include <emscripten.h>

#include "door/reply.h"
#include "job/input.h"

static uint8_t *refuse(const struct fault *fault) {
    reply_fault(fault);
    return NULL;
}

/* Frees the input. */
static uint8_t *render(struct input *input, double budget) {
    struct buf file = buf_make(SIZE_MAX);
    struct fault fault;
    if (input_write(input, (int64_t)budget, false, &file, &fault) != STATUS_OK) {
        buf_free(&file);
        return refuse(&fault);
    }
    return reply_bytes(&file);
}

/* The file itself is sent. */
static uint8_t *nothing(struct input *input) {
    struct buf none = buf_make(0);
    input_free(input);
    return reply_bytes(&none);
}

/*
 * Of a file; length 0 where the file itself is sent.  A fault with code "unsupported" and no text
 * asks for the pixels instead.
 */
EMSCRIPTEN_KEEPALIVE uint8_t *render_file(uint8_t *data, size_t len, double budget,
                                          bool beside_mask, int x, int y, int frame_width,
                                          int frame_height, int width, int height) {
    const struct crop crop = {
        .frame = {x, y, frame_width, frame_height}, .width = width, .height = height};
    struct input input;
    struct fault fault;
    if (input_from_file(data, len, &input, &fault) != STATUS_OK) {
        return refuse(&fault);
    }
    input.crop = width > 0 ? &crop : NULL;
    if (input_goes_as_it_is(&input, (int64_t)budget, beside_mask)) {
        return nothing(&input);
    }
    if (!input.photo.decoded_here) {
        input_free(&input);
        (void)fault_set(&fault, STATUS_UNSUPPORTED, "images", "%s", "");
        return refuse(&fault);
    }
    return render(&input, budget);
}

/* Of upright RGBA pixels, as the browser decoded them. */
EMSCRIPTEN_KEEPALIVE uint8_t *render_pixels(uint8_t *pixels, int image_width, int image_height,
                                            double budget, int x, int y, int frame_width,
                                            int frame_height, int width, int height) {
    const struct crop crop = {
        .frame = {x, y, frame_width, frame_height}, .width = width, .height = height};
    struct input input;
    input_from_image((struct image){pixels, image_width, image_height}, &input);
    input.crop = width > 0 ? &crop : NULL;
    return render(&input, budget);
}
