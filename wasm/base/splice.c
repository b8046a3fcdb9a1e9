#include "base/splice.h"

void splice_begin(struct splice *s, size_t limit) {
    *s = (struct splice){.fresh = buf_make(limit)};
}

void splice_free(struct splice *s) {
    buf_free(&s->fresh);
    s->placed = 0;
    s->count = 0;
}

/* Whether the range goes on where the last piece ends. */
static bool goes_on(const struct splice *s, size_t from) {
    const struct splice_piece *last = s->count > 0 ? &s->pieces[s->count - 1] : NULL;
    return last && s->placed == s->fresh.len && last->from + last->kept == from;
}

static void add_piece(struct splice *s, size_t from, size_t len) {
    if (s->count == SPLICE_MAX_PIECES) {
        buf_fail(&s->fresh, STATUS_TOO_LARGE);
        return;
    }
    s->pieces[s->count++] = (struct splice_piece){s->fresh.len - s->placed, from, len};
    s->placed = s->fresh.len;
}

void splice_keep(struct splice *s, size_t from, size_t len) {
    if (len == 0) {
        return;
    }
    if (goes_on(s, from)) {
        s->pieces[s->count - 1].kept += len;
    } else {
        add_piece(s, from, len);
    }
}

enum status splice_end(struct splice *s) {
    if (s->placed < s->fresh.len) {
        add_piece(s, 0, 0);
    }
    return s->fresh.status;
}

size_t splice_len(const struct splice *s) {
    size_t len = 0;
    for (size_t i = 0; i < s->count; i++) {
        len += s->pieces[i].fresh + s->pieces[i].kept;
    }
    return len;
}

enum status splice_apply(const struct splice *s, struct bytes old, struct buf *out) {
    size_t fresh = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct splice_piece *piece = &s->pieces[i];
        if (piece->fresh > 0) {
            buf_append(out, s->fresh.data + fresh, piece->fresh);
        }
        if (piece->kept > 0) {
            buf_append(out, old.data + piece->from, piece->kept);
        }
        fresh += piece->fresh;
    }
    return out->status;
}
