/*
 * Coverage (0 keep .. 255 repaint) as the file the API wants, and back.
 *
 * The API's mask is RGBA, black, alpha = 255 - coverage: transparent is where it
 * repaints.  On its way there a mask is the coverage of a part of its picture.  Does
 * not know how coverage is painted (see paint/).
 */
#ifndef PIXELS_MASK_H
#define PIXELS_MASK_H

#include "base/buf.h"
#include "pixels/image.h"

/* A mask as it travels.  Empty is all 0. */
struct mask {
    int width; /* of the picture */
    int height;
    struct rect area;  /* inside the picture; nothing is painted elsewhere */
    uint8_t *coverage; /* area.width * area.height bytes, ours to free */
};

/* Frees the coverage and leaves an empty mask; an empty one is fine. */
void mask_free(struct mask *mask);

/* Whether nothing is painted: an unpainted mask is no mask. */
bool mask_is_blank(const struct mask *mask);

/* Forgets what is painted outside of 'area'. */
void mask_narrow(struct mask *mask, struct rect area);

/*
 * The coverage of 'frame', 0 past the mask's area and past the picture, scaled with the same kernel
 * as its image (resize.h), then undoes what ringing did to flat places: a pixel whose whole source
 * is 255 is 255 exactly, and one whose whole source is 0 is 0 exactly.  Takes as long as the area
 * is large, whatever the frame.  STATUS_NO_MEMORY.
 */
enum status mask_scale(const struct mask *mask, struct rect frame, int width, int height,
                       struct plane *out) MUST_CHECK;

/* Appends the API's PNG for 'coverage' to *out.  Fails as png_encode does. */
enum status mask_encode(const struct plane *coverage, struct buf *out);

/* The same as other programs keep masks: grey, white repaints. */
enum status mask_encode_grey(const struct plane *coverage, struct buf *out);

/*
 * The same as ComfyUI keeps masks: the picture as a PNG, its transparency being what
 * repaints, of the same size as 'coverage'.  The picture's colours survive exactly, hidden
 * ones too; its own transparency does not.  'chunks' are those of png_writer.h.
 */
enum status mask_encode_in(const struct image *image, const struct plane *coverage,
                           struct bytes chunks, struct buf *out);

/*
 * Reads coverage from a picture: from its transparency (alpha 0 repaints, as in
 * ComfyUI's LoadImage) unless every pixel is opaque, then from its brightness
 * (white repaints; Rec. 601 luma).  STATUS_NO_MEMORY.
 */
enum status mask_from_image(const struct image *image, struct plane *out) MUST_CHECK;

#endif
