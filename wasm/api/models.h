/*
 * The image models: what sizes each one makes, when it ends, what follows it and
 * what it costs.
 *
 * Data in one table, with the day it was checked.  Does not know which endpoint
 * is in use: other servers may go on serving a model that OpenAI has ended.
 */
#ifndef API_MODELS_H
#define API_MODELS_H

#include "api/size.h"

#define MODELS_AS_OF "2026-11-22"
#define MODELS_DEFAULT "gpt-image-2.5-flare"

/* US dollars per 1,000,000 tokens. */
struct model_price {
    double text_in;
    double image_in;
    double image_out;
};

struct model {
    const char *id;
    const char *snapshot;  /* the dated name of the same model, or NULL */
    const char *summary;   /* a few words to choose by */
    const char *shutdown;  /* the day it ends or ended, "YYYY-MM-DD", or NULL */
    const char *successor; /* what to use instead, NULL while none is needed */
    const struct size_rule *sizes;
    struct model_price price;
};

size_t models_count(void);
const struct model *models_at(size_t index);

/* By id or snapshot; NULL for a name that is not in the table, which may still exist. */
const struct model *models_find(struct bytes id);

/* Whether the model is gone on the day 'today', "YYYY-MM-DD". */
bool models_has_ended(const struct model *model, const char *today);

/* Tokens as the API's "usage" counts them. */
struct usage {
    int64_t text_tokens;   /* of the prompt */
    int64_t image_tokens;  /* of the input images */
    int64_t output_tokens; /* of the pictures made */
};

/*
 * What 'usage' cost in US dollars.  Exact for the Images API, where the cached
 * prices do not apply (openai-images facts, 7.4).
 */
double models_cost(const struct model *model, const struct usage *usage);

#endif
