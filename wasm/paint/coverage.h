/*
 * The mask being painted: one byte per image pixel, 0 keep .. 255 repaint.
 *
 * Held as tiles of 64 x 64 that copies share until one of them writes, so that
 * a copy costs pointers, not pixels, and an untouched tile costs nothing.  Knows
 * no tool and no screen.  Tools read and write rows of tiles; whatever they
 * write is reported once as the dirty rectangle.
 */
#ifndef PAINT_COVERAGE_H
#define PAINT_COVERAGE_H

#include "pixels/image.h"

#define COVERAGE_TILE 64

struct coverage;

/* Nothing painted.  The size must have passed image_check_size.  STATUS_NO_MEMORY. */
enum status coverage_make(int width, int height, struct coverage **out) MUST_CHECK;

/* A copy that shares all tiles; its dirty rectangle is empty.  STATUS_NO_MEMORY. */
enum status coverage_copy(const struct coverage *c, struct coverage **out) MUST_CHECK;

/* Frees it and every tile nobody else shares; NULL is fine. */
void coverage_free(struct coverage *c);

int coverage_width(const struct coverage *c);
int coverage_height(const struct coverage *c);

/* The byte at a pixel; 0 outside. */
uint8_t coverage_at(const struct coverage *c, int x, int y);

/*
 * The tile at column 'tx', row 'ty' (pixel / COVERAGE_TILE) to read: 64 rows of
 * 64 bytes.  NULL says that all of it is 0.  Pixels past the picture's edge are
 * there and always 0.
 */
const uint8_t *coverage_tile(const struct coverage *c, int tx, int ty);

/*
 * The same tile to write: made or copied first if it must be.  NULL for lack of
 * memory; nothing is changed then.  The caller reports what it wrote with
 * coverage_touch and keeps pixels past the edge 0.
 */
uint8_t *coverage_edit_tile(struct coverage *c, int tx, int ty) MUST_CHECK;

/* Adds 'changed' to the dirty rectangle, clipped to the picture. */
void coverage_touch(struct coverage *c, struct rect changed);

/* The dirty rectangle, which is then empty. */
struct rect coverage_take_dirty(struct coverage *c);

/*
 * Makes *c the same as 'from', of the same size, sharing its tiles; where they
 * differed becomes dirty.  Used by undo: cannot fail.
 */
void coverage_become(struct coverage *c, const struct coverage *from);

/* Sets every pixel to 0. */
void coverage_clear(struct coverage *c);

/* Writes all pixels to 'out', width * height bytes in rows. */
void coverage_read(const struct coverage *c, uint8_t *out);

/* Replaces all pixels from 'in', rows as above.  STATUS_NO_MEMORY leaves a part replaced. */
enum status coverage_write(struct coverage *c, const uint8_t *in) MUST_CHECK;

/* The mean of all pixels as a share of 255, 0 to 1; kept per tile, so cheap to ask after a stroke. */
double coverage_share(const struct coverage *c);

/* Bytes held by tiles that only 'c' uses, its own tables included. */
size_t coverage_memory(const struct coverage *c);

#endif
