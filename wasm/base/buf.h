/*
 * Bytes we own, with a stated maximum and a failure that sticks.
 *
 * The only thing in the program that grows.  A builder appends without looking
 * and asks once, at the end, whether all of it went well: after the first
 * failure every append does nothing.  Does not know what the bytes mean.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/base.h"

struct buf {
    uint8_t *data; /* NULL while empty */
    size_t len;
    size_t capacity;
    size_t limit;       /* 'len' never passes this */
    enum status status; /* the first failure, or STATUS_OK */
};

/* An empty buffer that may hold 'limit' bytes.  Allocates nothing yet. */
struct buf buf_make(size_t limit);

/* Frees the bytes and makes 'b' empty, sound and reusable, its limit kept. */
void buf_free(struct buf *b);

/*
 * Appends 'len' bytes of 'data', which may be NULL when 'len' is 0 and must not
 * point into 'b' itself.  STATUS_NO_MEMORY, or STATUS_TOO_LARGE past the limit;
 * the bytes appended before stay as they were.
 */
enum status buf_append(struct buf *b, const void *data, size_t len);

/* Appends a C string without its NUL; fails as buf_append does. */
enum status buf_text(struct buf *b, const char *text);

/* Appends one byte; fails as buf_append does. */
enum status buf_byte(struct buf *b, uint8_t byte);

/* Appends formatted text of at most 511 bytes, all of it or nothing (STATUS_INTERNAL). */
enum status buf_format(struct buf *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Makes room for 'len' more bytes and returns where they begin, NULL after a
 * failure.  Until buf_commit says how many were written they do not count; any
 * other append in between takes the place back.
 */
uint8_t *buf_reserve(struct buf *b, size_t len) MUST_CHECK;

/*
 * Makes room for 'len' more bytes and none beyond; nothing happens where there is as much.  Slow,
 * but where the bytes are the last of the heap they stay where they are: for a few large steps.
 * Fails as buf_append does.
 */
enum status buf_extend(struct buf *b, size_t len);

/* Counts 'len' bytes written to the place that buf_reserve gave. */
void buf_commit(struct buf *b, size_t len);

/* Records 'status' as the failure, unless there is one already; returns the one that stands. */
enum status buf_fail(struct buf *b, enum status status);

/* What 'b' holds now; good until the next append. */
struct bytes buf_view(const struct buf *b);

/*
 * Hands the bytes over: *data is the caller's to free(), 'b' is empty as new.
 * Nothing is copied; an empty buffer gives NULL.  Returns the sticky failure
 * instead, with *data NULL and *len 0.
 */
enum status buf_release(struct buf *b, uint8_t **data, size_t *len) MUST_CHECK;

#endif
