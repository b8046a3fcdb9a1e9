/*
 * The image models: what each one takes, when it ends, what follows it and what it
 * costs.
 *
 * Data in one table, with the day it was checked.  Does not know which endpoint
 * is in use: other servers may go on serving a model that OpenAI has ended.
 */
#ifndef API_MODELS_H
#define API_MODELS_H

#include "api/param.h"
#include "api/size.h"

#define MODELS_AS_OF "2026-11-22"
#define MODELS_DEFAULT "gpt-image-2.5-flare"

/* US dollars per 1,000,000 tokens. */
struct model_price {
    double text_in;
    double image_in;
    double image_out;
};

/* What a model takes of a setting: words with a space between, "" where it has no such setting. */
struct model_limit {
    enum param param;
    const char *values;
};

/* The qualities that cost, in the order of the arrays below. */
enum model_quality { MODEL_LOW, MODEL_MEDIUM, MODEL_HIGH, MODEL_XHIGH, MODEL_MAX, MODEL_QUALITIES };

/*
 * Output tokens of a picture by its quality: by OpenAI's formula over the patches
 * along its longer edge (openai-images facts, 7.2), or for the models of three
 * sizes by a table.  0 stands for a quality that the model does not have.
 */
struct model_tokens {
    uint16_t patches[MODEL_QUALITIES];
    int unsure; /* so many qualities, from low on, cost 3 to 4 times what the formula says */
    uint16_t square[MODEL_QUALITIES];    /* 1024x1024 */
    uint16_t portrait[MODEL_QUALITIES];  /* 1024x1536 */
    uint16_t landscape[MODEL_QUALITIES]; /* 1536x1024 */
};

struct model {
    const char *id;
    const char *snapshot;  /* the dated name of the same model, or NULL */
    const char *summary;   /* a few words to choose by */
    const char *shutdown;  /* the day it ends or ended, "YYYY-MM-DD", or NULL */
    const char *successor; /* what to use instead, NULL while none is needed */
    struct model_price price;
    const struct model_limit *limits; /* settings of which it does not take all, to PARAM_COUNT */
    const struct model_tokens *tokens;
    const struct size_rule *sizes;
    bool markup; /* takes a drawing over the first image that says where */
};

size_t models_count(void);
const struct model *models_at(size_t index);

/* By id or snapshot; NULL for a name that is not in the table, which may still exist. */
const struct model *models_find(struct bytes id);

/* Whether the model is gone on the day 'today', "YYYY-MM-DD". */
bool models_has_ended(const struct model *model, const char *today);

/*
 * What of a setting the model takes, as in struct model_limit; NULL where it takes
 * everything the setting may be, as a model that is not in the table (NULL) does.
 */
const char *models_limit(const struct model *model, enum param param);

/* Whether the model has such a setting at all. */
bool models_has(const struct model *model, enum param param);

/* Whether the model takes 'value' for a setting of words; sizes are judged in size.h. */
bool models_takes(const struct model *model, enum param param, struct bytes value);

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
