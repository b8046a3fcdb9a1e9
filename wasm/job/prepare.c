#include "job/prepare.h"

#include "pixels/mask.h"
#include "pixels/resize.h"

void prepare_free(struct prepare *p) {
    for (int i = 0; i < p->input_count; i++) {
        input_free(&p->inputs[i]);
    }
    plane_free(&p->coverage);
    request_free(&p->request);
    params_free(&p->params);
}

static bool has_mask(const struct prepare *p) {
    return p->coverage.values != NULL;
}

void prepare_set_mask(struct prepare *p, struct plane coverage) {
    plane_free(&p->coverage);
    if (mask_is_blank(&coverage)) {
        plane_free(&coverage);
        return;
    }
    p->coverage = coverage;
}

static bool goes_as_it_is(const struct prepare *p, const struct input *input) {
    return input_goes_as_it_is(input, params_image_budget(&p->params), has_mask(p));
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
    if (!input.photo.decoded_here && !goes_as_it_is(p, &input)) {
        input_free(&input);
        return fault_set(fault, STATUS_UNSUPPORTED, "images", "%s", "");
    }
    return add(p, &input, fault);
}

enum status prepare_add_image(struct prepare *p, struct image image, struct fault *fault) {
    struct input input;
    input_from_image(image, &input);
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
        .mask_width = p->coverage.width,
        .mask_height = p->coverage.height,
        .at_openai = at_openai,
        .today = today,
    };
    return rules_check(&c, fault);
}

enum status prepare_begin(struct prepare *p, const uint8_t random[MULTIPART_RANDOM],
                          struct fault *fault) {
    if (p->input_count > 0) {
        request_begin_edit(&p->params, random, &p->request);
        return STATUS_OK;
    }
    return request_generation(&p->params, &p->request) == STATUS_OK ? STATUS_OK
                                                                    : fault_no_memory(fault);
}

bool prepare_has_more(const struct prepare *p) {
    return p->inputs_written < p->input_count || has_mask(p);
}

void prepare_fit(const struct prepare *p, int index, int *width, int *height) {
    const struct input *input = &p->inputs[index];
    resize_fit(input->width, input->height, params_image_budget(&p->params), width, height);
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
    request_end_file(&p->request);
    return status;
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

static enum status write_mask(struct prepare *p, struct fault *fault) {
    int width = 0; /* of the image, which has the mask's own size: the rules were checked */
    int height = 0;
    resize_fit(p->coverage.width, p->coverage.height, params_image_budget(&p->params), &width,
               &height);
    struct plane scaled;
    if (mask_scale(&p->coverage, width, height, &scaled) != STATUS_OK) {
        return fault_no_memory(fault);
    }
    plane_free(&p->coverage);
    struct buf *body = request_begin_mask(&p->request);
    const size_t before = body->len;
    const enum status status = mask_encode(&scaled, body);
    const size_t len = body->len - before;
    plane_free(&scaled);
    request_end_file(&p->request);
    return status == STATUS_OK ? check_mask_size(len, fault) : fault_no_memory(fault);
}

enum status prepare_step(struct prepare *p, struct fault *fault) {
    return p->inputs_written < p->input_count ? write_image(p, fault) : write_mask(p, fault);
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
