/* A WebP's chunks (RFC 9649, 2.3): a name, a length, as many bytes, and one more if they are odd.
 */
#ifndef PIXELS_WEBP_CHUNK_H
#define PIXELS_WEBP_CHUNK_H

#include "base/base.h"

#define WEBP_CHUNKS_START 12 /* where they begin, after RIFF, its length and WEBP */

struct webp_chunk {
    const char *type; /* four letters, without a NUL */
    size_t start;
    size_t end; /* its padding included */
    struct bytes data;
};

/* Where a WebP says that it ends: what follows is no part of it. */
size_t webp_end(struct bytes file);

/*
 * Takes the next chunk from *at on and moves past it; false at webp_end, or where a
 * chunk reaches past it.  The last one may lack its padding.
 */
bool webp_chunk_next(struct bytes file, size_t *at, struct webp_chunk *out);

bool webp_chunk_is(const struct webp_chunk *chunk, const char *type);

#endif
