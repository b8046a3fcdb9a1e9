/*
 * Scaling of opaque pictures, row by row: Lanczos-3 in fixed point, windows cut at the edges as
 * Pillow does it.
 *
 * Twice to three times as fast as stb_image_resize2 in WebAssembly (see tests/bench), and it holds
 * no more of the picture than a window of rows.  Does not weigh by alpha: see resize.h.
 */
#ifndef PIXELS_LANCZOS_H
#define PIXELS_LANCZOS_H

#include "pixels/image.h"

/* Where the rows come from. */
struct lanczos_source {
    int width;
    int height;
    void *context;
    /*
     * Row 'y', each once and one after another: written to 'room' and that returned, or where it
     * lies anyway and stays until the end.  NULL gives up.
     */
    const uint8_t *(*row)(void *context, int y, uint8_t *room);
};

/*
 * Fills *out, which has the wanted size.  Alpha comes out as opaque as it went in.  A side that
 * does not change is not filtered.  STATUS_NO_MEMORY, or STATUS_UNSUPPORTED after giving up.
 */
enum status lanczos_scale(const struct lanczos_source *from, struct image *out) MUST_CHECK;

#endif
