#include "api/params.h"

#include "api/models.h"
#include "api/rules.h"
#include "api/size.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum status check_text(const struct param_rule *rule, struct bytes text,
                              struct fault *fault) {
    const int64_t count = utf8_count(text);
    if (count > rule->max) {
        return fault_set(fault, STATUS_INVALID, rule->name,
                         "The %s has %" PRId64 " characters, and the API takes %" PRId64
                         " at most. Shorten it by %" PRId64 ".",
                         rule->name, count, rule->max, count - rule->max);
    }
    return STATUS_OK;
}

static enum status check_line(const struct param_rule *rule, struct bytes text,
                              struct fault *fault) {
    bool sound = utf8_count(text) <= rule->max;
    for (size_t i = 0; i < text.len && sound; i++) {
        sound = text.data[i] >= 0x20 && text.data[i] != 0x7f;
    }
    return sound ? STATUS_OK
                 : fault_set(fault, STATUS_INVALID, rule->name,
                             "%s can be one line of at most %" PRId64 " characters.", rule->label,
                             rule->max);
}

static enum status check_extent(const struct param_rule *rule, struct bytes text,
                                struct fault *fault) {
    struct size size;
    return bytes_equal(text, bytes_of("auto")) || size_parse(text, &size)
               ? STATUS_OK
               : fault_set(fault, STATUS_INVALID, rule->name,
                           "Value not in list. %s can be auto, or a width and a height in pixels "
                           "such as 1536x864.",
                           rule->label);
}

static enum status check_model_id(const struct param_rule *rule, struct bytes id,
                                  struct fault *fault) {
    bool sound = (int64_t)id.len >= rule->min && (int64_t)id.len <= rule->max;
    for (size_t i = 0; i < id.len && sound; i++) {
        sound = id.data[i] >= 0x21 && id.data[i] <= 0x7e;
    }
    return sound ? STATUS_OK
                 : fault_set(fault, STATUS_INVALID, rule->name,
                             "The name of a model has %" PRId64 " to %" PRId64
                             " letters, digits and signs without spaces.",
                             rule->min, rule->max);
}

/* Writes "low, medium or high" for the choices of 'rule'. */
static void list_choices(const struct param_rule *rule, struct buf *out) {
    for (const struct param_choice *choice = rule->choices; choice->value; choice++) {
        if (choice != rule->choices) {
            buf_text(out, choice[1].value ? ", " : " or ");
        }
        buf_text(out, choice->value);
    }
    buf_byte(out, '\0');
}

static enum status check_choice(const struct param_rule *rule, struct bytes value,
                                struct fault *fault) {
    for (const struct param_choice *choice = rule->choices; choice->value; choice++) {
        if (bytes_equal(value, bytes_of(choice->value))) {
            return STATUS_OK;
        }
    }
    struct buf list = buf_make(256);
    list_choices(rule, &list);
    const enum status status =
        list.status != STATUS_OK
            ? fault_no_memory(fault)
            : fault_set(fault, STATUS_INVALID, rule->name, "Value not in list. %s can be %s.",
                        rule->label, (const char *)list.data);
    buf_free(&list);
    return status;
}

static enum status check_integer(const struct param_rule *rule, int64_t number,
                                 struct fault *fault) {
    if (number >= rule->min && number <= rule->max) {
        return STATUS_OK;
    }
    const bool small = number < rule->min;
    return fault_set(fault, STATUS_INVALID, rule->name,
                     "Value %" PRId64 " %s of %" PRId64 ". %s can be %" PRId64 " to %" PRId64 ".",
                     number, small ? "smaller than min" : "bigger than max",
                     small ? rule->min : rule->max, rule->label, rule->min, rule->max);
}

static enum status read_integer(const struct param_rule *rule, const struct json *value,
                                int64_t *out, struct fault *fault) {
    if (json_is_null(value)) {
        *out = strtoll(rule->preset, NULL, 10);
        return STATUS_OK;
    }
    if (!json_integer(value, INT64_MIN, INT64_MAX, out)) {
        return fault_set(fault, STATUS_INVALID, rule->name,
                         "Failed to convert an input value to a INT value. %s has to be a whole "
                         "number.",
                         rule->label);
    }
    return check_integer(rule, *out, fault);
}

static enum status read_boolean(const struct param_rule *rule, const struct json *value,
                                int64_t *out, struct fault *fault) {
    bool yes = strcmp(rule->preset, "true") == 0;
    if (!json_is_null(value) && !json_boolean(value, &yes)) {
        return fault_set(fault, STATUS_INVALID, rule->name, "%s has to be true or false.",
                         rule->label);
    }
    *out = yes;
    return STATUS_OK;
}

