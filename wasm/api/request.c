#include "api/request.h"

#include <inttypes.h>
#include <stdio.h>

/* The fields in the order of ComfyUI's node, then those it does not have. */
static const enum param fields[] = {
    PARAM_BACKGROUND,     PARAM_MODEL,          PARAM_N,
    PARAM_PROMPT,         PARAM_QUALITY,        PARAM_SIZE,
    PARAM_COMPLEXITY,     PARAM_FRAME_COUNT,    PARAM_FRAME_DURATION,
    PARAM_INPUT_FIDELITY, PARAM_MODERATION,     PARAM_OUTPUT_COMPRESSION,
    PARAM_OUTPUT_FORMAT,  PARAM_PARTIAL_IMAGES, PARAM_SAFETY_IDENTIFIER,
    PARAM_STREAM};
#define FIELD_COUNT (sizeof fields / sizeof *fields)

static struct request make(const char *path) {
    return (struct request){.path = path, .body = buf_make(REQUEST_MAX_BYTES)};
}

static void put_json(struct json_writer *w, const struct params *params, enum param param) {
    const struct param_rule *rule = param_rule(param);
    switch (rule->kind) {
    case PARAM_INTEGER:
        json_put_integer(w, rule->name, params->number[param]);
        break;
    case PARAM_BOOLEAN:
        json_put_boolean(w, rule->name, params->number[param] != 0);
        break;
    default:
        json_put_text(w, rule->name, params->text[param]);
    }
}

/* Who writes a drawing, and how, has an object of its own. */
static void put_svg(struct json_writer *w, const struct params *params) {
    if (!params_sends(params, PARAM_SVG_MODEL, false)) {
        return;
    }
    json_begin_object(w, "svg");
    json_put_text(w, "model", params->text[PARAM_SVG_MODEL]);
    if (params_sends(params, PARAM_SVG_EFFORT, false)) {
        json_begin_object(w, "reasoning");
        json_put_text(w, "effort", params->text[PARAM_SVG_EFFORT]);
        json_end_object(w);
    }
    json_end_object(w);
}

enum status request_generation(const struct params *params, struct request *out) {
    *out = make("/images/generations");
    snprintf(out->content_type, sizeof out->content_type, "application/json");
    struct json_writer w = json_write_to(&out->body);
    json_begin_object(&w, NULL);
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (params_sends(params, fields[i], false)) {
            put_json(&w, params, fields[i]);
        }
    }
    put_svg(&w, params);
    json_end_object(&w);
    const enum status status = out->body.status;
    if (status != STATUS_OK) {
        request_free(out);
    }
    return status;
}

static void put_part(struct multipart *parts, const struct params *params, enum param param) {
    const struct param_rule *rule = param_rule(param);
    const int64_t number = params->number[param];
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRId64, number);
    multipart_field(parts, rule->name,
                    rule->kind == PARAM_INTEGER   ? bytes_of(digits)
                    : rule->kind == PARAM_BOOLEAN ? bytes_of(number ? "true" : "false")
                                                  : params->text[param]);
}

void request_begin_edit(const struct params *params, const uint8_t random[MULTIPART_RANDOM],
                        struct request *out) {
    *out = make("/images/edits");
    multipart_begin(&out->parts, &out->body, random);
    snprintf(out->content_type, sizeof out->content_type, "multipart/form-data; boundary=%s",
             out->parts.boundary);
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (params_sends(params, fields[i], true)) {
            put_part(&out->parts, params, fields[i]);
        }
    }
    for (enum param p = PARAM_SVG_MODEL; p <= PARAM_SVG_EFFORT; p++) {
        if (params_sends(params, p, true)) {
            put_part(&out->parts, params, p);
        }
    }
}

struct buf *request_begin_image(struct request *r, int index, int count, const char *type,
                                const char *extension) {
    char file_name[32];
    snprintf(file_name, sizeof file_name, "image_%d.%s", index, extension);
    multipart_begin_file(&r->parts, count == 1 ? "image" : "image[]", file_name, type);
    return &r->body;
}

struct buf *request_begin_mask(struct request *r) {
    multipart_begin_file(&r->parts, "mask", "mask.png", "image/png");
    return &r->body;
}

struct buf *request_begin_markup(struct request *r) {
    multipart_begin_file(&r->parts, "markup", "markup.png", "image/png");
    return &r->body;
}

void request_end_file(struct request *r) {
    multipart_end_file(&r->parts);
}

enum status request_finish(struct request *r) {
    return multipart_close(&r->parts);
}

void request_free(struct request *r) {
    buf_free(&r->body);
    *r = (struct request){0};
}
