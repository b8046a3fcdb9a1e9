/*
 * Event streams: the same events and pictures however the stream is cut, and the
 * events that a plain reading of the standard, line by line, finds.  The first
 * four bytes of the input choose the cuts.
 */
#include <assert.h>
#include <string.h>

#include "api/stream.h"
#include "base/json.h"

/* Feeds 'text' to a reader in pieces of 1 to 'longest' bytes, or whole where that is 0. */
static void feed_pieces(struct bytes text, size_t longest, uint32_t seed,
                        void (*feed)(void *reader, struct bytes piece), void *reader) {
    while (text.len > 0) {
        seed = seed * 1664525 + 1013904223;
        const size_t wanted = longest > 0 ? (seed >> 8) % longest + 1 : text.len;
        const size_t len = wanted < text.len ? wanted : text.len;
        feed(reader, (struct bytes){text.data, len});
        text = (struct bytes){text.data + len, text.len - len};
    }
}

/* ---- events ---- */

struct events {
    struct sse sse;
    struct buf told;
    struct buf data;
};

static void tell_event(struct buf *told, struct bytes name, struct bytes data) {
    buf_format(told, "%zu:", name.len);
    buf_append(told, name.data, name.len);
    buf_format(told, " %zu:", data.len);
    buf_append(told, data.data, data.len);
}

static void hear_data(void *context, struct bytes piece) {
    struct events *e = context;
    assert(piece.len > 0 && e->sse.kind != SSE_NOT_KNOWN);
    buf_append(&e->data, piece.data, piece.len);
}

static void hear_end(void *context, struct bytes name) {
    struct events *e = context;
    tell_event(&e->told, name, buf_view(&e->data));
    buf_free(&e->data);
}

static void feed_sse(void *reader, struct bytes piece) {
    struct events *e = reader;
    sse_feed(&e->sse, piece);
}

static struct buf read_events(struct bytes text, size_t longest, uint32_t seed) {
    struct events e = {.told = buf_make(SIZE_MAX), .data = buf_make(SIZE_MAX)};
    e.sse = sse_make((struct sse_events){&e, hear_data, hear_end});
    feed_pieces(text, longest, seed, feed_sse, &e);
    buf_free(&e.data);
    return e.told;
}

/* ---- the standard, line by line, over the whole text ---- */

struct plain {
    struct bytes name;
    struct buf data;
    struct buf told;
};

static void dispatch(struct plain *p) {
    if (p->data.len > 0) {
        const size_t shown = p->name.len < SSE_MAX_NAME ? p->name.len : SSE_MAX_NAME;
        tell_event(&p->told, (struct bytes){p->name.data, shown},
                   (struct bytes){p->data.data, p->data.len - 1});
    }
    buf_free(&p->data);
    p->name = (struct bytes){NULL, 0};
}

static void process_line(struct plain *p, struct bytes line) {
    if (line.len == 0) {
        dispatch(p);
        return;
    }
    const uint8_t *colon = memchr(line.data, ':', line.len);
    const struct bytes field = {line.data, colon ? (size_t)(colon - line.data) : line.len};
    struct bytes value = {line.data + line.len, 0};
    if (colon) {
        value = (struct bytes){colon + 1, line.len - field.len - 1};
        const bool spaced = bytes_start_with(value, bytes_of(" "));
        value = (struct bytes){value.data + spaced, value.len - spaced};
    }
    if (bytes_equal(field, bytes_of("event"))) {
        p->name = value;
    } else if (bytes_equal(field, bytes_of("data"))) {
        buf_append(&p->data, value.data, value.len);
        buf_byte(&p->data, '\n');
    }
}

static struct buf read_plainly(struct bytes text) {
    struct plain p = {.data = buf_make(SIZE_MAX), .told = buf_make(SIZE_MAX)};
    size_t begin = bytes_start_with(text, bytes_of("\xef\xbb\xbf")) ? 3 : 0;
    for (size_t i = begin; i < text.len; i++) {
        if (text.data[i] == '\r' || text.data[i] == '\n') {
            process_line(&p, (struct bytes){text.data + begin, i - begin});
            i += i + 1 < text.len && text.data[i] == '\r' && text.data[i + 1] == '\n';
            begin = i + 1;
        }
    }
    buf_free(&p.data);
    return p.told;
}

/* ---- pictures ---- */

struct pictures {
    struct stream stream;
    struct buf told;
    int last_partial;
    int last_image;
};

static void hear_partial(void *context, int index, struct bytes file) {
    struct pictures *p = context;
    assert(index > p->last_partial && p->last_image < 0 && file.len > 0);
    p->last_partial = index;
    buf_format(&p->told, "partial %d %zu:", index, file.len);
    buf_append(&p->told, file.data, file.len);
}

static void hear_image(void *context, int index, struct bytes file) {
    struct pictures *p = context;
    assert(index > p->last_image && index < STREAM_MAX_IMAGES && file.len > 0);
    p->last_image = index;
    buf_format(&p->told, "image %d %zu:", index, file.len);
    buf_append(&p->told, file.data, file.len);
}

static void feed_stream(void *reader, struct bytes piece) {
    struct pictures *p = reader;
    const enum status status = stream_feed(&p->stream, piece);
    assert(status == STATUS_OK);
}

static struct buf read_pictures(struct bytes text, size_t longest, uint32_t seed) {
    struct pictures p = {.told = buf_make(SIZE_MAX), .last_partial = -1, .last_image = -1};
    stream_begin(&p.stream, (struct stream_events){&p, hear_partial, hear_image});
    feed_pieces(text, longest, seed, feed_stream, &p);
    const struct bytes rest = stream_rest(&p.stream);
    assert(p.last_image < 0 || stream_is_complete(&p.stream));
    assert(stream_is_complete(&p.stream) || rest.len == 0);
    buf_format(&p.told, "%d rest ", p.stream.failed);
    buf_append(&p.told, rest.data, rest.len);
    stream_free(&p.stream);
    return p.told;
}

static void assert_same(struct buf one, struct buf other) {
    assert(bytes_equal(buf_view(&one), buf_view(&other)));
    buf_free(&one);
    buf_free(&other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 4) {
        return 0;
    }
    const uint32_t seed = read_be32(data);
    const size_t longest = seed % 33; /* whole, too */
    const struct bytes text = {data + 4, size - 4};
    assert_same(read_events(text, longest, seed), read_plainly(text));
    assert_same(read_pictures(text, longest, seed), read_pictures(text, 0, 0));
    return 0;
}
