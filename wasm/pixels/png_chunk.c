#include "pixels/png_chunk.h"

#include "pixels/checksum.h"

size_t png_chunk_begin(struct buf *out, const char *type) {
    const size_t start = out->len;
    buf_append(out, "\0\0\0", 4);
    buf_append(out, type, 4);
    return start;
}

void png_chunk_end(struct buf *out, size_t start) {
    uint8_t *crc = buf_reserve(out, 4);
    if (crc) {
        const struct bytes sum = {out->data + start + 4, out->len - start - 4};
        png_write_be32(out->data + start, sum.len - 4);
        png_write_be32(crc, checksum_crc32(0, sum));
        buf_commit(out, 4);
    }
}

void png_write_be32(uint8_t *to, size_t value) {
    for (int i = 0; i < 4; i++) {
        to[i] = (uint8_t)(value >> (24 - 8 * i));
    }
}
