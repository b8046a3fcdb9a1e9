#include "door/transport_paper.h"

#include <emscripten.h>

#include "base/json.h"

EM_JS(void, tell_request,
      (uint32_t job, const uint8_t *json, size_t len, const uint8_t *body, size_t body_len),
      { Module.jobRequest(job, json, len, body, body_len); })

static void write_head(struct json_writer *w, const struct transport_request *request) {
    json_begin_object(w, NULL);
    json_put_string(w, "method", request->method);
    json_put_string(w, "url", request->url);
    json_begin_array(w, "headers");
    for (size_t i = 0; i < request->header_count; i++) {
        json_begin_array(w, NULL);
        json_put_string(w, NULL, request->headers[i].name);
        json_put_string(w, NULL, request->headers[i].value);
        json_end_array(w);
    }
    json_end_array(w);
    json_end_object(w);
}

static enum status start(void *self, const struct transport_request *request,
                         struct transport_events events, struct transport_call **call) {
    (void)events;
    *call = NULL;
    struct buf json = buf_make(JSON_MAX_BYTES);
    struct json_writer w = json_write_to(&json);
    write_head(&w, request);
    const enum status status = json.status;
    if (status == STATUS_OK) {
        tell_request((uint32_t)(uintptr_t)self, json.data, json.len, request->body.data,
                     request->body.len);
    }
    buf_free(&json);
    return status;
}

/* Of no call, since none is ever made. */
static void cancel(void *self, struct transport_call *call) {
    (void)self;
    (void)call;
}

struct transport transport_paper(uint32_t handle) {
    return (struct transport){.self = (void *)(uintptr_t)handle, .start = start, .cancel = cancel};
}
