/*
 * The sieve: images and rest are the same however the stream is cut.
 * The first byte of the input says how long the pieces are.
 */
#include <assert.h>

#include "api/sieve.h"
#include "base/json.h"

static void note(void *context, int index, struct buf *file) {
    struct buf *told = context;
    buf_format(told, "%d %s %zu:", index, status_name(file->status), file->len);
    buf_append(told, file->data, file->len);
}

static void sift(struct bytes text, size_t piece_len, struct buf *told) {
    struct sieve sieve = sieve_make(note, told);
    while (text.len > 0) {
        const size_t len = text.len < piece_len ? text.len : piece_len;
        const enum status status = sieve_feed(&sieve, (struct bytes){text.data, len});
        assert(status == STATUS_OK);
        text = (struct bytes){text.data + len, text.len - len};
    }
    buf_append(told, sieve_rest(&sieve).data, sieve_rest(&sieve).len);
    sieve_free(&sieve);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) {
        return 0;
    }
    const struct bytes text = {data + 1, size - 1};
    struct buf whole = buf_make(SIZE_MAX);
    struct buf pieces = buf_make(SIZE_MAX);
    sift(text, size, &whole);
    sift(text, (size_t)data[0] % 16 + 1, &pieces);
    assert(bytes_equal(buf_view(&whole), buf_view(&pieces)));
    buf_free(&whole);
    buf_free(&pieces);
    return 0;
}
