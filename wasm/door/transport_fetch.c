#include "door/transport_fetch.h"

#include <emscripten/fetch.h>
#include <stdlib.h>
#include <string.h>

#include "api/wait.h"

struct transport_call {
    struct transport_events events;
    emscripten_fetch_t *fetch;
};

/*
 * Closing a request that has not ended calls onerror again and again, and
 * leaving it open brings an onsuccess after the error: it is always closed, once,
 * with nobody to call.
 */
static void close_quietly(emscripten_fetch_t *fetch) {
    fetch->__attributes.onsuccess = NULL;
    fetch->__attributes.onerror = NULL;
    fetch->__attributes.onprogress = NULL;
    emscripten_fetch_close(fetch);
}

/* What a page may read of the headers is little. */
static int told_wait(emscripten_fetch_t *fetch) {
    char headers[4096];
    const size_t len = emscripten_fetch_get_response_headers_length(fetch);
    if (len >= sizeof headers) {
        return -1;
    }
    emscripten_fetch_get_response_headers(fetch, headers, sizeof headers);
    return wait_header((struct bytes){(const uint8_t *)headers, len});
}

static void finish(emscripten_fetch_t *fetch, enum status status) {
    struct transport_call *call = fetch->userData;
    const int http = fetch->status;
    const int wait_ms = http >= 400 ? told_wait(fetch) : -1;
    close_quietly(fetch);
    const struct transport_events events = call->events;
    free(call);
    if (wait_ms >= 0 && events.wait) {
        events.wait(events.context, wait_ms);
    }
    events.end(events.context, status, http);
}

/* Every piece comes in a block of its own, which the library frees all but the last of. */
static void on_progress(emscripten_fetch_t *fetch) {
    const struct transport_call *call = fetch->userData;
    if (!fetch->data || fetch->numBytes == 0) {
        return;
    }
    uint8_t *piece = (uint8_t *)(uintptr_t)fetch->data;
    const size_t len = (size_t)fetch->numBytes;
    fetch->data = NULL;
    const struct transport_events events = call->events; /* the call may be cancelled inside */
    events.data(events.context, (struct bytes){piece, len});
    free(piece);
}

static void on_success(emscripten_fetch_t *fetch) {
    finish(fetch, STATUS_OK);
}

/*
 * A refusal is an answer too, and so is one that has no body to read; any other error
 * with a status of success is a lost connection.
 */
static void on_error(emscripten_fetch_t *fetch) {
    const bool answered = fetch->status >= 300 || fetch->status == 204 || fetch->status == 205;
    finish(fetch, answered ? STATUS_OK : STATUS_NETWORK);
}

/* {name, value, name, value, ..., NULL}, NULL for lack of memory.  The caller frees it. */
static const char **header_list(const struct transport_request *request) {
    const char **list = calloc(2 * request->header_count + 1, sizeof *list);
    for (size_t i = 0; list && i < request->header_count; i++) {
        list[2 * i] = request->headers[i].name;
        list[2 * i + 1] = request->headers[i].value;
    }
    return list;
}

static enum status start(void *self, const struct transport_request *request,
                         struct transport_events events, struct transport_call **out) {
    (void)self;
    *out = NULL;
    const char **headers = header_list(request);
    struct transport_call *call = calloc(1, sizeof *call);
    if (headers && call) {
        call->events = events;
        emscripten_fetch_attr_t attributes;
        emscripten_fetch_attr_init(&attributes);
        strncpy(attributes.requestMethod, request->method, sizeof attributes.requestMethod - 1);
        /* REPLACE: without it a POST may be answered from IndexedDB. */
        attributes.attributes = EMSCRIPTEN_FETCH_LOAD_TO_MEMORY | EMSCRIPTEN_FETCH_STREAM_DATA |
                                EMSCRIPTEN_FETCH_REPLACE;
        attributes.requestHeaders = headers;
        attributes.requestData = (const char *)request->body.data;
        attributes.requestDataSize = request->body.len;
        attributes.timeoutMSecs = 0; /* WebKit reports its timeout as a success: ours run outside */
        attributes.userData = call;
        attributes.onsuccess = on_success;
        attributes.onerror = on_error;
        attributes.onprogress = on_progress;
        call->fetch = emscripten_fetch(&attributes, request->url);
    }
    free(headers);
    if (!call || !call->fetch) {
        free(call);
        return STATUS_NO_MEMORY;
    }
    *out = call;
    return STATUS_OK;
}

static void cancel(void *self, struct transport_call *call) {
    (void)self;
    close_quietly(call->fetch);
    free(call);
}

struct transport transport_fetch(void) {
    return (struct transport){.self = NULL, .start = start, .cancel = cancel};
}
