#include "job/prepare.h"

#include <stdio.h>

#include "pixels/resize.h"

void prepare_free(struct prepare *p) {
    for (int i = 0; i < p->input_count; i++) {
        input_free(&p->inputs[i]);
    }
    mask_free(&p->mask);
    input_free(&p->markup);
    request_free(&p->request);
    params_free(&p->params);
}

static bool has_mask(const struct prepare *p) {
    return p->mask.coverage != NULL;
}

static bool has_markup(const struct prepare *p) {
    return p->markup.file != NULL;
}

static bool has_crop(const struct prepare *p) {
    return p->crop.width > 0;
}

void prepare_set_mask(struct prepare *p, struct mask mask) {
    mask_free(&p->mask);
    if (mask_is_blank(&mask)) {
        mask_free(&mask);
        return;
    }
    p->mask = mask;
}

void prepare_set_crop(struct prepare *p, const struct crop *crop) {
    p->crop = *crop;
    snprintf(p->size, sizeof p->size, "%dx%d", crop->width, crop->height);
    p->params.text[PARAM_SIZE] = bytes_of(p->size);
}

enum status prepare_set_markup(struct prepare *p, uint8_t *file, size_t len, struct fault *fault) {
    struct input markup;
    const enum status status = input_from_file(file, len, &markup, fault);
    if (status == STATUS_OK && markup.photo.kind == PHOTO_PNG && markup.photo.has_transparency) {
        input_free(&p->markup);
        p->markup = markup;
        return STATUS_OK;
    }
    if (status == STATUS_OK) {
        input_free(&markup);
    }
    return fault_set(fault, STATUS_INVALID, "markup",
                     "Markup has to be a PNG that is transparent where nothing is drawn.");
}

static bool goes_as_it_is(const struct prepare *p, const struct input *input) {
    return input_goes_as_it_is(input, params_image_budget(&p->params), has_mask(p));
}

/* The crop that the next image is cut by. */
static const struct crop *next_crop(const struct prepare *p) {
    return p->input_count == 0 && has_crop(p) ? &p->crop : NULL;
}

static enum status add(struct prepare *p, struct input *input, struct fault *fault) {
    if (p->input_count == RULES_MAX_IMAGES) {
        input_free(input);
        return fault_set(fault, STATUS_INVALID, "images",
                         "The API takes at most %d images. Remove one before you add another.",
                         RULES_MAX_IMAGES);
    }
    p->inputs[p->input_count++] = *input;
    return STATUS_OK;
}

enum status prepare_add_file(struct prepare *p, uint8_t *file, size_t len, struct fault *fault) {
    struct input input;
    const enum status status = input_from_file(file, len, &input, fault);
    if (status != STATUS_OK) {
        return status;
    }
    input.crop = next_crop(p);
    if (!input.photo.decoded_here && !goes_as_it_is(p, &input)) {
        input_free(&input);
        return fault_set(fault, STATUS_UNSUPPORTED, "images", "%s", "");
    }
    return add(p, &input, fault);
}

enum status prepare_add_image(struct prepare *p, struct image image, struct fault *fault) {
    struct input input;
    input_from_image(image, &input);
    input.crop = next_crop(p);
    return add(p, &input, fault);
}

/* Whether it has the size that its image is sent at. */
static bool is_of_size(const struct prepare *p, const struct input *rendition) {
    int width;
    int height;
    input_fit(rendition, params_image_budget(&p->params), &width, &height);
    return rendition->photo.width == width && rendition->photo.height == height;
}

enum status prepare_add_rendition(struct prepare *p, uint8_t *file, size_t len, struct size image,
                                  struct fault *fault) {
    struct input input;
    const enum status status = input_from_rendition(file, len, image, &input, fault);
    if (status != STATUS_OK) {
        return status;
    }
    input.crop = next_crop(p);
    if (!is_of_size(p, &input)) {
        input_free(&input);
        return fault_set(fault, STATUS_INTERNAL, "images",
                         "An image was made ready for another size than it is sent at. Nothing was "
                         "sent: press Generate again.");
    }
    return add(p, &input, fault);
}

enum status prepare_check(const struct prepare *p, bool at_openai, const char *today,
                          struct fault *fault) {
    const struct rules_case c = {
        .params = &p->params,
        .image_count = p->input_count,
        .image_width = p->inputs[0].width,
        .image_height = p->inputs[0].height,
        .has_mask = has_mask(p),
        .mask_width = p->mask.width,
        .mask_height = p->mask.height,
        .has_markup = has_markup(p),
        .markup_width = p->markup.width,
        .markup_height = p->markup.height,
        .at_openai = at_openai,
        .today = today,
    };
    return rules_check(&c, fault);
}

