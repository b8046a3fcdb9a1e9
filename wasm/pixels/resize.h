/*
 * Scaling, and the size that a budget of pixels leaves, as ComfyUI's node does it.
 *
 * Lanczos-3 in gamma space: what is opaque by lanczos.h, what is not, and planes, by
 * stb_image_resize2 with the same kernel.  Agrees with Pillow's LANCZOS to within a
 * level.  The only file that includes stb_image_resize2.h.
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

#define RESIZE_LOBES 3

/* Lanczos's kernel at 'x' pixels: 1 at 0, exactly 0 at every other whole number and past the lobes.
 */
float resize_kernel(float x);

/*
 * Scales to width x height, alpha weighted: colours under alpha 0 do not bleed.
 * A side that does not change is not filtered.  STATUS_NO_MEMORY.
 */
enum status resize_image(const struct image *image, int width, int height,
                         struct image *out) MUST_CHECK;

/* The same of a part inside the picture, as if there were nothing around it. */
enum status resize_part(const struct image *image, struct rect part, int width, int height,
                        struct image *out) MUST_CHECK;

/* The same of a frame that may reach past the picture, whose edge then goes on. */
enum status resize_frame(const struct image *image, struct rect frame, int width, int height,
                         struct image *out) MUST_CHECK;

/* The same kernel on one channel. */
enum status resize_plane(const struct plane *plane, int width, int height,
                         struct plane *out) MUST_CHECK;

/* One channel that need not lie anywhere as a whole. */
struct resize_source {
    int width;
    int height;
    const void *context;
    /* Writes 'len' values of row 'y' from 'x' on. */
    void (*read)(const void *context, int x, int y, int len, uint8_t *values);
};

/*
 * Scales it to the size of *out, of which no more than 'window', which is not empty, is written.
 * STATUS_NO_MEMORY.
 */
enum status resize_window(const struct resize_source *from, struct rect window,
                          struct plane *out) MUST_CHECK;

#endif
