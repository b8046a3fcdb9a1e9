/*
 * stb_image_write behind a wall: the only file that includes it.
 *
 * It filters the rows and puts the chunks together; which filter, the
 * compression (deflate.h) and the checksums are ours.
 */
#ifndef PIXELS_STB_ENCODE_H
#define PIXELS_STB_ENCODE_H

#include "base/buf.h"

/*
 * Appends to *out the PNG of width x height pixels of 'channels' bytes each, 1
 * (grey), 3 (RGB) or 4 (RGBA), rows without padding, within the limits of image.h.
 *
 * STATUS_NO_MEMORY, or STATUS_TOO_LARGE past the limit of *out; *out is then
 * failed.
 */
enum status stb_encode(const uint8_t *pixels, int width, int height, int channels, struct buf *out);

#endif
