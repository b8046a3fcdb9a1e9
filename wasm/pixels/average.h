/*
 * A picture made smaller by whole numbers, each pixel the mean of a block.
 *
 * For what is to become much smaller yet: quick where resize.h is sharp.  Does not
 * weigh by alpha.
 */
#ifndef PIXELS_AVERAGE_H
#define PIXELS_AVERAGE_H

#include "pixels/image.h"

#define AVERAGE_MOST 8 /* pixels along a block's side */

/*
 * Averages blocks of across x down pixels, 1 to AVERAGE_MOST, of 'part', inside the
 * picture, whose sides they divide.  STATUS_NO_MEMORY.
 */
enum status average_part(const struct image *image, struct rect part, int across, int down,
                         struct image *out) MUST_CHECK;

#endif
