/*
 * A picture seen through a grid that is shifted and scaled by any amount.
 *
 * Interpolates between pixels, alpha weighted; does not average them, so a picture
 * much larger than its grid is to be made smaller first (resize.h).  Past the
 * picture its edge goes on.
 */
#ifndef PIXELS_SAMPLE_H
#define PIXELS_SAMPLE_H

#include "pixels/image.h"

/* The place p of the grid lies at p * scale + shift of the source; pixel i is from i to i + 1. */
struct sample_axis {
    double scale;
    double shift;
};

struct sample_grid {
    struct sample_axis x;
    struct sample_axis y;
};

struct sampler;

/*
 * For pixels 'left' .. 'left' + 'width' - 1 of each row; 'source' must outlive *out.
 * STATUS_NO_MEMORY.
 */
enum status sampler_make(const struct image *source, const struct sample_grid *grid, int left,
                         int width, struct sampler **out) MUST_CHECK;

/* NULL is fine. */
void sampler_free(struct sampler *s);

/*
 * Writes row 'y' of the grid, RGBA.  Where the grid's pixels are the source's own, shifted by
 * whole pixels or not at all, they are copied.  Cheapest in order.
 */
void sampler_row(struct sampler *s, int y, uint8_t *out);

/* The grid's first width x height pixels.  STATUS_NO_MEMORY. */
enum status sample_image(const struct image *source, const struct sample_grid *grid, int width,
                         int height, struct image *out) MUST_CHECK;

#endif
