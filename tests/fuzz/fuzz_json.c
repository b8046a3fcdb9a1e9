/* JSON: the grammar takes nothing that cJSON refuses, and what was read can be written and read. */
#include <assert.h>
#include <string.h>

#include "base/json.h"

/* NOLINTBEGIN(misc-no-recursion): JSON_MAX_DEPTH bounds it */

static void write_value(struct json_writer *w, const char *key, const struct json *value);

static void write_members(struct json_writer *w, const struct json *value) {
    size_t count = 0;
    for (const struct json *m = json_at(value, 0); m; m = json_next(m)) {
        write_value(w, json_is_object(value) ? json_name(m) : NULL, m);
        count++;
    }
    assert(count == json_count(value));
}

static void write_value(struct json_writer *w, const char *key, const struct json *value) {
    struct bytes text;
    int64_t whole;
    double number;
    bool truth;
    if (json_is_object(value)) {
        json_begin_object(w, key);
        write_members(w, value);
        json_end_object(w);
    } else if (json_is_array(value)) {
        json_begin_array(w, key);
        write_members(w, value);
        json_end_array(w);
    } else if (json_text(value, &text)) {
        json_put_text(w, key, text);
    } else if (json_integer(value, INT64_MIN, INT64_MAX, &whole)) {
        json_put_integer(w, key, whole);
    } else if (json_number(value, &number)) {
        json_put_boolean(w, key, number < 0); /* part numbers come back rounded */
    } else if (json_boolean(value, &truth)) {
        json_put_boolean(w, key, truth);
    } else {
        json_put_null(w, key);
    }
}

/* NOLINTEND(misc-no-recursion) */

/* Writes 'root' to *out and returns it read back. */
static struct json *write_and_read(const struct json *root, struct buf *out) {
    struct json_writer w = json_write_to(out);
    struct json *again = NULL;
    write_value(&w, NULL, root);
    assert(out->status == STATUS_OK);
    const enum status status = json_parse(buf_view(out), &again);
    assert(status == STATUS_OK || out->len > JSON_MAX_BYTES);
    return again;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct json *root = NULL;
    const struct bytes text = {data, size};
    const enum status status = json_parse(text, &root);
    assert(status == STATUS_OK || status == STATUS_DAMAGED);
    assert((status == STATUS_OK) == (root != NULL));
    (void)json_escapes_nul(text);
    if (root) {
        struct buf once = buf_make(JSON_MAX_BYTES * 2);
        struct buf twice = buf_make(JSON_MAX_BYTES * 2);
        struct json *first = write_and_read(root, &once);
        struct json *second = write_and_read(first, &twice);
        assert(bytes_equal(buf_view(&once), buf_view(&twice)));
        json_free(first);
        json_free(second);
        buf_free(&once);
        buf_free(&twice);
    }
    json_free(root);
    return 0;
}
