#include "api/models.h"

#include <string.h>

#define PRICE_2 {.text_in = 5.0, .image_in = 8.0, .image_out = 30.0}
#define PRICE_1_5 {.text_in = 5.0, .image_in = 8.0, .image_out = 32.0}

#define STILLS_ONLY                                                                                \
    {PARAM_OUTPUT_FORMAT, "png jpeg webp"}, {PARAM_FRAME_COUNT, ""}, {PARAM_FRAME_DURATION, ""},   \
        {PARAM_SVG_MODEL, ""}, {PARAM_SVG_EFFORT, ""}

static const struct model_limit limits_2_6[] = {{PARAM_INPUT_FIDELITY, ""}, {PARAM_COUNT, NULL}};

static const struct model_limit limits_2_5[] = {
    {PARAM_INPUT_FIDELITY, ""}, {PARAM_COMPLEXITY, ""}, STILLS_ONLY, {PARAM_COUNT, NULL}};

static const struct model_limit limits_2[] = {{PARAM_QUALITY, "auto low medium high"},
                                              {PARAM_INPUT_FIDELITY, ""},
                                              {PARAM_COMPLEXITY, ""},
                                              STILLS_ONLY,
                                              {PARAM_COUNT, NULL}};

static const struct model_limit limits_1_mini[] = {{PARAM_QUALITY, "auto low medium high"},
                                                   {PARAM_INPUT_FIDELITY, "low"},
                                                   {PARAM_COMPLEXITY, ""},
                                                   STILLS_ONLY,
                                                   {PARAM_COUNT, NULL}};

static const struct model_limit limits_1[] = {{PARAM_QUALITY, "auto low medium high"},
                                              {PARAM_COMPLEXITY, ""},
                                              STILLS_ONLY,
                                              {PARAM_COUNT, NULL}};

/* Low and medium of 2.6 are not published; people report 3 to 4 times those of 2.5. */
static const struct model_tokens tokens_2_6 = {.patches = {16, 24, 48, 64, 96}, .unsure = 2};
static const struct model_tokens tokens_2_5 = {.patches = {16, 24, 48, 64, 96}};
static const struct model_tokens tokens_2 = {.patches = {16, 48, 96}};
static const struct model_tokens tokens_1 = {
    .square = {272, 1056, 4160}, .portrait = {408, 1584, 6240}, .landscape = {400, 1568, 6208}};

/* What models that are alike have in common. */
#define LIKE_2_6                                                                                   \
    .price = PRICE_2, .limits = limits_2_6, .tokens = &tokens_2_6, .sizes = &size_any,             \
    .markup = true
#define LIKE_2_5                                                                                   \
    .price = PRICE_2, .limits = limits_2_5, .tokens = &tokens_2_5, .sizes = &size_any,             \
    .markup = true
#define LIKE_1 .limits = limits_1, .tokens = &tokens_1, .sizes = &size_three

/* The default first, then the newest; the ones that end come last. */
static const struct model models[] = {
    {.id = "gpt-image-2.5-flare",
     .snapshot = "gpt-image-2.5-flare-2026-09-08",
     .summary = "fast and good",
     LIKE_2_5},
    {.id = "gpt-image-2.5-sunburst",
     .snapshot = "gpt-image-2.5-sunburst-2026-09-08",
     .summary = "precise, slower",
     LIKE_2_5},
    {.id = "gpt-image-2.6-flare", .summary = "newest, fast", LIKE_2_6},
    {.id = "gpt-image-2.6-sunburst", .summary = "newest, precise, slower", LIKE_2_6},
    {.id = "gpt-image-2",
     .snapshot = "gpt-image-2-2026-04-21",
     .summary = "the model before 2.5",
     .price = PRICE_2,
     .limits = limits_2,
     .tokens = &tokens_2,
     .sizes = &size_any},
    {.id = "gpt-image-1.5",
     .snapshot = "gpt-image-1.5-2025-12-16",
     .summary = "older",
     .shutdown = "2026-12-01",
     .successor = "gpt-image-2.5-flare",
     .price = PRICE_1_5,
     LIKE_1},
    {.id = "chatgpt-image-latest",
     .summary = "what ChatGPT used",
     .shutdown = "2026-12-01",
     .successor = "gpt-image-2.5-flare",
     .price = PRICE_1_5,
     LIKE_1},
    {.id = "gpt-image-1-mini",
     .summary = "older, cheapest",
     .shutdown = "2026-12-01",
     .successor = "gpt-image-2.5-flare",
     .price = {.text_in = 2.0, .image_in = 2.5, .image_out = 8.0},
     .limits = limits_1_mini,
     .tokens = &tokens_1,
     .sizes = &size_three},
    {.id = "gpt-image-1",
     .summary = "the first one",
     .shutdown = "2026-10-23",
     .successor = "gpt-image-2.5-flare",
     .price = {.text_in = 5.0, .image_in = 10.0, .image_out = 40.0},
     LIKE_1},
};

size_t models_count(void) {
    return sizeof models / sizeof *models;
}

const struct model *models_at(size_t index) {
    return &models[index];
}

const struct model *models_find(struct bytes id) {
    for (size_t i = 0; i < models_count(); i++) {
        const char *snapshot = models[i].snapshot;
        if (bytes_equal(id, bytes_of(models[i].id)) ||
            (snapshot && bytes_equal(id, bytes_of(snapshot)))) {
            return &models[i];
        }
    }
    return NULL;
}

bool models_has_ended(const struct model *model, const char *today) {
    return model->shutdown && strcmp(model->shutdown, today) <= 0;
}

const char *models_limit(const struct model *model, enum param param) {
    if (!model) {
        return NULL;
    }
    const struct model_limit *limit = model->limits;
    while (limit->param != PARAM_COUNT && limit->param != param) {
        limit++;
    }
    return limit->values;
}

bool models_has(const struct model *model, enum param param) {
    const char *values = models_limit(model, param);
    return !values || *values;
}

bool models_takes(const struct model *model, enum param param, struct bytes value) {
    const char *values = models_limit(model, param);
    return !values || bytes_is_word_of(value, values);
}

double models_cost(const struct model *model, const struct usage *usage) {
    const struct model_price *price = &model->price;
    return ((double)usage->text_tokens * price->text_in +
            (double)usage->image_tokens * price->image_in +
            (double)usage->output_tokens * price->image_out) /
           1e6;
}
