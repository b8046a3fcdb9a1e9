#include "api/sse.h"

#include <string.h>

/* Where in a line: in the name of its field, or in the value of this one. */
enum place { FIELD, DATA, NAME, ID, RETRY, COMMENT, OTHER };

struct sse sse_make(struct sse_events events) {
    return (struct sse){.events = events};
}

static bool field_is(const struct sse *s, const char *name) {
    return bytes_equal((struct bytes){(const uint8_t *)s->field, s->field_len}, bytes_of(name));
}

static struct bytes after(struct bytes text, size_t len) {
    return (struct bytes){text.data + len, text.len - len};
}

static int place_after_field(const struct sse *s) {
    static const char names[][6] = {
        [DATA] = "data", [NAME] = "event", [ID] = "id", [RETRY] = "retry", [COMMENT] = ""};
    int place = DATA;
    while (place < OTHER && !field_is(s, names[place])) {
        place++;
    }
    return place;
}

/* The field's name is complete. */
static void begin_value(struct sse *s) {
    s->place = place_after_field(s);
    if (s->kind == SSE_NOT_KNOWN) {
        s->kind = s->place == OTHER ? SSE_OTHER : SSE_EVENTS;
    }
    if (s->place == DATA && s->has_data) {
        s->events.data(s->events.context, bytes_of("\n"));
    } else if (s->place == NAME) {
        s->name_len = 0;
    }
    s->has_data |= s->place == DATA;
    s->at_value = true;
}

static void end_event(struct sse *s) {
    if (s->has_data) {
        s->events.end(s->events.context, (struct bytes){(const uint8_t *)s->name, s->name_len});
    }
    s->has_data = false;
    s->name_len = 0;
}

static void end_line(struct sse *s) {
    if (s->place == FIELD && s->field_len > 0) {
        begin_value(s);
    } else if (s->place == FIELD) {
        end_event(s);
    }
    s->place = FIELD;
    s->field_len = 0;
    s->began = true;
}

/* Takes the start of a line up to its colon and returns what follows. */
static struct bytes take_field(struct sse *s, struct bytes text) {
    size_t len = 0;
    while (len < text.len && text.data[len] != ':') {
        if (s->field_len < sizeof s->field) {
            s->field[s->field_len++] = (char)text.data[len];
        }
        len++;
        if (!s->began && field_is(s, "\xef\xbb\xbf")) {
            s->field_len = 0;
            s->began = true;
        }
    }
    if (len < text.len) {
        begin_value(s);
        len++;
    } else if (s->field_len == sizeof s->field && s->kind == SSE_NOT_KNOWN) {
        s->kind = SSE_OTHER;
    }
    return after(text, len);
}

static void take_name(struct sse *s, struct bytes text) {
    const size_t room = sizeof s->name - s->name_len;
    const size_t len = text.len < room ? text.len : room;
    memcpy(s->name + s->name_len, text.data, len);
    s->name_len += len;
}

/* Takes a part of one line. */
static void take(struct sse *s, struct bytes text) {
    if (s->place == FIELD) {
        text = take_field(s, text);
    }
    if (text.len > 0 && s->at_value) {
        s->at_value = false;
        text = text.data[0] == ' ' ? after(text, 1) : text;
    }
    if (text.len > 0 && s->place == DATA) {
        s->events.data(s->events.context, text);
    } else if (s->place == NAME) {
        take_name(s, text);
    }
}

static size_t line_length(struct bytes text) {
    size_t len = 0;
    while (len < text.len && text.data[len] != '\n' && text.data[len] != '\r') {
        len++;
    }
    return len;
}

void sse_feed(struct sse *s, struct bytes piece) {
    while (piece.len > 0) {
        const size_t len = line_length(piece);
        if (len > 0) {
            take(s, (struct bytes){piece.data, len});
        } else if (piece.data[0] == '\r' || !s->after_cr) {
            end_line(s);
        }
        s->after_cr = len == 0 && piece.data[0] == '\r';
        piece = after(piece, len > 0 ? len : 1);
    }
}
