#include "door/reply.h"

#include <emscripten.h>
#include <stdlib.h>

static struct buf reply;

struct buf *reply_begin(void) {
    buf_free(&reply);
    reply = buf_make(JSON_MAX_BYTES);
    return &reply;
}

bool reply_end(void) {
    if (reply.status == STATUS_OK) {
        return true;
    }
    struct fault fault;
    (void)fault_no_memory(&fault);
    return reply_fault(&fault);
}

bool reply_fault(const struct fault *fault) {
    struct json_writer w = json_write_to(reply_begin());
    json_put_fault(&w, NULL, fault);
    return false;
}

bool reply_no_memory(void) {
    struct fault fault;
    (void)fault_no_memory(&fault);
    return reply_fault(&fault);
}

bool reply_mistake(const char *what) {
    struct fault fault;
    (void)fault_set(&fault, STATUS_INTERNAL, NULL, "%s", what);
    return reply_fault(&fault);
}

bool reply_stale(void) {
    return reply_mistake("This is closed already.");
}

uint8_t *reply_bytes(struct buf *bytes) {
    uint8_t *data = NULL;
    size_t len = 0;
    if (buf_release(bytes, &data, &len) == STATUS_OK && !data) {
        data = malloc(1);
    }
    buf_free(bytes);
    if (!data) {
        reply_no_memory();
        return NULL;
    }
    buf_format(reply_begin(), "{\"length\":%zu}", len);
    return data;
}

bool reply_rect(struct rect r) {
    struct json_writer w = json_write_to(reply_begin());
    reply_put_rect(&w, NULL, r);
    return reply_end();
}

void reply_put_rect(struct json_writer *w, const char *key, struct rect r) {
    json_begin_object(w, key);
    json_put_integer(w, "x", r.x);
    json_put_integer(w, "y", r.y);
    json_put_integer(w, "width", r.width);
    json_put_integer(w, "height", r.height);
    json_end_object(w);
}

EMSCRIPTEN_KEEPALIVE const uint8_t *reply_data(void) {
    return reply.data;
}

EMSCRIPTEN_KEEPALIVE size_t reply_len(void) {
    return reply.len;
}
