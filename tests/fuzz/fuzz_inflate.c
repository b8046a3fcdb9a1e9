/* Streams of any bytes: unpacked to what zlib unpacks them to, or refused where it refuses them. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "pixels/inflate.h"

#define MOST (1 << 18)                /* bytes; more would only be slower */
#define ROOM (INFLATE_HISTORY + 3000) /* so that the window has to move on */
#define TRAILER 4                     /* bytes of a checksum, which zlib waits for */

/* What zlib says, MOST bytes at most; -1 where it refuses the stream. */
static ptrdiff_t ask_zlib(const uint8_t *data, size_t size, uint8_t *out) {
    z_stream z = {.next_in = (Bytef *)(uintptr_t)data,
                  .avail_in = (uInt)size,
                  .next_out = out,
                  .avail_out = MOST + 1};
    const int opened = inflateInit(&z);
    assert(opened == Z_OK);
    inflateValidate(&z, 0);
    const int result = inflate(&z, Z_SYNC_FLUSH);
    const size_t len = z.total_out;
    inflateEnd(&z);
    return result == Z_STREAM_END || len > MOST ? (ptrdiff_t)len : -1;
}

/* The stream in pieces as long as its own bytes say. */
struct pieces {
    const uint8_t *data;
    size_t left;
    size_t longest;
};

static bool next_piece(void *context, struct bytes *piece) {
    struct pieces *p = context;
    const size_t wanted = p->left > 0 ? 1 + p->data[0] % p->longest : 0;
    *piece = (struct bytes){p->data, wanted < p->left ? wanted : p->left};
    p->data += piece->len;
    p->left -= piece->len;
    return piece->len > 0;
}

static ptrdiff_t ask_ours(const uint8_t *data, size_t size, size_t longest, uint8_t *out) {
    static uint8_t window[ROOM + INFLATE_OVERSHOOT];
    static struct inflate s;
    struct pieces pieces = {data, size, longest};
    uint8_t *at = window;
    size_t len = 0;
    enum status status = STATUS_OK;
    inflate_begin(&s, (struct inflate_source){&pieces, next_piece});
    while (status == STATUS_OK && !s.ended && len <= MOST) {
        const uint8_t *from = at;
        status = inflate_more(&s, window, window + ROOM, &at);
        memcpy(out + len, from, (size_t)(at - from));
        len += (size_t)(at - from);
        if (at - window > INFLATE_HISTORY) {
            memmove(window, at - INFLATE_HISTORY, INFLATE_HISTORY);
            at = window + INFLATE_HISTORY;
        }
    }
    return status == STATUS_OK ? (ptrdiff_t)len : -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static uint8_t theirs[MOST + 1];
    static uint8_t ours[MOST + ROOM + INFLATE_OVERSHOOT];
    uint8_t *stream = calloc(size + TRAILER, 1);
    if (!stream) {
        return 0;
    }
    memcpy(stream, data, size);
    const ptrdiff_t wanted = ask_zlib(stream, size + TRAILER, theirs);
    for (size_t longest = 1; longest < 1000; longest *= 30) {
        const ptrdiff_t len = ask_ours(stream, size, longest, ours);
        assert(wanted > MOST || len == wanted); /* what follows so much, nobody looked at */
        assert(wanted <= 0 || len < 0 ||
               memcmp(ours, theirs, (size_t)(wanted > MOST ? MOST : wanted)) == 0);
    }
    free(stream);
    return 0;
}
