#include "api/multipart.h"

#include <stdio.h>
#include <string.h>

void multipart_begin(struct multipart *m, struct buf *body,
                     const uint8_t random[MULTIPART_RANDOM]) {
    *m = (struct multipart){.body = body};
    int len = snprintf(m->boundary, sizeof m->boundary, "gpt-image-");
    for (size_t i = 0; i < MULTIPART_RANDOM; i++) {
        len += snprintf(m->boundary + len, sizeof m->boundary - (size_t)len, "%02x", random[i]);
    }
}

/* Writes 'text' between quotes; what would end the quotes or the line is escaped. */
static void put_quoted(struct buf *body, const char *text) {
    buf_byte(body, '"');
    for (; *text; text++) {
        if (*text == '"') {
            buf_text(body, "%22");
        } else if (*text == '\r') {
            buf_text(body, "%0D");
        } else if (*text == '\n') {
            buf_text(body, "%0A");
        } else {
            buf_byte(body, (uint8_t)*text);
        }
    }
    buf_byte(body, '"');
}

/* Starts a part up to the line break that its next header or its empty line begins with. */
static void begin_part(struct multipart *m, const char *name) {
    buf_text(m->body, "--");
    buf_text(m->body, m->boundary);
    buf_text(m->body, "\r\nContent-Disposition: form-data; name=");
    put_quoted(m->body, name);
    m->parts++;
}

static bool is_break(uint8_t byte) {
    return byte == '\r' || byte == '\n';
}

static void put_with_crlf(struct buf *body, struct bytes value) {
    size_t done = 0;
    for (size_t i = 0; i < value.len; i++) {
        if (!is_break(value.data[i])) {
            continue;
        }
        buf_append(body, value.data + done, i - done);
        buf_text(body, "\r\n");
        if (value.data[i] == '\r' && i + 1 < value.len && value.data[i + 1] == '\n') {
            i++;
        }
        done = i + 1;
    }
    buf_append(body, value.data ? value.data + done : NULL, value.len - done);
}

void multipart_field(struct multipart *m, const char *name, struct bytes value) {
    begin_part(m, name);
    buf_text(m->body, "\r\n\r\n");
    put_with_crlf(m->body, value);
    buf_text(m->body, "\r\n");
}

void multipart_begin_file(struct multipart *m, const char *name, const char *file_name,
                          const char *type) {
    begin_part(m, name);
    buf_text(m->body, "; filename=");
    put_quoted(m->body, file_name);
    buf_text(m->body, "\r\nContent-Type: ");
    buf_text(m->body, type);
    buf_text(m->body, "\r\n\r\n");
}

void multipart_end_file(struct multipart *m) {
    buf_text(m->body, "\r\n");
}

static size_t count_of(struct bytes word, struct bytes text) {
    size_t count = 0;
    while (text.len >= word.len) {
        const uint8_t *found = memchr(text.data, word.data[0], text.len - word.len + 1);
        if (!found) {
            break;
        }
        count += memcmp(found, word.data, word.len) == 0;
        text.len -= (size_t)(found + 1 - text.data);
        text.data = found + 1;
    }
    return count;
}

enum status multipart_close(struct multipart *m) {
    buf_text(m->body, "--");
    buf_text(m->body, m->boundary);
    buf_text(m->body, "--\r\n");
    if (m->body->status == STATUS_OK &&
        count_of(bytes_of(m->boundary), buf_view(m->body)) != m->parts + 1) {
        buf_fail(m->body, STATUS_INTERNAL);
    }
    return m->body->status;
}
