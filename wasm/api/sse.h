/*
 * Server-sent events, read while they arrive.
 *
 * Fed the bytes of a text/event-stream in pieces of any size; follows the rules
 * of the HTML standard but for one: it does not decode, so that bytes which are
 * not UTF-8 pass as they are.  Owns nothing: an event's data goes through in
 * pieces, however long it is.  "id" and "retry" are for a client that connects
 * again, which ours never does.  Does not know what the data mean.
 */
#ifndef API_SSE_H
#define API_SSE_H

#include "base/base.h"

#define SSE_MAX_NAME 64

struct sse_events {
    void *context;
    /* The next piece of the event's data; between two lines of it comes "\n". */
    void (*data)(void *context, struct bytes piece);
    /*
     * The event is complete.  'name' is cut to SSE_MAX_NAME bytes and empty where
     * the event has none.  Not called for an event without data, nor for one that
     * the end of the stream cuts off: data that no end follows do not count.
     */
    void (*end)(void *context, struct bytes name);
};

/* What the first field that is no blank line tells of a text. */
enum sse_kind { SSE_NOT_KNOWN, SSE_EVENTS, SSE_OTHER };

struct sse {
    struct sse_events events;
    enum sse_kind kind;
    int place;     /* in the line */
    bool at_value; /* right after the colon, where one space does not count */
    bool after_cr; /* which a line feed belongs to */
    bool has_data; /* the event has */
    bool began;    /* past the place of a byte order mark */
    size_t field_len;
    size_t name_len;
    char field[8]; /* the start of the field's name; full: of no field we know */
    char name[SSE_MAX_NAME];
};

struct sse sse_make(struct sse_events events);

/*
 * Tells the events in 'piece'.  Takes any bytes at all; what is no event stream
 * has no events, and sse->kind says so before any data are told.
 */
void sse_feed(struct sse *sse, struct bytes piece);

#endif
