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

/* What is shown of the coverage; colours are RGBA. */
struct overlay_style {
    uint8_t veil[4]; /* over what is painted; its alpha is scaled by the coverage */
    uint8_t dash[4]; /* the outline: two pixels wide, of dashes four pixels long */
    uint8_t gap[4];  /* and what is between them; alphas of 0 for none */
    int phase;       /* screen pixels by which the dashes have marched */
    bool bare;       /* the coverage alone instead of a veil, 255 as white on black */
};

/*
 * Renders the screen rectangle 'area' to 'out', area.width * area.height RGBA
 * pixels in rows, straight alpha.  Zoomed out, a screen pixel is the mean of up
 * to 4 x 4 samples of what it covers; zoomed in, of the one pixel it lies in.  The
 * outline runs along screen pixels of 128 or more beside others of less, and
 * outside the picture there is nothing painted.  What shows nothing is 0, 0, 0, 0.
 * A screen pixel comes out the same whatever 'area' it is rendered in, so parts
 * fit together.
 */
void overlay_render(const struct coverage *c, struct overlay_view view, struct rect area,
                    const struct overlay_style *style, uint8_t *out);

/* The screen rectangle that shows 'pixels' of the image, a pixel of margin included. */
struct rect overlay_area(struct overlay_view view, struct rect pixels);

#endif
