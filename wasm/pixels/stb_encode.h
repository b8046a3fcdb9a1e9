/*
 * stb_image_write behind a wall: the only file that includes it.
 *
 * It filters rows; compression (deflate.h) and chunks (png_writer.h) are ours.
 */
#ifndef PIXELS_STB_ENCODE_H
#define PIXELS_STB_ENCODE_H

#include "pixels/deflate.h"

#define STB_FILTERS 5 /* 0 none, 1 sub, 2 up, 3 average, 4 Paeth */

/* Rows of 'channels' bytes a pixel without padding: 1 (grey), 3 (RGB) or 4 (RGBA). */
struct stb_rows {
    const uint8_t *pixels;
    int width;
    int height;
    int channels;
    bool follows; /* the first row is only there for the second to be filtered against it */
};

/*
 * Filters the rows and appends them, compressed, to *out: the next piece of the
 * stream, or its 'last'.  Without 'follows' they are a picture's first.
 *
 * STATUS_NO_MEMORY, or STATUS_TOO_LARGE past the limit of *out; *out is then
 * failed.
 */
enum status stb_encode_rows(struct stb_rows rows, int filter, bool last, struct deflate *d,
                            struct buf *out);

#endif
