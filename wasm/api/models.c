#include "api/models.h"

#include <string.h>

#define PRICE_2 {.text_in = 5.0, .image_in = 8.0, .image_out = 30.0}
#define PRICE_1_5 {.text_in = 5.0, .image_in = 8.0, .image_out = 32.0}

/* The default first, then the newest; the ones that end come last. */
static const struct model models[] = {
    {.id = "gpt-image-2.5-flare",
     .snapshot = "gpt-image-2.5-flare-2026-09-08",
     .summary = "fast and good",
     .sizes = &size_any,
     .price = PRICE_2},
    {.id = "gpt-image-2.5-sunburst",
     .snapshot = "gpt-image-2.5-sunburst-2026-09-08",
     .summary = "precise, slower",
     .sizes = &size_any,
     .price = PRICE_2},
    {.id = "gpt-image-2.6-flare", .summary = "newest, fast", .sizes = &size_any, .price = PRICE_2},
    {.id = "gpt-image-2.6-sunburst",
     .summary = "newest, precise, slower",
     .sizes = &size_any,
     .price = PRICE_2},
    {.id = "gpt-image-2",
     .snapshot = "gpt-image-2-2026-04-21",
     .summary = "the model before 2.5",
     .sizes = &size_any,
     .price = PRICE_2},
    {.id = "gpt-image-1.5",
     .snapshot = "gpt-image-1.5-2025-12-16",
     .summary = "older",
     .shutdown = "2026-12-01",
     .successor = "gpt-image-2.5-flare",
     .sizes = &size_three,
     .price = PRICE_1_5},
    {.id = "chatgpt-image-latest",
     .summary = "what ChatGPT used",
     .shutdown = "2026-12-01",
     .successor = "gpt-image-2.5-flare",
     .sizes = &size_three,
     .price = PRICE_1_5},
    {.id = "gpt-image-1-mini",
     .summary = "older, cheapest",
     .shutdown = "2026-12-01",
     .successor = "gpt-image-2.5-flare",
     .sizes = &size_three,
     .price = {.text_in = 2.0, .image_in = 2.5, .image_out = 8.0}},
    {.id = "gpt-image-1",
     .summary = "the first one",
     .shutdown = "2026-10-23",
     .successor = "gpt-image-2.5-flare",
     .sizes = &size_three,
     .price = {.text_in = 5.0, .image_in = 10.0, .image_out = 40.0}},
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

double models_cost(const struct model *model, const struct usage *usage) {
    const struct model_price *price = &model->price;
    return ((double)usage->text_tokens * price->text_in +
            (double)usage->image_tokens * price->image_in +
            (double)usage->output_tokens * price->image_out) /
           1e6;
}