static enum status read_text(const struct param_rule *rule, const struct json *value,
                             struct bytes *out, struct fault *fault) {
    if (json_is_null(value)) {
        *out = bytes_of(rule->preset);
    } else if (!json_text(value, out)) {
        return fault_set(fault, STATUS_INVALID, rule->name, "%s has to be a text.", rule->label);
    }
    switch (rule->kind) {
    case PARAM_TEXT:
        return check_text(rule, *out, fault);
    case PARAM_MODEL_ID:
        return check_model_id(rule, *out, fault);
    case PARAM_LINE:
        return check_line(rule, *out, fault);
    case PARAM_EXTENT:
        return check_extent(rule, *out, fault);
    default:
        return check_choice(rule, *out, fault);
    }
}

static enum status read_all(const struct json *settings, struct params *out, struct fault *fault) {
    enum status status = STATUS_OK;
    for (size_t p = 0; p < PARAM_COUNT && status == STATUS_OK; p++) {
        const struct param_rule *rule = param_rule((enum param)p);
        const struct json *value = json_get(settings, rule->name);
        switch (rule->kind) {
        case PARAM_INTEGER:
            status = read_integer(rule, value, &out->number[p], fault);
            break;
        case PARAM_BOOLEAN:
            status = read_boolean(rule, value, &out->number[p], fault);
            break;
        default:
            status = read_text(rule, value, &out->text[p], fault);
        }
    }
    return status;
}

static enum status check_names(const struct json *settings, struct fault *fault) {
    for (const struct json *m = json_at(settings, 0); m; m = json_next(m)) {
        if (param_find(json_name(m)) == PARAM_COUNT) {
            const struct bytes name = utf8_start(bytes_of(json_name(m)), 64);
            return fault_set(fault, STATUS_INVALID, NULL, "There is no setting called '%.*s'.",
                             (int)name.len, (const char *)name.data);
        }
    }
    return STATUS_OK;
}

static enum status parse_object(struct bytes text, struct json **out, struct fault *fault) {
    const enum status status = json_parse(text, out);
    if (status == STATUS_TOO_LARGE) {
        return fault_set(fault, STATUS_INVALID, param_rule(PARAM_PROMPT)->name,
                         "The prompt is far too long; the API takes %d characters at most.",
                         PARAM_PROMPT_MAX);
    }
    if (status == STATUS_NO_MEMORY) {
        return fault_no_memory(fault);
    }
    if (status != STATUS_OK || !json_is_object(*out)) {
        return fault_set(fault, STATUS_INVALID, NULL,
                         "The settings cannot be read: they are no JSON object.");
    }
    if (json_escapes_nul(text)) {
        return fault_set(fault, STATUS_INVALID, NULL,
                         "A setting contains the character U+0000, which cannot be sent. Remove "
                         "it.");
    }
    return STATUS_OK;
}

enum status params_parse(struct bytes json, struct params *out, struct fault *fault) {
    *out = (struct params){0};
    enum status status = parse_object(json, &out->document, fault);
    if (status == STATUS_OK) {
        status = read_all(out->document, out, fault);
    }
    if (status == STATUS_OK) {
        status = check_names(out->document, fault);
    }
    if (status != STATUS_OK) {
        params_free(out);
    }
    return status;
}

void params_free(struct params *params) {
    json_free(params->document);
    *params = (struct params){0};
}

bool params_is(const struct params *params, enum param param, const char *value) {
    return bytes_equal(params->text[param], bytes_of(value));
}

bool params_is_preset(const struct params *params, enum param param) {
    const char *preset = param_rule(param)->preset;
    switch (param_rule(param)->kind) {
    case PARAM_INTEGER:
        return params->number[param] == strtoll(preset, NULL, 10);
    case PARAM_BOOLEAN:
        return (params->number[param] != 0) == (strcmp(preset, "true") == 0);
    default:
        return params_is(params, param, preset);
    }
}

bool params_sends(const struct params *params, enum param param, bool is_edit) {
    const struct param_rule *rule = param_rule(param);
    if (!rule->sent || !rule->optional) {
        return rule->sent;
    }
    const bool applies = rule->format ? params_is(params, PARAM_OUTPUT_FORMAT, rule->format)
                                      : is_edit || param != PARAM_INPUT_FIDELITY;
    return applies && !params_is_preset(params, param) &&
           models_has(models_find(params->text[PARAM_MODEL]), param);
}

int64_t params_image_budget(const struct params *params) {
    return params_is(params, PARAM_IMAGE_BUDGET, "none")
               ? 0
               : strtoll((const char *)params->text[PARAM_IMAGE_BUDGET].data, NULL, 10);
}

int64_t params_next_seed(const struct params *params, double random) {
    const struct param_rule *rule = param_rule(PARAM_SEED);
    const int64_t seed = params->number[PARAM_SEED];
    if (params_is(params, PARAM_SEED_CONTROL, "increment")) {
        return seed < rule->max ? seed + 1 : seed;
    }
    if (params_is(params, PARAM_SEED_CONTROL, "decrement")) {
        return seed > rule->min ? seed - 1 : seed;
    }
    if (params_is(params, PARAM_SEED_CONTROL, "randomize")) {
        return (int64_t)floor(random * (double)(rule->max - rule->min)) + rule->min;
    }
    return seed;
}

