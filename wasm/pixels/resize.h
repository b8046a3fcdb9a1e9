/*
 * Scaling, and the size that a budget of pixels leaves, as ComfyUI's node does it.
 *
 * Lanczos-3 in gamma space through stb_image_resize2 with our own kernel;
 * agrees with Pillow's LANCZOS to within a level.  The only file that includes
 * stb_image_resize2.h.
 */
#ifndef PIXELS_RESIZE_H
#define PIXELS_RESIZE_H

#include "pixels/image.h"

/*
 * The size a width x height picture is sent at: s = sqrt(budget / (w * h)), both
 * sides rounded half to even, at least 1; unchanged when s >= 1 or 'budget' is 0
 * (none).  The result may pass the budget by a few pixels, as the node's does.
 */
void resize_fit(int width, int height, int64_t budget, int *out_width, int *out_height);

/*
 * Scales to width x height, alpha weighted: colours under alpha 0 do not bleed.
 * A side that does not change is not filtered.  STATUS_NO_MEMORY.
 */
enum status resize_image(const struct image *image, int width, int height,
                         struct image *out) MUST_CHECK;

/* The same kernel on one channel. */
enum status resize_plane(const struct plane *plane, int width, int height,
                         struct plane *out) MUST_CHECK;

#endif
