#include "api/rules.h"

#include "api/models.h"

#include <string.h>

static bool is_blank(struct bytes text) {
    while (text.len > 0 && strchr(" \t\n\v\f\r", text.data[text.len - 1])) {
        text.len--;
    }
    return text.len == 0;
}

static enum status check_prompt(const struct rules_case *c, struct fault *fault) {
    return !is_blank(c->params->text[PARAM_PROMPT])
               ? STATUS_OK
               : fault_set(fault, STATUS_INVALID, "prompt",
                           "Field 'prompt' cannot be empty. Describe the picture you want.");
}

static enum status check_mask(const struct rules_case *c, struct fault *fault) {
    if (c->image_count == 0) {
        return fault_set(fault, STATUS_INVALID, "mask",
                         "Cannot use a mask without an input image. Add the image that the mask "
                         "belongs to, or remove the mask.");
    }
    if (c->image_count > 1) {
        return fault_set(fault, STATUS_INVALID, "mask",
                         "Cannot use a mask with multiple image. There are %d input images: keep "
                         "the one to be repainted, or remove the mask.",
                         c->image_count);
    }
    if (c->mask_width != c->image_width || c->mask_height != c->image_height) {
        return fault_set(fault, STATUS_INVALID, "mask",
                         "Mask and Image must be the same size. The mask has %d x %d pixels, the "
                         "image %d x %d. Paint the mask on this image, or import one of its size.",
                         c->mask_width, c->mask_height, c->image_width, c->image_height);
    }
    return STATUS_OK;
}

/* A model that is not in the table may take it. */
static bool takes_markup(const struct rules_case *c) {
    const struct model *model = models_find(c->params->text[PARAM_MODEL]);
    return !model || model->markup;
}

static enum status check_markup(const struct rules_case *c, struct fault *fault) {
    if (c->image_count == 0) {
        return fault_set(fault, STATUS_INVALID, "markup",
                         "Markup is drawn over an input image, and there is none. Add the image, "
                         "or clear the markup.");
    }
    if (c->has_mask) {
        return fault_set(fault, STATUS_INVALID, "markup",
                         "Markup cannot be sent together with a mask. Clear one of the two.");
    }
    if (!takes_markup(c)) {
        const struct bytes model = c->params->text[PARAM_MODEL];
        return fault_set(fault, STATUS_INVALID, "markup",
                         "%.*s takes no markup. Choose %s or another model that does, or clear "
                         "the markup.",
                         (int)model.len, (const char *)model.data, models_at(0)->id);
    }
    if (c->markup_width != c->image_width || c->markup_height != c->image_height) {
        return fault_set(fault, STATUS_INVALID, "markup",
                         "Markup and image must be the same size. The markup has %d x %d pixels, "
                         "the image %d x %d. Clear the markup and draw it on this image.",
                         c->markup_width, c->markup_height, c->image_width, c->image_height);
    }
    return STATUS_OK;
}

static enum status check_model(const struct rules_case *c, struct fault *fault) {
    const struct model *model = models_find(c->params->text[PARAM_MODEL]);
    if (!c->at_openai || !model || !models_has_ended(model, c->today)) {
        return STATUS_OK;
    }
    return fault_set(fault, STATUS_INVALID, "model",
                     "OpenAI shut %s down on %s. Choose %s instead, or an endpoint that still "
                     "serves it.",
                     model->id, model->shutdown, model->successor);
}

/* Writes "low, medium" for "low medium". */
static void list_words(const char *words, struct buf *out) {
    for (; *words; words++) {
        buf_text(out, *words == ' ' ? ", " : (const char[]){*words, '\0'});
    }
    buf_byte(out, '\0');
}

/* A choice that the model does not have, of a setting that it has. */
static enum status check_choice(const struct rules_case *c, const struct model *model,
                                enum param param, struct fault *fault) {
    const struct param_rule *rule = param_rule(param);
    const struct bytes value = c->params->text[param];
    if (rule->kind != PARAM_CHOICE || !models_has(model, param) ||
        models_takes(model, param, value)) {
        return STATUS_OK;
    }
    struct buf list = buf_make(256);
    list_words(models_limit(model, param), &list);
    const enum status status =
        list.status != STATUS_OK
            ? fault_no_memory(fault)
            : fault_set(fault, STATUS_INVALID, rule->name,
                        "%s cannot be %.*s for %s. It can be %s.", rule->label, (int)value.len,
                        (const char *)value.data, model->id, (const char *)list.data);
    buf_free(&list);
    return status;
}

