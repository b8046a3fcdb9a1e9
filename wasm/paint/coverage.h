/*
 * The mask being painted: one byte per image pixel, 0 keep .. 255 repaint.
 *
 * Held as tiles of 64 x 64 that never change once made: a write replaces the
 * tile, so copies share tiles freely, a copy costs pointers instead of pixels,
 * and a tile that is all 0 or all 255 costs nothing.  Knows no tool and no screen.  What has
 * changed is kept as one dirty rectangle, exact to the pixel, whoever changed it.
 */
#ifndef PAINT_COVERAGE_H
#define PAINT_COVERAGE_H

#include "pixels/image.h"

#define COVERAGE_TILE 64 /* pixels along a tile's side */
#define COVERAGE_TILE_BYTES (COVERAGE_TILE * COVERAGE_TILE)

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
 * The tile at column 'tx', row 'ty' (pixel / COVERAGE_TILE, inside the picture):
 * 64 rows of 64 bytes, good until the tile is next written.  NULL says that all
 * of it is 0, and nothing else does.  Pixels past the picture's edge are there
 * and always 0.
 */
const uint8_t *coverage_tile(const struct coverage *c, int tx, int ty);

/* Whether all of the tile is 255; one that reaches past the picture's edge never is. */
bool coverage_tile_is_full(const struct coverage *c, int tx, int ty);

/* The pixels of the picture that the tile holds: fewer than 64 x 64 at the right and lower edge. */
struct rect coverage_tile_rect(const struct coverage *c, int tx, int ty);

/*
 * Replaces the tile by 'pixels', laid out as coverage_tile's, 0 past the
 * picture's edge.  Pixels that are there already change and cost nothing, so a
 * tool need not look first.  STATUS_NO_MEMORY, and the tile stays as it was.
 */
enum status coverage_set_tile(struct coverage *c, int tx, int ty,
                              const uint8_t pixels[COVERAGE_TILE_BYTES]) MUST_CHECK;

/*
 * Adds what a tool gives to the tile: each pixel keeps the larger of what was
 * there and 'given'; with 'subtract' the smaller of what was there and 255 -
 * 'given'.  So order and repetition do not matter.  'given' is laid out as above;
 * fails as coverage_set_tile.
 */
enum status coverage_merge_tile(struct coverage *c, int tx, int ty,
                                const uint8_t given[COVERAGE_TILE_BYTES], bool subtract) MUST_CHECK;

/* The smallest rectangle around all that changed since it was last taken. */
struct rect coverage_take_dirty(struct coverage *c);

/* Whether 'a' and 'b', of the same size, share every tile: how a copy learns that nothing happened.
 */
bool coverage_is_shared(const struct coverage *a, const struct coverage *b);

/* Exchanges the pixels of 'a' and 'b', of the same size; where they differ is dirty in both. */
void coverage_swap(struct coverage *a, struct coverage *b);

/* Gives 'c' the pixels of 'from', of the same size; they share all tiles then. */
void coverage_assign(struct coverage *c, const struct coverage *from);

/* Sets every pixel to 0. */
void coverage_clear(struct coverage *c);

/* Sets every pixel to what 'table' has for it.  STATUS_NO_MEMORY leaves a part as it was. */
enum status coverage_map(struct coverage *c, const uint8_t table[256]) MUST_CHECK;

/* A rectangle of the picture outside which all is 0: around the tiles that are not. */
struct rect coverage_extent(const struct coverage *c);

/* Writes the pixels of 'area', inside the picture, to 'out': area.width * area.height in rows. */
void coverage_read(const struct coverage *c, struct rect area, uint8_t *out);

/* Replaces the pixels of 'area' from 'in', as above.  STATUS_NO_MEMORY leaves a part as it was. */
enum status coverage_write(struct coverage *c, struct rect area, const uint8_t *in) MUST_CHECK;

/* Adds or subtracts 'given' as coverage_merge_tile does, in 'area'; fails as coverage_write. */
enum status coverage_merge(struct coverage *c, struct rect area, const uint8_t *given,
                           bool subtract) MUST_CHECK;

/* The mean of all pixels as a share of 255, 0 to 1.  Always known, free to ask. */
double coverage_share(const struct coverage *c);

/*
 * Bytes of its table and of the tiles that 'beside', of the same size, does not
 * share; NULL: of all.
 */
size_t coverage_memory(const struct coverage *c, const struct coverage *beside);

#endif
