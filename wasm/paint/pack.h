/*
 * A coverage as few bytes, to be kept, and back.
 *
 * Not a picture file: only this program reads it (see pixels/mask.h for the
 * others).  Large numbers come first byte first:
 *
 *   "mask"             4 bytes
 *   version            1, which is 1
 *   width, height      2 each
 *   runs of tiles, row by row, until all tiles are there; each is
 *     kind             1: 0 all 0, 1 all 255, 2 coded
 *     tiles            2, not 0
 *     of coded ones    each tile's pixels that lie in the picture, in rows:
 *                      n < 64, then n + 1 pixels;  or n of 64 to 127, then the
 *                      one pixel that n - 63 of them are
 *   Adler-32           4, of all before
 *
 * What is painted or left in whole tiles costs nothing, a hard edge some 300
 * bytes a tile, noise a byte a pixel.
 */
#ifndef PAINT_PACK_H
#define PAINT_PACK_H

#include "base/buf.h"
#include "paint/coverage.h"

/* No pack is longer. */
#define PACK_MAX_BYTES ((size_t)IMAGE_MAX_PIXELS / 64 * 66)

/* Appends the pack of 'c' to *out; fails as buf_append does. */
enum status pack_write(const struct coverage *c, struct buf *out);

/*
 * Gives 'c' the pixels of 'pack', making dirty what changes.  STATUS_DAMAGED for
 * what is no sound pack of a coverage of the size of 'c', STATUS_NO_MEMORY; 'c' is then
 * as it was.
 */
enum status pack_read(struct bytes pack, struct coverage *c, struct fault *fault) MUST_CHECK;

#endif
