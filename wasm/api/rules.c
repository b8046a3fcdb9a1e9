#include "api/rules.h"

#include "api/models.h"

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

enum status rules_check(const struct rules_case *c, struct fault *fault) {
    if (c->has_mask) {
        const enum status status = check_mask(c, fault);
        if (status != STATUS_OK) {
            return status;
        }
    }
    if (c->image_count > RULES_MAX_IMAGES) {
        return fault_set(fault, STATUS_INVALID, "images",
                         "There are %d input images, and one request takes %d at most. Remove %d.",
                         c->image_count, RULES_MAX_IMAGES, c->image_count - RULES_MAX_IMAGES);
    }
    return check_model(c, fault);
}