static enum status check_taken(const struct rules_case *c, struct fault *fault) {
    const struct model *model = models_find(c->params->text[PARAM_MODEL]);
    struct size size;
    if (!model) {
        return STATUS_OK;
    }
    for (enum param p = 0; p < PARAM_COUNT; p++) {
        const enum status status = check_choice(c, model, p, fault);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return size_parse(c->params->text[PARAM_SIZE], &size) ? size_check(model->sizes, size, fault)
                                                          : STATUS_OK;
}

/* Settings that do not go together, the first of them. */
static enum status check_between(const struct rules_case *c, struct fault *fault) {
    const int64_t *const number = c->params->number;
    const bool is_png = params_is(c->params, PARAM_OUTPUT_FORMAT, "png");
    const bool is_webp = params_is(c->params, PARAM_OUTPUT_FORMAT, "webp");
    const bool is_gif = params_is(c->params, PARAM_OUTPUT_FORMAT, "gif");
    const bool is_svg = params_is(c->params, PARAM_OUTPUT_FORMAT, "svg");
    const struct {
        bool is_so;
        const char *field;
        const char *text;
    } faults[] = {
        {number[PARAM_PARTIAL_IMAGES] > 0 && !number[PARAM_STREAM], "partial_images",
         "Partial images come with streaming only. Turn streaming on, or set them to 0."},
        {c->image_count > 0 && params_is(c->params, PARAM_MODERATION, "low"), "moderation",
         "Moderation can be chosen for new pictures only, not with input images. Set it to auto, "
         "or remove the images."},
        {!is_png && !is_webp && params_is(c->params, PARAM_BACKGROUND, "transparent"), "background",
         "A transparent background needs the output format PNG or WebP. Choose one of them, or "
         "another background."},
        {number[PARAM_OUTPUT_COMPRESSION] < 100 && (is_png || is_gif || is_svg),
         "output_compression",
         "Compression is for JPEG and WebP only. Choose one of them as the output format, or set "
         "the compression to 100."},
        {number[PARAM_STREAM] && (is_gif || is_svg), "stream",
         "GIF and SVG pictures cannot be streamed. Turn streaming off, or choose another output "
         "format."},
        {c->has_mask && is_gif, "output_format",
         "A GIF cannot be made with a mask. Choose another output format, or remove the mask."},
        {c->has_mask && is_svg && number[PARAM_KEEP], "output_format",
         "An SVG cannot be put back into the picture. Choose another output format, or do not keep "
         "what is not painted."},
        {number[PARAM_N] > 1 && is_svg, "n",
         "SVG pictures come one at a time. Set the number of images to 1."},
        {is_svg && !params_is(c->params, PARAM_SVG_EFFORT, "") &&
             params_is(c->params, PARAM_SVG_MODEL, ""),
         "svg[model]",
         "An effort can be asked only of an SVG author with a name. Write the name of its model, "
         "or leave the effort to it."},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        if (faults[i].is_so) {
            return fault_set(fault, STATUS_INVALID, faults[i].field, "%s", faults[i].text);
        }
    }
    return STATUS_OK;
}

enum status rules_check(const struct rules_case *c, struct fault *fault) {
    enum status status = check_prompt(c, fault);
    if (status == STATUS_OK && c->has_mask) {
        status = check_mask(c, fault);
    }
    if (status == STATUS_OK && c->has_markup) {
        status = check_markup(c, fault);
    }
    if (status == STATUS_OK && c->image_count > RULES_MAX_IMAGES) {
        status = fault_set(fault, STATUS_INVALID, "images",
                           "There are %d input images, and one request takes %d at most. Remove "
                           "%d.",
                           c->image_count, RULES_MAX_IMAGES, c->image_count - RULES_MAX_IMAGES);
    }
    if (status == STATUS_OK) {
        status = check_model(c, fault);
    }
    if (status == STATUS_OK) {
        status = check_taken(c, fault);
    }
    return status == STATUS_OK ? check_between(c, fault) : status;
}
