/*
 * EXIF orientation: reading it and turning pixels by it.
 *
 * The rules are those that Chromium, Firefox and WebKit follow alike, so that a
 * mask painted over what the browser shows fits what C decodes.
 */
#ifndef PIXELS_ORIENT_H
#define PIXELS_ORIENT_H

#include "pixels/image.h"

/*
 * What a TIFF block (an Exif APP1 after "Exif\0\0", or PNG's eXIf) tells.
 * 'orientation' is 1 to 8 and 1 whenever the block is absent, short, malformed,
 * or its tag is not one SHORT in range.  'has_location' is true when it points
 * to a GPS directory.
 */
struct exif {
    int orientation;
    bool has_location;
};

struct exif exif_read(struct bytes tiff);

/* Whether turning by 'orientation' swaps width and height (5 to 8). */
bool orient_swaps_sides(int orientation);

/*
 * Turns *image upright.  Orientation 1 touches nothing.  STATUS_NO_MEMORY
 * leaves *image as it was.
 */
enum status orient_apply(int orientation, struct image *image) MUST_CHECK;

/* Where a part of the upright picture lies in the one of this size as it is stored. */
struct rect orient_stored(int orientation, int width, int height, struct rect upright);

#endif
