/* stb_image_write as it comes, to be compared with. */
#ifndef BENCH_STB_PNG_H
#define BENCH_STB_PNG_H

#include "base/buf.h"
#include "pixels/image.h"

/* Appends 'image' as PNG, RGBA.  STATUS_NO_MEMORY. */
enum status stb_png_encode(const struct image *image, struct buf *out);

#endif
