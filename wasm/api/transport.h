/*
 * How a request reaches the API: an interface, no code.
 *
 * door/transport_fetch implements it over emscripten_fetch; tests play a script.
 * An end with STATUS_OK proves only that the transport saw nothing wrong: some
 * browsers report a broken connection that way.  Whoever reads the answer has to
 * find it complete.
 */
#ifndef API_TRANSPORT_H
#define API_TRANSPORT_H

#include "base/base.h"

struct transport_header {
    const char *name;
    const char *value; /* visible ASCII and spaces: the caller has checked it */
};

struct transport_request {
    const char *method; /* "GET" or "POST" */
    const char *url;
    const struct transport_header *headers;
    size_t header_count;
    struct bytes body; /* must live until the end */
};

/* Calls back; never from inside start or cancel, and nothing after end or cancel. */
struct transport_events {
    void *context;
    /* The next piece of the body, whatever the status is; the bytes live for the call only. */
    void (*data)(void *context, struct bytes piece);
    /*
     * Exactly once.  'http' is 0 when there was no answer.  STATUS_OK for any
     * answer that ended, 4xx and 5xx too; STATUS_NETWORK when there was none or
     * it broke off.
     */
    void (*end)(void *context, enum status status, int http);
    /* Before the end, where the answer's Retry-After can be read; may be NULL. */
    void (*wait)(void *context, int wait_ms);
};

struct transport_call;

struct transport {
    void *self;
    /* Copies what it needs but the body.  STATUS_NO_MEMORY, with *call NULL. */
    enum status (*start)(void *self, const struct transport_request *request,
                         struct transport_events events, struct transport_call **call);
    /* Closes the connection; the call is gone.  Not to be used after end. */
    void (*cancel)(void *self, struct transport_call *call);
};

#endif
