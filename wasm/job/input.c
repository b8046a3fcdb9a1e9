#include "job/input.h"

#include <stdlib.h>

#include "api/rules.h"
#include "pixels/png.h"
#include "pixels/resize.h"

enum status input_from_file(uint8_t *file, size_t len, struct input *out, struct fault *fault) {
    *out = (struct input){.file = file, .len = len};
    const enum status status = photo_inspect((struct bytes){file, len}, &out->photo, fault);
    if (status != STATUS_OK) {
        input_free(out);
        return status;
    }
    out->width = out->photo.width;
    out->height = out->photo.height;
    return STATUS_OK;
}

void input_from_image(struct image image, struct input *out) {
    *out = (struct input){.image = image, .width = image.width, .height = image.height};
}

enum status input_from_rendition(uint8_t *file, size_t len, struct size image, struct input *out,
                                 struct fault *fault) {
    const enum status status = input_from_file(file, len, out, fault);
    if (status == STATUS_OK) {
        out->width = image.width;
        out->height = image.height;
        out->rendered = true;
    }
    return status;
}

static bool within_budget(const struct input *input, int64_t budget) {
    int width = 0;
    int height = 0;
    input_fit(input, budget, &width, &height);
    return width == input->width && height == input->height;
}

bool input_goes_as_it_is(const struct input *input, int64_t budget, bool beside_mask) {
    return input->rendered || (input->file && !input->crop && input->photo.needs_nothing &&
                               input->len < RULES_MAX_IMAGE_BYTES && within_budget(input, budget) &&
                               (!beside_mask || input->photo.kind == PHOTO_PNG));
}

void input_fit(const struct input *input, int64_t budget, int *width, int *height) {
    if (input->crop) {
        *width = input->crop->width;
        *height = input->crop->height;
    } else {
        resize_fit(input->width, input->height, budget, width, height);
    }
}

const char *input_mime_type(const struct input *input, bool as_it_is) {
    return photo_mime_type(as_it_is ? input->photo.kind : PHOTO_PNG);
}

const char *input_extension(const struct input *input, bool as_it_is) {
    return photo_extension(as_it_is ? input->photo.kind : PHOTO_PNG);
}

/* The part of the picture that is sent. */
static struct rect part_of(const struct input *input) {
    return input->crop ? input->crop->frame : (struct rect){0, 0, input->width, input->height};
}

/* Makes the picture what is sent of it, at the size that it is sent at. */
static enum status fit(struct input *input, int64_t budget, struct fault *fault) {
    const struct rect part = part_of(input);
    int width = 0;
    int height = 0;
    input_fit(input, budget, &width, &height);
    if (input->file) {
        const struct bytes file = {input->file, input->len};
        return photo_decode_part(file, part, width, height, &input->image, fault);
    }
    if (!input->crop && width == input->width && height == input->height) {
        return STATUS_OK;
    }
    struct image whole = input->image;
    const enum status status = resize_frame(&whole, part, width, height, &input->image);
    image_free(&whole);
    return status == STATUS_OK ? STATUS_OK : fault_no_memory(fault);
}

static enum status encode(struct input *input, struct buf *body, struct fault *fault) {
    const size_t before = body->len;
    if (png_encode(&input->image, body) != STATUS_OK) {
        return fault_no_memory(fault);
    }
    if (body->len - before >= RULES_MAX_IMAGE_BYTES) {
        return fault_set(fault, STATUS_TOO_LARGE, "image_budget",
                         "A %d x %d picture makes a PNG of %zu MB, and the API takes less than 50. "
                         "Let it be shrunk to a smaller size.",
                         input->image.width, input->image.height, (body->len - before) / 1000000);
    }
    return STATUS_OK;
}

enum status input_write(struct input *input, int64_t budget, bool as_it_is, struct buf *body,
                        struct fault *fault) {
    enum status status = STATUS_OK;
    if (as_it_is) {
        if (buf_append(body, input->file, input->len) != STATUS_OK) {
            status = fault_no_memory(fault);
        }
    } else {
        status = fit(input, budget, fault);
        free(input->file);
        input->file = NULL;
        status = status == STATUS_OK ? encode(input, body, fault) : status;
    }
    input_free(input);
    return status;
}

void input_free(struct input *input) {
    free(input->file);
    image_free(&input->image);
    *input = (struct input){0};
}
