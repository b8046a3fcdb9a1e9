#include "pixels/png_chunk.h"

#include <string.h>

#include "pixels/checksum.h"

#define OVERHEAD 12 /* length, type, CRC */

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

bool png_chunk_next(struct bytes file, size_t *at, struct png_chunk *out) {
    if (*at > file.len || file.len - *at < OVERHEAD) {
        return false;
    }
    const uint8_t *start = file.data + *at;
    const size_t len = read_be32(start);
    if (len > file.len - *at - OVERHEAD) {
        return false;
    }
    *out = (struct png_chunk){*at, *at + len + OVERHEAD, (const char *)start + 4, {start + 8, len}};
    *at = out->end;
    return true;
}

bool png_chunk_is(const struct png_chunk *chunk, const char *type) {
    return memcmp(chunk->type, type, 4) == 0;
}

bool png_chunk_is_sound(struct bytes file, const struct png_chunk *chunk) {
    const struct bytes sum = {file.data + chunk->start + 4, chunk->data.len + 4};
    return checksum_crc32(0, sum) == read_be32(file.data + chunk->end - 4);
}

void png_write_be32(uint8_t *to, size_t value) {
    for (int i = 0; i < 4; i++) {
        to[i] = (uint8_t)(value >> (24 - 8 * i));
    }
}
