#include "api/stream.h"

#include "base/json.h"

/* The picture of an event is the first one in it. */
static void take_picture(void *context, int index, struct buf *file) {
    struct stream *s = context;
    if (index == 0) {
        s->picture = *file;
        *file = buf_make(0);
    }
}

static void begin_event(struct stream *s, size_t total) {
    s->sieve = sieve_make(take_picture, s);
    s->sieve.total = total;
}

static void clear_event(struct stream *s) {
    sieve_free(&s->sieve);
    buf_free(&s->picture);
}

static void take_data(void *context, struct bytes piece) {
    struct stream *s = context;
    if (!s->ended && s->status == STATUS_OK) {
        s->status = sieve_feed(&s->sieve, piece);
    }
}

/* ---- what an event says ---- */

static bool is_either(struct bytes text, const char *one, const char *other) {
    return bytes_equal(text, bytes_of(one)) || bytes_equal(text, bytes_of(other));
}

static void take_partial(struct stream *s, const struct json *event) {
    int64_t index = s->next_partial;
    const struct json *told = json_get(event, "partial_image_index");
    const bool is_new = json_is_null(told) || json_integer(told, index, INT32_MAX, &index);
    if (is_new && index <= INT32_MAX && s->images == 0 && s->picture.len > 0) {
        s->events.partial(s->events.context, (int)index, buf_view(&s->picture));
        s->next_partial = index + 1;
    }
}

/* FNV-1a, of 64 bits. */
static uint64_t hash(struct bytes bytes) {
    uint64_t value = 0xcbf29ce484222325;
    for (size_t i = 0; i < bytes.len; i++) {
        value = (value ^ bytes.data[i]) * 0x100000001b3;
    }
    return value;
}

/* Whether this picture has come before, or is one more than any API makes. */
static bool is_again(struct stream *s) {
    const uint64_t value = hash(buf_view(&s->picture));
    for (int i = 0; i < s->images; i++) {
        if (s->picture.len > 0 && s->seen[i] == value) {
            return true;
        }
    }
    if (s->images == STREAM_MAX_IMAGES) {
        return true;
    }
    s->seen[s->images] = value;
    return false;
}

static void take_completed(struct stream *s, struct bytes rest) {
    if (is_again(s)) {
        return;
    }
    if (s->picture.len > 0) {
        s->events.image(s->events.context, s->images, buf_view(&s->picture));
    }
    if (s->images++ == 0) {
        buf_text(&s->text, "{\"data\":[");
    } else {
        s->text.len -= 2; /* the end, which is written anew */
        buf_byte(&s->text, ',');
    }
    buf_append(&s->text, rest.data, rest.len);
    buf_text(&s->text, "]}");
}

static void take_error(struct stream *s, struct bytes rest) {
    s->ended = true;
    s->failed = true;
    buf_free(&s->text);
    buf_append(&s->text, rest.data, rest.len);
}

static void take_event(struct stream *s, const struct json *event, struct bytes name) {
    struct bytes type;
    if (!json_text(json_get(event, "type"), &type)) {
        type = name;
    }
    const struct bytes rest = sieve_rest(&s->sieve);
    if (bytes_equal(name, bytes_of("error")) || bytes_equal(type, bytes_of("error")) ||
        !json_is_null(json_get(event, "error"))) {
        take_error(s, rest);
    } else if (bytes_equal(rest, bytes_of("[DONE]"))) {
        s->ended = true;
    } else if (!json_is_object(event)) {
        return;
    } else if (is_either(type, "image_generation.partial_image", "image_edit.partial_image")) {
        take_partial(s, event);
    } else if (is_either(type, "image_generation.completed", "image_edit.completed")) {
        take_completed(s, rest);
    }
}

static void end_event(void *context, struct bytes name) {
    struct stream *s = context;
    if (s->ended || s->status != STATUS_OK) {
        return;
    }
    struct json *event = NULL;
    if (json_parse(sieve_rest(&s->sieve), &event) == STATUS_NO_MEMORY) {
        s->status = STATUS_NO_MEMORY;
    } else {
        take_event(s, event, name);
        s->status = s->text.status;
    }
    json_free(event);
    const size_t total = s->sieve.total;
    clear_event(s);
    begin_event(s, total);
}

void stream_begin(struct stream *s, struct stream_events events) {
    *s = (struct stream){
        .events = events,
        .sse = sse_make((struct sse_events){s, take_data, end_event}),
        .picture = buf_make(0),
        .text = buf_make(JSON_MAX_BYTES),
    };
    begin_event(s, 0);
}

enum status stream_feed(struct stream *s, struct bytes piece) {
    sse_feed(&s->sse, piece);
    return s->status;
}

bool stream_is_complete(const struct stream *s) {
    return s->failed || s->images > 0;
}

struct bytes stream_rest(const struct stream *s) {
    return buf_view(&s->text);
}

void stream_free(struct stream *s) {
    clear_event(s);
    buf_free(&s->text);
}
