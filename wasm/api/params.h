/*
 * The settings of one generation: their table, their schema, their checks.
 *
 * The table is the only place where a setting's name, words, default, limits and
 * choices stand; the page builds its form from the schema.  The first eight are
 * those of ComfyUI's node OpenAIGPTImage1 (inputs of 2025-10), the rest are ours.
 * Rules between settings, images and mask are in rules.h.
 */
#ifndef API_PARAMS_H
#define API_PARAMS_H

#include "base/buf.h"
#include "base/json.h"

#define PARAMS_PROMPT_MAX 32000 /* code points */

enum param {
    PARAM_PROMPT,
    PARAM_MODEL,
    PARAM_QUALITY,
    PARAM_SIZE,
    PARAM_BACKGROUND,
    PARAM_N,
    PARAM_SEED,
    PARAM_SEED_CONTROL, /* what happens to the seed after a run */
    PARAM_IMAGE_BUDGET, /* pixels an input image is shrunk to */
    PARAM_COUNT
};

enum param_kind {
    PARAM_TEXT,     /* 'min'..'max' code points, not only blanks */
    PARAM_MODEL_ID, /* from the table of models, or any other 'min'..'max' visible ASCII letters */
    PARAM_INTEGER,  /* 'min'..'max' */
    PARAM_CHOICE    /* one of 'choices' */
};

struct param_choice {
    const char *value;
    const char *label;
};

struct param_rule {
    const char *name;  /* on the wire and in the schema */
    const char *label; /* the control's accessible name */
    const char *help;  /* one sentence */
    enum param_kind kind;
    const char *preset; /* the default, as text */
    int64_t min;
    int64_t max;
    const struct param_choice *choices; /* ends with {NULL, NULL} */
    bool sent;                          /* goes to the API */
    bool advanced;                      /* belongs under "More settings" */
};

const struct param_rule *params_rule(enum param param);

/* The setting called 'name', PARAM_COUNT where there is none. */
enum param params_find(const char *name);

/* Checked values; the texts live in 'document'. */
struct params {
    struct json *document;
    struct bytes text[PARAM_COUNT]; /* of texts, models and choices */
    int64_t number[PARAM_COUNT];    /* of integers */
};

/*
 * Reads and checks an object of settings, {"prompt": "...", "n": 2, ...}.  A
 * setting that is absent or null takes its default; a name that is no setting
 * is refused, so that nothing is lost in silence.
 *
 * STATUS_INVALID: the first fault in the table's order, with its field; *out is
 * then empty.  Free it with params_free.
 */
enum status params_parse(struct bytes json, struct params *out, struct fault *fault) MUST_CHECK;
void params_free(struct params *params);

/* The image budget in pixels, 0 for none. */
int64_t params_image_budget(const struct params *params);

/*
 * The seed of the next run by ComfyUI's control_after_generate: the same, one
 * more, one less (both stop at the limits), or floor(random * (max - min)) + min
 * with 'random' from 0 up to but not including 1.
 */
int64_t params_next_seed(const struct params *params, double random);

/*
 * Appends the schema: {"settings": [{name, label, help, kind, default, min, max,
 * choices: [{value, label}], sent, advanced}], "models": [{id, summary,
 * shutdown, successor, ended}], "models_as_of": "...", "limits": {"images": 16}}.
 * 'today' decides which models have ended.
 */
enum status params_write_schema(const char *today, struct buf *out);

#endif
