/*
 * Coverage to screen pixels: the coloured veil over the picture.
 *
 * Knows the view as a scale and an offset; does not draw the picture itself.
 */
#ifndef PAINT_OVERLAY_H
#define PAINT_OVERLAY_H

#include "paint/coverage.h"

/* Screen pixel (sx, sy) shows image point ((sx + 0.5 - x) / scale, (sy + 0.5 - y) / scale). */
struct overlay_view {
    double scale; /* screen pixels per image pixel */
    double x;     /* where the image's corner is, in screen pixels */
    double y;
};

/*
 * Renders the screen rectangle 'area' to 'out', area.width * area.height RGBA
 * pixels in rows, straight alpha: 'color' (RGBA) with its alpha scaled by the
 * coverage.  Zoomed out, a screen pixel is the mean of up to 4 x 4 samples of
 * what it covers; zoomed in, of the one pixel it lies in.  What shows nothing is
 * 0, 0, 0, 0, as is all outside the picture.  A screen pixel comes out the same
 * whatever 'area' it is rendered in, so parts fit together.
 */
void overlay_render(const struct coverage *c, struct overlay_view view, struct rect area,
                    const uint8_t color[4], uint8_t *out);

/* The screen rectangle that shows 'pixels' of the image, a pixel of margin included. */
struct rect overlay_area(struct overlay_view view, struct rect pixels);

#endif
