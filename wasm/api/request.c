#include "api/request.h"

#include <inttypes.h>
#include <stdio.h>

/* The fields in the order of ComfyUI's node. */
static const enum param fields[] = {PARAM_BACKGROUND, PARAM_MODEL,   PARAM_N,
                                    PARAM_PROMPT,     PARAM_QUALITY, PARAM_SIZE};
#define FIELD_COUNT (sizeof fields / sizeof *fields)

static struct request make(const char *path) {
    return (struct request){.path = path, .body = buf_make(REQUEST_MAX_BYTES)};
}

enum status request_generation(const struct params *params, struct request *out) {
    *out = make("/images/generations");
    snprintf(out->content_type, sizeof out->content_type, "application/json");
    struct json_writer w = json_write_to(&out->body);
    json_begin_object(&w, NULL);
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const struct param_rule *rule = param_rule(fields[i]);
        if (rule->kind == PARAM_INTEGER) {
            json_put_integer(&w, rule->name, params->number[fields[i]]);
        } else {
            json_put_text(&w, rule->name, params->text[fields[i]]);
        }
    }
    json_end_object(&w);
    const enum status status = out->body.status;
    if (status != STATUS_OK) {
        request_free(out);
    }
    return status;
}

void request_begin_edit(const struct params *params, const uint8_t random[MULTIPART_RANDOM],
                        struct request *out) {
    *out = make("/images/edits");
    multipart_begin(&out->parts, &out->body, random);
    snprintf(out->content_type, sizeof out->content_type, "multipart/form-data; boundary=%s",
             out->parts.boundary);
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const struct param_rule *rule = param_rule(fields[i]);
        char digits[24];
        snprintf(digits, sizeof digits, "%" PRId64, params->number[fields[i]]);
        multipart_field(&out->parts, rule->name,
                        rule->kind == PARAM_INTEGER ? bytes_of(digits) : params->text[fields[i]]);
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
