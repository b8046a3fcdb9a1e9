/*
 * Rules between the settings, the images, the mask or the markup, and the endpoint.
 *
 * All of them are judged before anything is decoded or sent.  ComfyUI's own
 * sentences come first in a fault's text, since people search for them.
 */
#ifndef API_RULES_H
#define API_RULES_H

#include "api/params.h"

#define RULES_MAX_IMAGES 16
#define RULES_MAX_IMAGE_BYTES 50000000 /* each must stay below 50 MB */
#define RULES_MAX_MASK_BYTES 4000000   /* and the mask below 4 MB */

/* What is about to be asked for. */
struct rules_case {
    const struct params *params;
    int image_count;
    int image_width; /* of the first image, upright */
    int image_height;
    bool has_mask; /* something is painted: an unpainted mask is no mask */
    int mask_width;
    int mask_height;
    bool has_markup; /* something is drawn over the first image */
    int markup_width;
    int markup_height;
    bool at_openai;    /* the endpoint is OpenAI's own, where ended models are gone */
    const char *today; /* "YYYY-MM-DD" */
};

/*
 * STATUS_OK, or STATUS_INVALID with the first rule broken: a prompt of nothing but
 * blanks; a mask without an image, a mask with several, sizes that differ (both named); markup
 * without an image, beside a mask, of another size, or for a model that takes none; more than
 * RULES_MAX_IMAGES images, a model that has ended at OpenAI; a choice or a size
 * that the model does not have (of a setting that it has: others are not sent);
 * settings that do not go together.  STATUS_NO_MEMORY where there was none for a
 * sentence.  Of a model that is not in the table nothing is refused for its sake.
 */
enum status rules_check(const struct rules_case *c, struct fault *fault) MUST_CHECK;

#endif
