/*
 * Flooding a region of equal bytes: what bucket, holes, specks and selection share.
 */
#ifndef PAINT_FLOOD_H
#define PAINT_FLOOD_H

#include "pixels/image.h"

struct flood {
    int64_t pixels;
    bool touches_edge; /* of the plane */
};

/*
 * Gives 'value' to the pixels that have the same byte as (x, y), inside the plane
 * and of another value, and are connected to it by their sides; where 'diagonal'
 * says so, by their corners too.  STATUS_NO_MEMORY leaves a part flooded.
 */
enum status flood_fill(struct plane *p, int x, int y, uint8_t value, bool diagonal,
                       struct flood *out) MUST_CHECK;

#endif
