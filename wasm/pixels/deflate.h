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

/* A stream on its way. */
struct deflate {
    int pixel;        /* how many bytes a run looks back, 1 to 4 */
    uint32_t adler;   /* of the data so far */
    uint64_t waiting; /* bits that do not make a byte yet, the first one lowest */
    int waiting_len;
};

/*
 * Begins a zlib stream (RFC 1950, RFC 1951) by appending its header to *out.  A
 * failure to do so sticks in *out and shows at deflate_more.
 */
struct deflate deflate_begin(int pixel, struct buf *out);

/*
 * Appends the next piece of the stream, which inflates to 'data'; nothing comes
 * after the 'last' one, which may be empty.  Between pieces *out may be emptied.
 *
 * Runs end with a piece, so that long pieces make a shorter stream.  It is never longer than the
 * data by more than 11 bytes and 6 for every further piece and 32 KB.
 *
 * STATUS_NO_MEMORY, or STATUS_TOO_LARGE past the limit of *out.
 */
enum status deflate_more(struct deflate *d, struct bytes data, bool last, struct buf *out);

/*
 * The same for rows of black RGBA pixels that are given by their alpha alone: each is the number of
 * its filter and then 'width' bytes, before every one of which three zeros are meant.  The stream
 * inflates to all of them, so 'pixel' must have been 4.  Several times as fast.
 */
enum status deflate_more_alpha(struct deflate *d, struct bytes rows, size_t width, bool last,
                               struct buf *out);

/* The whole stream of 'data' in one piece; fails as deflate_more does. */
enum status deflate_zlib(struct bytes data, int pixel, struct buf *out);

/* About how many bytes 'data' would take, less than 8 MB of them; in a small part of the time. */
size_t deflate_estimate(struct bytes data, int pixel);

#endif
