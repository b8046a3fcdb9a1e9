/*
 * Base64: the same for every cut, and strict, so that encoding gives the text back.
 * The first byte of the input says how long the pieces are.
 */
#include <assert.h>

#include "base/base64.h"

static enum status decode(struct bytes text, size_t piece_len, struct buf *out) {
    struct base64 b = base64_make();
    while (text.len > 0) {
        const size_t len = text.len < piece_len ? text.len : piece_len;
        const enum status status = base64_feed(&b, (struct bytes){text.data, len}, out);
        if (status != STATUS_OK) {
            return status;
        }
        text = (struct bytes){text.data + len, text.len - len};
    }
    return base64_end(&b);
}

static void encode(struct bytes bytes, struct buf *out) {
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t bit = 0; bit < bytes.len * 8; bit += 6) {
        int value = 0;
        for (size_t i = bit; i < bit + 6; i++) {
            value = value * 2 + (i / 8 < bytes.len && (bytes.data[i / 8] >> (7 - i % 8) & 1));
        }
        buf_byte(out, (uint8_t)letters[value]);
    }
    while (out->len % 4 != 0) {
        buf_byte(out, '=');
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) {
        return 0;
    }
    const struct bytes text = {data + 1, size - 1};
    struct buf whole = buf_make(size);
    struct buf pieces = buf_make(size);
    const enum status status = decode(text, size, &whole);
    assert(status == STATUS_OK || status == STATUS_DAMAGED);
    assert(decode(text, (size_t)data[0] % 16 + 1, &pieces) == status);
    if (status == STATUS_OK) {
        struct buf again = buf_make(size + 4);
        assert(bytes_equal(buf_view(&whole), buf_view(&pieces)));
        encode(buf_view(&whole), &again);
        assert(bytes_equal(buf_view(&again), text));
        buf_free(&again);
    }
    buf_free(&whole);
    buf_free(&pieces);
    return 0;
}
