/*
 * Enlarging a picture's canvas on any side.
 *
 * The new area is for a model to fill; until then it shows the picture's edges
 * going on, more and more blurred, so that a model sees colours rather than a frame.
 */
#ifndef PIXELS_EXTEND_H
#define PIXELS_EXTEND_H

#include "pixels/image.h"

/* Pixels that are added on each side, 0 or more. */
struct margins {
    int left;
    int top;
    int right;
    int bottom;
};

/*
 * The picture on the larger canvas; its own pixels stay as they are, to the byte.
 * STATUS_UNSUPPORTED or STATUS_TOO_LARGE by image_check_size, STATUS_INVALID for a margin
 * below 0, STATUS_NO_MEMORY; *out is then empty.
 */
enum status extend_image(const struct image *image, struct margins margins, struct image *out,
                         struct fault *fault) MUST_CHECK;

#endif
