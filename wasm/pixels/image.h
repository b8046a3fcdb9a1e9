/*
 * Pixels in memory: RGBA images, one-byte planes, rectangles, and their limits.
 *
 * Knows no file format and no colour space: eight bits a channel, straight
 * (not premultiplied) alpha, rows from top to bottom without padding.
 */
#ifndef PIXELS_IMAGE_H
#define PIXELS_IMAGE_H

#include "base/base.h"

#define IMAGE_MAX_EDGE 16384
#define IMAGE_MAX_PIXELS (64 * 1024 * 1024) /* "64 megapixels": phones give 9248 x 6936 */

/* An RGBA picture.  Empty is {NULL, 0, 0}. */
struct image {
    uint8_t *pixels; /* width * height * 4 bytes, ours to free */
    int width;
    int height;
};

/* One byte per pixel, such as a mask's coverage (0 keep .. 255 repaint). */
struct plane {
    uint8_t *values; /* width * height bytes, ours to free */
    int width;
    int height;
};

/*
 * Whether a picture of this size may be held at all; asked of the header before
 * anything is allocated.  STATUS_UNSUPPORTED for an empty side, STATUS_TOO_LARGE
 * past IMAGE_MAX_EDGE or IMAGE_MAX_PIXELS, the numbers in the fault's text.
 */
enum status image_check_size(int64_t width, int64_t height, struct fault *fault) MUST_CHECK;

/* The fault of a decoder that meets pixels it cannot make sense of: STATUS_DAMAGED. */
enum status image_fault_damaged(struct fault *fault);

/* Zeroed pixels; the size must have passed image_check_size.  STATUS_NO_MEMORY. */
enum status image_make(int width, int height, struct image *out) MUST_CHECK;

/* The same, but with whatever lay there: for who writes every pixel. */
enum status image_make_unset(int width, int height, struct image *out) MUST_CHECK;
enum status plane_make(int width, int height, struct plane *out) MUST_CHECK;

/* Frees the pixels and leaves an empty picture; an empty one is fine. */
void image_free(struct image *image);
void plane_free(struct plane *plane);

/* Bytes of all pixels. */
size_t image_bytes(const struct image *image);
size_t plane_bytes(const struct plane *plane);

/* Whether every alpha is 255. */
bool image_is_opaque(const struct image *image);

/* Pixels x .. x+width-1, y .. y+height-1; empty when a side is 0 or less. */
struct rect {
    int x;
    int y;
    int width;
    int height;
};

bool rect_is_empty(struct rect r);
struct rect rect_intersect(struct rect a, struct rect b);
struct rect rect_unite(struct rect a, struct rect b); /* an empty one adds nothing */

/* All of a picture. */
struct rect image_rect(const struct image *image);

/* Copies pixels 'left' .. 'left' + 'count' - 1 of row 'y'; past the picture its edge goes on. */
void image_copy_row(const struct image *image, int y, int left, int count, uint8_t *out);

/*
 * Copies 'part', of a size that may be held; where it reaches past the picture, the picture's edge
 * goes on.  Nothing but the part is held.  STATUS_NO_MEMORY.
 */
enum status image_cut(const struct image *image, struct rect part, struct image *out) MUST_CHECK;

#endif
