#include "api/estimate.h"

#include "api/models.h"

#define PARTIAL_TOKENS 100
#define TILE 512
#define PATCH 32
#define MOST_IMAGE_TOKENS 1536

/* From the least to the most there may be; none while 'most' is 0. */
struct range {
    int64_t least;
    int64_t most;
};

int64_t estimate_tokens(int patches, struct size size) {
    const int64_t longer = size.width > size.height ? size.width : size.height;
    const int64_t shorter = size.width + size.height - longer;
    const int64_t across = (2 * patches * shorter + longer) / (2 * longer);
    const int64_t pixels = (int64_t)size.width * size.height;
    return (patches * across * (2000000 + pixels) + 3999999) / 4000000;
}

static bool is_size(struct size size, int width, int height) {
    return size.width == width && size.height == height;
}

static struct range picture_tokens(const struct model_tokens *tokens, int quality,
                                   struct size size) {
    if (tokens->patches[quality] > 0) {
        const int64_t count = estimate_tokens(tokens->patches[quality], size);
        const bool unsure = quality < tokens->unsure;
        return (struct range){unsure ? 3 * count : count, unsure ? 4 * count : count};
    }
    const int64_t count = is_size(size, 1024, 1024)   ? tokens->square[quality]
                          : is_size(size, 1024, 1536) ? tokens->portrait[quality]
                          : is_size(size, 1536, 1024) ? tokens->landscape[quality]
                                                      : 0;
    return (struct range){count, count};
}

static void widen(struct range *range, struct range by) {
    if (range->most == 0 || by.least < range->least) {
        range->least = by.least;
    }
    if (by.most > range->most) {
        range->most = by.most;
    }
}

/* Widens 'range' by every quality that the setting may mean. */
static void widen_by_size(struct range *range, const struct model_tokens *tokens,
                          const struct params *params, struct size size) {
    static const char *const names[MODEL_QUALITIES] = {"low", "medium", "high", "xhigh", "max"};
    const bool any = params_is(params, PARAM_QUALITY, "auto");
    for (int quality = 0; quality < MODEL_QUALITIES; quality++) {
        const struct range count = picture_tokens(tokens, quality, size);
        if (count.most > 0 && (any || params_is(params, PARAM_QUALITY, names[quality]))) {
            widen(range, count);
        }
    }
}

/* Output tokens of one picture without its partial ones. */
static struct range output_tokens(const struct model *model, const struct params *params) {
    static const struct size choices[] = {{1024, 1024}, {1536, 1024}, {1024, 1536}};
    struct range range = {0, 0};
    struct size size;
    if (!size_parse(params->text[PARAM_SIZE], &size)) {
        for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
            widen_by_size(&range, model->tokens, params, choices[i]);
        }
    } else if (size_is_made(model->sizes, size)) {
        widen_by_size(&range, model->tokens, params, size);
    }
    return range;
}

/*
 * A base and so much for each tile of 512 pixels, once the image is made to fit
 * into 2048 x 2048 and then its shorter edge into 512.
 */
static int64_t old_image_tokens(struct size size, bool faithful) {
    const int64_t longer = size.width > size.height ? size.width : size.height;
    const int64_t shorter = size.width + size.height - longer;
    const int64_t fitted = longer < 2048 ? longer : 2048;
    const bool shrinks = fitted * shorter > TILE * longer;
    const int64_t tiles = shrinks ? (longer + shorter - 1) / shorter : (fitted + TILE - 1) / TILE;
    const int64_t extra = shorter == longer ? 4160 : 6240;
    return 65 + 129 * tiles + (faithful ? extra : 0);
}

/* As observed: a token for each patch of 32 x 32 pixels, up to a limit. */
static int64_t new_image_tokens(struct size size) {
    const int64_t across = (size.width + PATCH - 1) / PATCH;
    const int64_t down = (size.height + PATCH - 1) / PATCH;
    return across * down < MOST_IMAGE_TOKENS ? across * down : MOST_IMAGE_TOKENS;
}

static struct range image_tokens(const struct estimate_case *c, const struct model *model) {
    const bool faithful = models_has(model, PARAM_INPUT_FIDELITY) &&
                          params_is(c->params, PARAM_INPUT_FIDELITY, "high");
    struct range range = {0, 0};
    for (size_t i = 0; i < c->image_count; i++) {
        const int64_t count = model->tokens->patches[0] > 0
                                  ? new_image_tokens(c->images[i])
                                  : old_image_tokens(c->images[i], faithful);
        range.least += count;
        range.most += i == 0 && c->has_mask ? 2 * count : count;
    }
    return range;
}

static double cost(const struct model *model, int64_t text, int64_t image, int64_t output) {
    const struct usage usage = {
        .text_tokens = text, .image_tokens = image, .output_tokens = output};
    return models_cost(model, &usage);
}

void estimate_run(const struct estimate_case *c, struct estimate *out) {
    *out = (struct estimate){0};
    const struct params *params = c->params;
    const struct model *model = models_find(params->text[PARAM_MODEL]);
    if (!model || params_is(params, PARAM_OUTPUT_FORMAT, "gif") ||
        params_is(params, PARAM_OUTPUT_FORMAT, "svg")) {
        return;
    }
    const struct range output = output_tokens(model, params);
    if (output.most == 0) {
        return;
    }
    const int64_t n = params->number[PARAM_N];
    const bool streamed = params->number[PARAM_STREAM];
    const int64_t requests = streamed ? n : 1;
    const int64_t partial = streamed ? params->number[PARAM_PARTIAL_IMAGES] * PARTIAL_TOKENS : 0;
    const int64_t text = requests * ((utf8_count(params->text[PARAM_PROMPT]) + 3) / 4);
    const struct range image = image_tokens(c, model);
    *out = (struct estimate){.known = true,
                             .tokens_low = n * output.least,
                             .tokens_high = n * (output.most + partial),
                             .requests = (int)requests};
    out->low = cost(model, text, requests * image.least, out->tokens_low);
    out->high = cost(model, text, requests * image.most, out->tokens_high);
}
