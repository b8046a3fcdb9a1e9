#include "base/json.h"

#include "base/json_grammar.h"

#include <cJSON.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whole numbers below this have a double of their own; from here on they share. */
#define EXACT_END ((double)((int64_t)1 << 53))

/* struct json is cJSON by another name, so that nobody else needs its header. */
static const cJSON *in(const struct json *value) {
    return (const cJSON *)(const void *)value;
}

static const struct json *out_of(const cJSON *value) {
    return (const struct json *)(const void *)value;
}

static struct bytes without_byte_order_mark(struct bytes text) {
    const struct bytes mark = bytes_of("\xef\xbb\xbf");
    return bytes_start_with(text, mark) ? (struct bytes){text.data + 3, text.len - 3} : text;
}

enum status json_parse(struct bytes text, struct json **root) {
    *root = NULL;
    text = without_byte_order_mark(text);
    if (text.len > JSON_MAX_BYTES) {
        return STATUS_TOO_LARGE;
    }
    if (!json_grammar_holds(text, JSON_MAX_DEPTH)) {
        return STATUS_DAMAGED;
    }
    cJSON *value = cJSON_ParseWithLength((const char *)text.data, text.len);
    *root = (struct json *)(void *)value;
    return value ? STATUS_OK : STATUS_NO_MEMORY; /* it takes all that the grammar does */
}

bool json_escapes_nul(struct bytes text) {
    static const char escape[] = "\\u0000";
    for (size_t i = 0; i + sizeof escape - 1 <= text.len; i++) {
        if (text.data[i] != '\\') {
            continue;
        }
        if (memcmp(text.data + i, escape, sizeof escape - 1) == 0) {
            return true;
        }
        i++; /* the letter after a backslash, which may be another one */
    }
    return false;
}

void json_free(struct json *root) {
    cJSON_Delete((cJSON *)(void *)root);
}

const struct json *json_get(const struct json *value, const char *name) {
    return cJSON_IsObject(in(value)) ? out_of(cJSON_GetObjectItemCaseSensitive(in(value), name))
                                     : NULL;
}

size_t json_count(const struct json *value) {
    return (size_t)cJSON_GetArraySize(in(value));
}

const struct json *json_at(const struct json *value, size_t index) {
    const struct json *member = value ? out_of(in(value)->child) : NULL;
    while (member && index-- > 0) {
        member = json_next(member);
    }
    return member;
}

const struct json *json_next(const struct json *member) {
    return member ? out_of(in(member)->next) : NULL;
}

const char *json_name(const struct json *member) {
    return member && in(member)->string ? in(member)->string : "";
}

bool json_is_object(const struct json *value) {
    return cJSON_IsObject(in(value));
}

bool json_is_array(const struct json *value) {
    return cJSON_IsArray(in(value));
}

bool json_is_null(const struct json *value) {
    return !value || cJSON_IsNull(in(value));
}

bool json_text(const struct json *value, struct bytes *out) {
    const char *text = cJSON_GetStringValue(in(value));
    *out = text ? bytes_of(text) : (struct bytes){NULL, 0};
    return text != NULL;
}

bool json_integer(const struct json *value, int64_t min, int64_t max, int64_t *out) {
    double number;
    *out = 0;
    if (!json_number(value, &number) || fabs(number) >= EXACT_END || floor(number) != number ||
        (int64_t)number < min || (int64_t)number > max) {
        return false;
    }
    *out = (int64_t)number;
    return true;
}

bool json_number(const struct json *value, double *out) {
    const bool is_number = cJSON_IsNumber(in(value)) && isfinite(in(value)->valuedouble);
    *out = is_number ? in(value)->valuedouble : 0;
    return is_number;
}

bool json_boolean(const struct json *value, bool *out) {
    *out = cJSON_IsTrue(in(value));
    return cJSON_IsBool(in(value));
}

struct json_writer json_write_to(struct buf *out) {
    return (struct json_writer){.out = out};
}

/* Writes one character that JSON does not take as it is. */
static void put_escape(struct buf *out, uint8_t byte) {
    static const char letters[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (const char *pair = letters; *pair; pair += 2) {
        if (byte == (uint8_t)pair[0]) {
            buf_byte(out, '\\');
            buf_byte(out, (uint8_t)pair[1]);
            return;
        }
    }
    buf_format(out, "\\u%04x", byte);
}

static void put_quoted(struct buf *out, struct bytes text) {
    size_t done = 0;
    buf_byte(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        const uint8_t byte = text.data[i];
        if (byte < 0x20 || byte == '"' || byte == '\\') {
            buf_append(out, text.data + done, i - done);
            put_escape(out, byte);
            done = i + 1;
        }
    }
    if (done < text.len) {
        buf_append(out, text.data + done, text.len - done);
    }
    buf_byte(out, '"');
}

/* What stands before every value: a comma after another one, and the name. */
static void start_value(struct json_writer *w, const char *key) {
    if (w->after_value) {
        buf_byte(w->out, ',');
    }
    if (key) {
        put_quoted(w->out, bytes_of(key));
        buf_byte(w->out, ':');
    }
    w->after_value = true;
}

static void begin(struct json_writer *w, const char *key, uint8_t bracket) {
    start_value(w, key);
    buf_byte(w->out, bracket);
    w->after_value = false;
}

static void end(struct json_writer *w, uint8_t bracket) {
    buf_byte(w->out, bracket);
    w->after_value = true;
}

void json_begin_object(struct json_writer *w, const char *key) {
    begin(w, key, '{');
}

void json_end_object(struct json_writer *w) {
    end(w, '}');
}

void json_begin_array(struct json_writer *w, const char *key) {
    begin(w, key, '[');
}

void json_end_array(struct json_writer *w) {
    end(w, ']');
}

void json_put_text(struct json_writer *w, const char *key, struct bytes text) {
    start_value(w, key);
    put_quoted(w->out, text);
}

void json_put_string(struct json_writer *w, const char *key, const char *text) {
    json_put_text(w, key, bytes_of(text));
}

void json_put_integer(struct json_writer *w, const char *key, int64_t number) {
    start_value(w, key);
    buf_format(w->out, "%" PRId64, number);
}

void json_put_number(struct json_writer *w, const char *key, double number) {
    if (!isfinite(number)) {
        json_put_null(w, key);
        return;
    }
    start_value(w, key);
    buf_format(w->out, "%.15g", number);
}

void json_put_boolean(struct json_writer *w, const char *key, bool value) {
    start_value(w, key);
    buf_text(w->out, value ? "true" : "false");
}

void json_put_null(struct json_writer *w, const char *key) {
    start_value(w, key);
    buf_text(w->out, "null");
}

void json_put_texts(struct json_writer *w, const char *key, const struct buf *texts) {
    if (texts->status != STATUS_OK) {
        buf_fail(w->out, texts->status);
        return;
    }
    json_begin_array(w, key);
    for (size_t at = 0; at < texts->len;) {
        const struct bytes text = bytes_of((const char *)texts->data + at);
        json_put_text(w, NULL, text);
        at += text.len + 1;
    }
    json_end_array(w);
}

void json_put_fault(struct json_writer *w, const char *key, const struct fault *fault) {
    json_begin_object(w, key);
    json_put_string(w, "code", status_name(fault->status));
    json_put_integer(w, "http", fault->http);
    json_put_string(w, "charge", fault->charge == CHARGE_NONE ? "none" : "maybe");
    json_put_integer(w, "wait_ms", fault->wait_ms);
    json_put_string(w, "link", fault->link ? fault->link : "");
    json_put_string(w, "field", fault->field);
    json_put_string(w, "text", fault->text);
    json_end_object(w);
}
