/*
 * Flooding a region of equal bytes: what bucket, holes, specks and selection share.
 */
#ifndef PAINT_FLOOD_H
#define PAINT_FLOOD_H

#include "base/buf.h"
#include "pixels/image.h"

struct flood {
    int64_t pixels;
    bool touches_edge; /* of the plane */
};

/*
 * Gives 'value' to the pixels that have the same byte as (x, y), inside the plane
 * and of another value, and are connected to it by their sides; where 'diagonal'
 * says so, by their corners too.  'stack' is empty before and after: memory to
 * work in, which many floods share.  STATUS_NO_MEMORY leaves a part flooded.
 */
enum status flood_fill(struct plane *p, int x, int y, uint8_t value, bool diagonal,
                       struct buf *stack, struct flood *out) MUST_CHECK;

/* A stack for floods of 'p'; buf_free it. */
struct buf flood_stack(const struct plane *p);

/* Puts a place, as an offset into the plane's values, on a stack, and takes the last one off. */
void flood_push(struct buf *stack, size_t at);
size_t flood_pop(struct buf *stack);

#endif
