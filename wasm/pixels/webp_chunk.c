#include "pixels/webp_chunk.h"

#include <string.h>

#define HEADER 8

size_t webp_end(struct bytes file) {
    const size_t said =
        file.len < WEBP_CHUNKS_START ? 0 : (size_t)read_le32(file.data + 4) + HEADER;
    return said < file.len ? said : file.len;
}

bool webp_chunk_next(struct bytes file, size_t *at, struct webp_chunk *out) {
    const size_t end = webp_end(file);
    if (*at > end || end - *at < HEADER) {
        return false;
    }
    const uint8_t *start = file.data + *at;
    const size_t left = end - *at - HEADER;
    const size_t len = read_le32(start + 4);
    if (len > left) {
        return false;
    }
    const size_t padding = len % 2 == 1 && len < left ? 1 : 0;
    *out = (struct webp_chunk){
        (const char *)start, *at, *at + HEADER + len + padding, {start + HEADER, len}};
    *at = out->end;
    return true;
}

bool webp_chunk_is(const struct webp_chunk *chunk, const char *type) {
    return memcmp(chunk->type, type, 4) == 0;
}
