#include "api/request.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/base64.h"

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
static void put_svg(struct json_writer *w, const struct params *params, bool edit) {
    if (!params_sends(params, PARAM_SVG_MODEL, edit)) {
        return;
    }
    json_begin_object(w, "svg");
    json_put_text(w, "model", params->text[PARAM_SVG_MODEL]);
    if (params_sends(params, PARAM_SVG_EFFORT, edit)) {
        json_begin_object(w, "reasoning");
        json_put_text(w, "effort", params->text[PARAM_SVG_EFFORT]);
        json_end_object(w);
    }
    json_end_object(w);
}

/* The settings as an object that is still open. */
static struct json_writer begin_json(const struct params *params, bool edit, struct request *out) {
    snprintf(out->content_type, sizeof out->content_type, "application/json");
    struct json_writer w = json_write_to(&out->body);
    json_begin_object(&w, NULL);
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (params_sends(params, fields[i], edit)) {
            put_json(&w, params, fields[i]);
        }
    }
    put_svg(&w, params, edit);
    return w;
}

enum status request_generation(const struct params *params, struct request *out) {
    *out = make("/images/generations");
    struct json_writer w = begin_json(params, false, out);
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

void request_begin_edit(const struct params *params, const struct dialect *dialect,
                        const uint8_t random[MULTIPART_RANDOM], struct request *out) {
    *out = make("/images/edits");
    out->dialect = *dialect;
    out->file = buf_make(REQUEST_MAX_BYTES);
    if (dialect->edits == DIALECT_JSON) {
        (void)begin_json(params, true, out);
        return;
    }
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

static struct buf *begin_json_file(struct request *r, const char *type) {
    r->type = type;
    return &r->file;
}

/* Ends the list of images; there is one in every edit. */
static void end_json_images(struct request *r) {
    if (r->images > 0 && !r->has_layer) {
        buf_byte(&r->body, ']');
    }
}

/* Writes the picture in r->file; returns how many letters that took. */
static size_t put_data_url(struct request *r) {
    const size_t before = r->body.len;
    buf_text(&r->body, "data:");
    buf_text(&r->body, r->type);
    buf_text(&r->body, ";base64,");
    base64_encode(buf_view(&r->file), &r->body);
    return r->body.len - before;
}

static enum status end_json_file(struct request *r) {
    if (!r->has_layer) {
        buf_text(&r->body, r->images++ == 0 ? ",\"images\":[" : ",");
    }
    buf_text(&r->body, "{\"image_url\":\"");
    const size_t len = put_data_url(r);
    buf_text(&r->body, "\"}");
    buf_fail(&r->body, r->file.status);
    buf_free(&r->file);
    return len > REQUEST_MAX_DATA_URL ? STATUS_TOO_LARGE : STATUS_OK;
}

struct buf *request_begin_image(struct request *r, int index, int count, const char *type,
                                const char *extension) {
    char file_name[32];
    if (r->dialect.edits == DIALECT_JSON) {
        return begin_json_file(r, type);
    }
    snprintf(file_name, sizeof file_name, "image_%d.%s", index, extension);
    multipart_begin_file(&r->parts, dialect_image_name(&r->dialect, count), file_name, type);
    return &r->body;
}

/* What lies over the first image: the one file after the images. */
static struct buf *begin_layer(struct request *r, const char *name, const char *file_name) {
    if (r->dialect.edits == DIALECT_JSON) {
        end_json_images(r);
        r->has_layer = true;
        buf_format(&r->body, ",\"%s\":", name);
        return begin_json_file(r, "image/png");
    }
    multipart_begin_file(&r->parts, name, file_name, "image/png");
    return &r->body;
}

struct buf *request_begin_mask(struct request *r) {
    return begin_layer(r, "mask", "mask.png");
}

struct buf *request_begin_markup(struct request *r) {
    return begin_layer(r, "markup", "markup.png");
}

enum status request_end_file(struct request *r) {
    if (r->dialect.edits == DIALECT_JSON) {
        return end_json_file(r);
    }
    multipart_end_file(&r->parts);
    return STATUS_OK;
}

enum status request_finish(struct request *r) {
    if (r->dialect.edits == DIALECT_JSON) {
        end_json_images(r);
        return buf_byte(&r->body, '}');
    }
    return multipart_close(&r->parts);
}

void request_free(struct request *r) {
    buf_free(&r->body);
    buf_free(&r->file);
    *r = (struct request){0};
}
