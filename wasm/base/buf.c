#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SMALLEST_CAPACITY 256

struct buf buf_make(size_t limit) {
    return (struct buf){.limit = limit};
}

void buf_free(struct buf *b) {
    free(b->data);
    *b = buf_make(b->limit);
}

enum status buf_fail(struct buf *b, enum status status) {
    if (b->status == STATUS_OK) {
        b->status = status;
    }
    return b->status;
}

/* Half as much again, so that a long append sequence copies each byte a few times at most. */
static size_t next_capacity(const struct buf *b, size_t needed) {
    size_t capacity = b->capacity < SMALLEST_CAPACITY ? SMALLEST_CAPACITY : b->capacity;
    while (capacity < needed && capacity <= SIZE_MAX / 3 * 2) {
        capacity += capacity / 2;
    }
    if (capacity < needed) {
        capacity = needed;
    }
    return capacity < b->limit ? capacity : b->limit;
}

/* Whether 'len' more bytes are within the limit; else 'b' has failed. */
static bool may_hold(struct buf *b, size_t len) {
    if (b->status == STATUS_OK && len > b->limit - b->len) {
        buf_fail(b, STATUS_TOO_LARGE);
    }
    return b->status == STATUS_OK;
}

static bool has_room(const struct buf *b, size_t len) {
    return b->data && len <= b->capacity - b->len;
}

static bool set_capacity(struct buf *b, size_t capacity) {
    uint8_t *data = realloc(b->data, capacity ? capacity : 1);
    if (!data) {
        buf_fail(b, STATUS_NO_MEMORY);
        return false;
    }
    b->data = data;
    b->capacity = capacity;
    return true;
}

uint8_t *buf_reserve(struct buf *b, size_t len) {
    if (!may_hold(b, len) ||
        (!has_room(b, len) && !set_capacity(b, next_capacity(b, b->len + len)))) {
        return NULL;
    }
    return b->data + b->len;
}

/*
 * Emscripten's realloc does not ask for more at the end of the heap, but takes what is free behind
 * a block.  So that is asked for, and given back.  Volatile: to the compiler it makes no sense.
 */
static bool make_room_behind(size_t len) {
    void *volatile block = malloc(len);
    const bool made = block != NULL;
    free(block);
    return made;
}

enum status buf_extend(struct buf *b, size_t len) {
    if (!may_hold(b, len) || has_room(b, len)) {
        return b->status;
    }
    if (b->data && !make_room_behind(b->len + len - b->capacity)) {
        return buf_fail(b, STATUS_NO_MEMORY);
    }
    set_capacity(b, b->len + len);
    return b->status;
}

void buf_commit(struct buf *b, size_t len) {
    b->len += len;
}

enum status buf_append(struct buf *b, const void *data, size_t len) {
    if (len == 0) {
        return b->status;
    }
    uint8_t *place = buf_reserve(b, len);
    if (place) {
        memcpy(place, data, len);
        buf_commit(b, len);
    }
    return b->status;
}

enum status buf_text(struct buf *b, const char *text) {
    return buf_append(b, text, strlen(text));
}

enum status buf_byte(struct buf *b, uint8_t byte) {
    return buf_append(b, &byte, 1);
}

enum status buf_format(struct buf *b, const char *format, ...) {
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    const int len = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (len < 0 || len >= (int)sizeof text) {
        return buf_fail(b, STATUS_INTERNAL);
    }
    return buf_append(b, text, (size_t)len);
}

struct bytes buf_view(const struct buf *b) {
    return (struct bytes){b->data, b->len};
}

enum status buf_release(struct buf *b, uint8_t **data, size_t *len) {
    const enum status status = b->status;
    if (status != STATUS_OK) {
        *data = NULL;
        *len = 0;
        return status;
    }
    *data = b->data;
    *len = b->len;
    *b = buf_make(b->limit);
    return STATUS_OK;
}