enum status prepare_begin(struct prepare *p, const uint8_t random[MULTIPART_RANDOM],
                          struct fault *fault) {
    if (p->input_count > 0) {
        request_begin_edit(&p->params, &p->dialect, random, &p->request);
        return STATUS_OK;
    }
    return request_generation(&p->params, &p->request) == STATUS_OK ? STATUS_OK
                                                                    : fault_no_memory(fault);
}

bool prepare_has_more(const struct prepare *p) {
    return p->inputs_written < p->input_count || has_mask(p) || has_markup(p);
}

struct prepare_sizes prepare_sizes(const struct prepare *p, int index) {
    const struct input *input = &p->inputs[index];
    struct prepare_sizes sizes = {.from = {input->width, input->height}};
    if (input->crop) {
        sizes.from = (struct size){input->crop->frame.width, input->crop->frame.height};
    }
    input_fit(input, params_image_budget(&p->params), &sizes.to.width, &sizes.to.height);
    return sizes;
}

/* The picture just written, where the server takes it as JSON only up to some size. */
static enum status end_file(struct prepare *p, const char *field, struct fault *fault) {
    if (request_end_file(&p->request) == STATUS_OK) {
        return STATUS_OK;
    }
    return fault_set(fault, STATUS_TOO_LARGE, field,
                     "This endpoint gets edits as JSON, where one picture may take %d letters "
                     "(about 15.7 MB), and this one takes more. Let it be shrunk to a smaller "
                     "size, or send edits as a form.",
                     REQUEST_MAX_DATA_URL);
}

static enum status write_image(struct prepare *p, struct fault *fault) {
    const int index = p->inputs_written++;
    struct input *input = &p->inputs[index];
    const bool as_it_is = goes_as_it_is(p, input);
    struct buf *body =
        request_begin_image(&p->request, index, p->input_count, input_mime_type(input, as_it_is),
                            input_extension(input, as_it_is));
    const enum status status =
        input_write(input, params_image_budget(&p->params), as_it_is, body, fault);
    const enum status ended = end_file(p, "image_budget", fault);
    return status == STATUS_OK ? ended : status;
}

static enum status check_mask_size(size_t len, struct fault *fault) {
    if (len < RULES_MAX_MASK_BYTES) {
        return STATUS_OK;
    }
    return fault_set(fault, STATUS_TOO_LARGE, "mask",
                     "The mask makes a file of %zu MB, and the API takes less than 4. Paint with a "
                     "harder brush, or let the image be shrunk to a smaller size.",
                     len / 1000000);
}

/* The mask of what is sent of its image, whose size it has: the rules were checked. */
static enum status scale_mask(struct prepare *p, struct plane *out) {
    struct rect frame = {0, 0, p->mask.width, p->mask.height};
    int width = p->crop.width;
    int height = p->crop.height;
    if (has_crop(p)) {
        frame = p->crop.frame;
        mask_narrow(&p->mask, p->crop.area);
    } else {
        resize_fit(frame.width, frame.height, params_image_budget(&p->params), &width, &height);
    }
    const enum status status = mask_scale(&p->mask, frame, width, height, out);
    mask_free(&p->mask);
    return status;
}

static enum status write_mask(struct prepare *p, struct fault *fault) {
    struct plane scaled;
    if (scale_mask(p, &scaled) != STATUS_OK) {
        return fault_no_memory(fault);
    }
    struct buf *body = request_begin_mask(&p->request);
    const size_t before = body->len;
    const enum status status = mask_encode(&scaled, body);
    const size_t len = body->len - before;
    plane_free(&scaled);
    if (end_file(p, "mask", fault) != STATUS_OK) {
        return STATUS_TOO_LARGE;
    }
    return status == STATUS_OK ? check_mask_size(len, fault) : fault_no_memory(fault);
}

/* At the size that its image is sent at, which was as large. */
static enum status write_markup(struct prepare *p, struct fault *fault) {
    const int64_t budget = params_image_budget(&p->params);
    const bool as_it_is = input_goes_as_it_is(&p->markup, budget, true);
    struct buf *body = request_begin_markup(&p->request);
    const enum status status = input_write(&p->markup, budget, as_it_is, body, fault);
    return status == STATUS_OK ? end_file(p, "markup", fault) : status;
}

enum status prepare_step(struct prepare *p, struct fault *fault) {
    if (p->inputs_written < p->input_count) {
        return write_image(p, fault);
    }
    return has_mask(p) ? write_mask(p, fault) : write_markup(p, fault);
}

enum status prepare_finish(struct prepare *p, struct fault *fault) {
    const enum status status = p->input_count > 0 ? request_finish(&p->request) : STATUS_OK;
    if (status == STATUS_INTERNAL) {
        return fault_set(fault, status, NULL,
                         "The pictures happen to contain the mark that separates them. Nothing "
                         "was sent: press Generate again.");
    }
    return status == STATUS_OK ? STATUS_OK : fault_no_memory(fault);
}
