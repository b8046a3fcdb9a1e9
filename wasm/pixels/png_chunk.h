/* A PNG's chunks, written: length, type, data, CRC (PNG, 5.3). */
#ifndef PIXELS_PNG_CHUNK_H
#define PIXELS_PNG_CHUNK_H

#include "base/buf.h"

/* Begins a chunk and returns where; what is appended until png_chunk_end is its data. */
size_t png_chunk_begin(struct buf *out, const char *type);

/* Ends the chunk that began at 'start'; *out must not have been emptied since. */
void png_chunk_end(struct buf *out, size_t start);

/* Writes the four bytes of a number as PNG has them, the high one first. */
void png_write_be32(uint8_t *to, size_t value);

#endif
