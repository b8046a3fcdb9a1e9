/*
 * The rows of a PNG as RGBA, one after another.
 *
 * Holds a window of what is unpacked and two rows, never the picture.  Of a picture that lies
 * interlaced in its file there are no rows to be had, only all of it.  Does not know whether the
 * file's chunks are in order, which png_walk has seen to, nor about colour profiles.
 */
#ifndef PIXELS_PNG_ROWS_H
#define PIXELS_PNG_ROWS_H

#include "pixels/image.h"
#include "pixels/png.h"

struct png_rows;

/*
 * Begins with the rows of 'file', which png_walk found sound and described in 'info'.  It must stay
 * where it is.  STATUS_DAMAGED where its tRNS does not fit it; STATUS_NO_MEMORY.
 */
enum status png_rows_open(struct bytes file, const struct png_info *info, struct png_rows **out,
                          struct fault *fault) MUST_CHECK;

/*
 * Writes the next row of a picture that is not interlaced.  One that cannot be had is left blank,
 * and png_rows_end tells.
 */
void png_rows_next(struct png_rows *rows, uint8_t *rgba);

/* Writes all pixels; *image has the picture's size.  What cannot be had may stay as it was. */
void png_rows_all(struct png_rows *rows, struct image *image);

/*
 * Whether all of the picture is sound: reads on to its end, however many rows were taken.
 * STATUS_DAMAGED where there are too few pixels or far too many, they are packed as none can be, or
 * a row is filtered in a way that there is not.
 */
enum status png_rows_end(struct png_rows *rows, struct fault *fault) MUST_CHECK;

/* NULL is fine. */
void png_rows_free(struct png_rows *rows);

#endif
