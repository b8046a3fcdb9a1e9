/* Workflows: whatever is read can be used as settings, and written and read again. */
#include <assert.h>

#include "api/params.h"
#include "api/workflow_read.h"
#include "api/workflow_write.h"

#define TODAY "2026-11-27"

/* Writes the settings that were read, each of which has to be valid, for a prompt of ours. */
static void write_settings(const struct json *settings, struct buf *out) {
    struct json_writer w = json_write_to(out);
    struct bytes text;
    int64_t number;
    json_begin_object(&w, NULL);
    json_put_string(&w, "prompt", "p");
    for (const struct json *one = json_at(settings, 0); one; one = json_next(one)) {
        if (bytes_equal(bytes_of(json_name(one)), bytes_of("prompt"))) {
            continue;
        }
        if (json_text(one, &text)) {
            json_put_text(&w, json_name(one), text);
        } else {
            const bool whole = json_integer(one, INT64_MIN, INT64_MAX, &number);
            assert(whole);
            json_put_integer(&w, json_name(one), number);
        }
    }
    json_end_object(&w);
}

static void read_again(const struct json *written, const char *format) {
    struct bytes text;
    struct fault fault = {0};
    struct buf out = buf_make(JSON_MAX_BYTES);
    const bool there = json_text(json_get(written, format), &text);
    assert(there);
    const enum status status = workflow_read(text, TODAY, &out, &fault);
    assert(status == STATUS_OK);
    buf_free(&out);
}

static void check_node(const struct json *node) {
    struct buf settings = buf_make(JSON_MAX_BYTES);
    struct buf out = buf_make(JSON_MAX_BYTES);
    struct fault fault = {0};
    struct json *written = NULL;
    write_settings(json_get(node, "settings"), &settings);
    const enum status status =
        workflow_write(buf_view(&settings), bytes_of("{\"images\":3}"), &out, &fault);
    assert(status == STATUS_OK);
    const enum status parsed = json_parse(buf_view(&out), &written);
    assert(parsed == STATUS_OK);
    read_again(written, "prompt");
    read_again(written, "workflow");
    json_free(written);
    buf_free(&out);
    buf_free(&settings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fault fault = {0};
    struct json *read = NULL;
    struct buf out = buf_make(JSON_MAX_BYTES);
    const enum status status = workflow_read((struct bytes){data, size}, TODAY, &out, &fault);
    if (status == STATUS_OK) {
        const enum status parsed = json_parse(buf_view(&out), &read);
        assert(parsed == STATUS_OK);
        const struct json *node = json_at(json_get(read, "nodes"), 0);
        assert(node);
        for (; node; node = json_next(node)) {
            check_node(node);
        }
    } else {
        assert(status == STATUS_DAMAGED || status == STATUS_UNSUPPORTED);
        assert(fault.text[0] != '\0' && utf8_count(bytes_of(fault.text)) > 0);
    }
    json_free(read);
    buf_free(&out);
    return 0;
}
