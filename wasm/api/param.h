/*
 * The table of the settings: names, words, defaults, limits and choices.
 *
 * The only place where they stand.  The node's own settings, ComfyUI's
 * OpenAIGPTImage1 with the inputs of 2025-10, come with its names and values;
 * the model, the seed's control, the image budget and what is done about masks are
 * beside them.  Does not know how settings are read or sent.
 */
#ifndef API_PARAM_H
#define API_PARAM_H

#include "base/base.h"

#define PARAM_PROMPT_MAX 32000 /* code points */

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
    PARAM_AREA,         /* how an image with a mask is sent ... */
    PARAM_CONTEXT,
    PARAM_ISLANDS,
    PARAM_KEEP, /* ... and how its answer is put back */
    PARAM_FEATHER,
    PARAM_ALIGN,
    PARAM_MATCH_COLORS,
    PARAM_BLEND,
    PARAM_OUTPUT_FORMAT,
    PARAM_OUTPUT_COMPRESSION,
    PARAM_MODERATION,
    PARAM_INPUT_FIDELITY,
    PARAM_COMPLEXITY,
    PARAM_STREAM,
    PARAM_PARTIAL_IMAGES,
    PARAM_FRAME_COUNT,
    PARAM_FRAME_DURATION,
    PARAM_SVG_MODEL, /* the author of a drawing, beside the model of pictures */
    PARAM_SVG_EFFORT,
    PARAM_SAFETY_IDENTIFIER,
    PARAM_COUNT
};

enum param_kind {
    PARAM_TEXT,     /* at most 'max' code points */
    PARAM_LINE,     /* at most 'max' code points in one line, or nothing */
    PARAM_MODEL_ID, /* from the table of models, or any other 'min'..'max' visible ASCII letters */
    PARAM_EXTENT,   /* "auto", one of 'choices' or any other "WIDTHxHEIGHT" */
    PARAM_INTEGER,  /* 'min'..'max' */
    PARAM_CHOICE,   /* one of 'choices' */
    PARAM_BOOLEAN   /* preset "true" or "false" */
};

/* Where the page shows a setting. */
enum param_group {
    PARAM_MAIN,
    PARAM_MORE,
    PARAM_EDIT, /* how an image with a mask is sent */
    PARAM_PASTE /* how its answer is put back */
};

struct param_choice {
    const char *value;
    const char *label;
};

struct param_rule {
    const char *name;   /* on the wire and in the schema */
    const char *label;  /* the control's accessible name */
    const char *help;   /* one sentence */
    const char *preset; /* the default, as text */
    int64_t min;
    int64_t max;
    const struct param_choice *choices; /* ends with {NULL, NULL} */
    const char *format;                 /* the one output format it is about, or NULL */
    enum param_kind kind;
    enum param_group group;
    bool sent;     /* goes to the API */
    bool optional; /* but not while it is the default, which is the API's own */
};

const struct param_rule *param_rule(enum param param);

/* The setting called 'name', PARAM_COUNT where there is none. */
enum param param_find(const char *name);

#endif