static const char *kind_name(enum param_kind kind) {
    static const char *const names[] = {[PARAM_TEXT] = "text",       [PARAM_LINE] = "line",
                                        [PARAM_EXTENT] = "size",     [PARAM_MODEL_ID] = "model",
                                        [PARAM_INTEGER] = "integer", [PARAM_CHOICE] = "choice",
                                        [PARAM_BOOLEAN] = "boolean"};
    return names[kind];
}

static const char *group_name(enum param_group group) {
    static const char *const names[] = {
        [PARAM_MAIN] = "", [PARAM_MORE] = "more", [PARAM_EDIT] = "edit", [PARAM_PASTE] = "paste"};
    return names[group];
}

static void write_default(struct json_writer *w, const struct param_rule *rule) {
    switch (rule->kind) {
    case PARAM_INTEGER:
        json_put_integer(w, "default", strtoll(rule->preset, NULL, 10));
        break;
    case PARAM_BOOLEAN:
        json_put_boolean(w, "default", strcmp(rule->preset, "true") == 0);
        break;
    default:
        json_put_string(w, "default", rule->preset);
    }
}

static void write_choices(struct json_writer *w, const struct param_choice *choices) {
    json_begin_array(w, "choices");
    for (; choices->value; choices++) {
        json_begin_object(w, NULL);
        json_put_string(w, "value", choices->value);
        json_put_string(w, "label", choices->label);
        json_end_object(w);
    }
    json_end_array(w);
}

static void write_rule(struct json_writer *w, const struct param_rule *rule) {
    json_begin_object(w, NULL);
    json_put_string(w, "name", rule->name);
    json_put_string(w, "label", rule->label);
    json_put_string(w, "help", rule->help);
    json_put_string(w, "kind", kind_name(rule->kind));
    write_default(w, rule);
    if (rule->choices) {
        write_choices(w, rule->choices);
    } else if (rule->kind != PARAM_BOOLEAN) {
        json_put_integer(w, "min", rule->min);
        json_put_integer(w, "max", rule->max);
    }
    json_put_boolean(w, "sent", rule->sent);
    json_put_string(w, "group", group_name(rule->group));
    json_put_string(w, "format", rule->format ? rule->format : "");
    json_end_object(w);
}

static void put_string_or_null(struct json_writer *w, const char *key, const char *text) {
    if (text) {
        json_put_string(w, key, text);
    } else {
        json_put_null(w, key);
    }
}

/* "auto 1024x1024 1536x1024 1024x1536" */
static void write_sizes(struct json_writer *w, const struct size *sizes) {
    char text[128] = "auto";
    for (size_t len = 4; sizes->width > 0; sizes++) {
        len +=
            (size_t)snprintf(text + len, sizeof text - len, " %dx%d", sizes->width, sizes->height);
    }
    json_put_string(w, param_rule(PARAM_SIZE)->name, text);
}

static void write_limits(struct json_writer *w, const struct model *model) {
    json_begin_object(w, "takes");
    for (const struct model_limit *limit = model->limits; limit->param != PARAM_COUNT; limit++) {
        json_put_string(w, param_rule(limit->param)->name, limit->values);
    }
    if (model->sizes->fixed) {
        write_sizes(w, model->sizes->fixed);
    }
    json_end_object(w);
}

static void write_model(struct json_writer *w, const struct model *model, const char *today) {
    json_begin_object(w, NULL);
    json_put_string(w, "id", model->id);
    json_put_string(w, "summary", model->summary);
    put_string_or_null(w, "shutdown", model->shutdown);
    put_string_or_null(w, "successor", model->successor);
    json_put_boolean(w, "ended", models_has_ended(model, today));
    write_limits(w, model);
    json_put_boolean(w, "markup", model->markup);
    json_end_object(w);
}

enum status params_write_schema(const char *today, struct buf *out) {
    struct json_writer w = json_write_to(out);
    json_begin_object(&w, NULL);
    json_begin_array(&w, "settings");
    for (size_t p = 0; p < PARAM_COUNT; p++) {
        write_rule(&w, param_rule((enum param)p));
    }
    json_end_array(&w);
    json_begin_array(&w, "models");
    for (size_t i = 0; i < models_count(); i++) {
        write_model(&w, models_at(i), today);
    }
    json_end_array(&w);
    json_put_string(&w, "models_as_of", MODELS_AS_OF);
    json_begin_object(&w, "limits");
    json_put_integer(&w, "images", RULES_MAX_IMAGES);
    json_end_object(&w);
    json_end_object(&w);
    return out->status;
}
