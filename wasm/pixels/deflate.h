/*
 * A fast zlib stream for filtered picture rows.
 *
 * Looks for one thing only: runs, bytes equal to those a pixel before.  On rows
 * that a PNG filter has worked on, Huffman codes do nearly all the rest that a
 * search for matches would, in a small part of the time.  Does not filter.
 */
#ifndef PIXELS_DEFLATE_H
#define PIXELS_DEFLATE_H

#include "base/buf.h"

/*
 * Appends to *out a zlib stream (RFC 1950, RFC 1951) that inflates to 'data'.
 *
 * 'pixel' is how many bytes a run looks back, 1 to 4.  The stream is never
 * longer than the data by more than 11 bytes and 6 for every 32 KB.
 *
 * STATUS_NO_MEMORY, or STATUS_TOO_LARGE past the limit of *out.
 */
enum status deflate_zlib(struct bytes data, int pixel, struct buf *out);

#endif
