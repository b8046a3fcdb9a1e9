/*
 * An answer that comes as events: pictures as they come, and at the end the text
 * that a plain answer would have had.
 *
 * Fed the bytes of the stream in pieces of any size.  Each event's picture is
 * taken out on the fly (sieve.h) and no base64 is held.  Events of unknown types,
 * data that are no JSON object, and whatever follows "[DONE]" or an error are
 * passed over.  Does not know whether a connection broke: a stream that ends
 * without stream_is_complete was cut.
 */
#ifndef API_STREAM_H
#define API_STREAM_H

#include "api/sieve.h"
#include "api/sse.h"

#define STREAM_MAX_IMAGES 16

/* 'file' lives for the call only. */
struct stream_events {
    void *context;
    /*
     * A picture on its way.  'index' is the API's own and only ever rises:
     * whatever comes late or again is passed over, as are previews after the
     * first whole picture, for the API does not say which one they are of.
     */
    void (*partial)(void *context, int index, struct bytes file);
    /* A whole picture, in the order of arrival; 'index' counts the damaged ones too. */
    void (*image)(void *context, int index, struct bytes file);
};

struct stream {
    struct stream_events events;
    struct sse sse;
    struct sieve sieve;               /* of the event that is arriving */
    struct buf picture;               /* of that event; failed where its base64 was damaged */
    struct buf text;                  /* what a plain answer would have said, or the error */
    enum status status;               /* the first failure of the stream itself */
    bool ended;                       /* by "[DONE]" or an error */
    bool failed;                      /* by an error */
    int64_t next_partial;             /* the least index that is new */
    int images;                       /* completed ones, damaged ones too */
    uint64_t seen[STREAM_MAX_IMAGES]; /* a hash of each, by which the same one is known */
};

/* It owns buffers: end with stream_free.  *s must not move from here on. */
void stream_begin(struct stream *s, struct stream_events events);

/*
 * STATUS_NO_MEMORY, or STATUS_TOO_LARGE when the rest of an event, or of all
 * together, passes JSON_MAX_BYTES or the pictures together SIEVE_MAX_TOTAL;
 * nothing more is read after that.
 */
enum status stream_feed(struct stream *s, struct bytes piece) MUST_CHECK;

/* Whether all is there: a completed picture, which may have come damaged, or an error. */
bool stream_is_complete(const struct stream *s);

/*
 * For response_fault where stream->failed: the error as the API wrote it.  Else
 * for response_read: {"data": [what each completed event said, without its
 * image]}.  Empty before the first of them; good until the next feed.
 */
struct bytes stream_rest(const struct stream *s);

void stream_free(struct stream *s);

#endif
