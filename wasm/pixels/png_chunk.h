/* A PNG's chunks, written and read: length, type, data, CRC (PNG, 5.3). */
#ifndef PIXELS_PNG_CHUNK_H
#define PIXELS_PNG_CHUNK_H

#include "base/buf.h"

/* Begins a chunk and returns where; what is appended until png_chunk_end is its data. */
size_t png_chunk_begin(struct buf *out, const char *type);

/* Ends the chunk that began at 'start'; *out must not have been emptied since. */
void png_chunk_end(struct buf *out, size_t start);

#define PNG_CHUNKS_START 8 /* where they begin, after the signature */

struct png_chunk {
    size_t start; /* of its length */
    size_t end;
    const char *type; /* four letters, without a NUL */
    struct bytes data;
};

/* Takes the next chunk from *at on and moves past it; false where the file breaks off. */
bool png_chunk_next(struct bytes file, size_t *at, struct png_chunk *out);

/* Whether a chunk of 'file' is of this type, and whether its CRC is right. */
bool png_chunk_is(const struct png_chunk *chunk, const char *type);
bool png_chunk_is_sound(struct bytes file, const struct png_chunk *chunk);

/* Writes the four bytes of a number as PNG has them, the high one first. */
void png_write_be32(uint8_t *to, size_t value);

#endif
