/*
 * The settings of one generation: read, checked, and described to the page.
 *
 * What each setting is called and may be stands in param.h alone; the page
 * builds its form from the schema written here.  Rules between settings, images
 * and mask are in rules.h.
 */
#ifndef API_PARAMS_H
#define API_PARAMS_H

#include "api/param.h"
#include "base/buf.h"
#include "base/json.h"

/* Checked values; the texts live in 'document'. */
struct params {
    struct json *document;
    struct bytes text[PARAM_COUNT]; /* of texts, models and choices */
    int64_t number[PARAM_COUNT];    /* of integers, and 0 or 1 of booleans */
};

/*
 * Reads and checks an object of settings, {"prompt": "...", "n": 2, ...}.  A
 * setting that is absent or null takes its default; a name that is no setting
 * is refused, so that nothing is lost in silence.
 *
 * STATUS_INVALID, the first fault in the table's order with its field, or
 * STATUS_NO_MEMORY; *out is then empty.  Free it with params_free.
 */
enum status params_parse(struct bytes json, struct params *out, struct fault *fault) MUST_CHECK;
void params_free(struct params *params);

/* Whether a text, model or choice is 'value'. */
bool params_is(const struct params *params, enum param param, const char *value);

/* Whether a setting is as it is by default. */
bool params_is_preset(const struct params *params, enum param param);

/*
 * Whether the request carries this setting.  The node's own always; of the others
 * only what is not the default and what the model has, input fidelity with edits
 * only and what is about a format with that one only.  What a form hides therefore does no harm.
 */
bool params_sends(const struct params *params, enum param param, bool is_edit);

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
 * choices: [{value, label}], sent, group, format}], "models": [{id, summary,
 * shutdown, successor, ended, takes, markup}], "models_as_of": "...", "limits": {"images": 16}}.
 * 'takes' tells of settings of which a model does not take all what it takes, as
 * {"quality": "auto low medium high", "complexity": ""}: "" for a setting it has not.
 * 'today' decides which models have ended.
 */
enum status params_write_schema(const char *today, struct buf *out);

#endif
