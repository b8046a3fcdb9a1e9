/*
 * TIFF blocks, as EXIF is written (TIFF 6.0): directories of entries.
 *
 * Follows nothing by itself, so that no block can lead it in a circle.
 */
#ifndef PIXELS_TIFF_H
#define PIXELS_TIFF_H

#include "base/base.h"

enum { TIFF_ASCII = 2, TIFF_SHORT = 3, TIFF_LONG = 4, TIFF_UNDEFINED = 7 };

/* A block and the byte order it is written in. */
struct tiff {
    struct bytes block;
    uint16_t (*read16)(const uint8_t *);
    uint32_t (*read32)(const uint8_t *);
};

/* An entry and its value's bytes, none where they lie outside the block or the type is another. */
struct tiff_entry {
    uint16_t tag;
    uint16_t type;
    uint32_t count;
    struct bytes value;
};

/* A directory that is being read. */
struct tiff_directory {
    const struct tiff *tiff;
    size_t at;
    int left;
};

/* False where 'block' does not begin as TIFF does. */
bool tiff_open(struct bytes block, struct tiff *out);

/* Where the first directory lies. */
size_t tiff_first(const struct tiff *t);

/* The directory at 'offset', without entries where it lies outside the block. */
struct tiff_directory tiff_directory_at(const struct tiff *t, size_t offset);

/* Takes the next entry; false at the end of the directory or of the block. */
bool tiff_next(struct tiff_directory *d, struct tiff_entry *out);

#endif
