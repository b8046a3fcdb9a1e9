/*
 * stb_image behind a wall: the only file that includes it.
 *
 * stb_image trusts its input: it calls truncated files a success and would leave
 * memory it never wrote in the pixels.  jpeg walks the file first and states the
 * size it found; here every byte it gets is zeroed, what it may allocate is capped
 * by that size, and no other format is compiled.
 */
#ifndef PIXELS_STB_DECODE_H
#define PIXELS_STB_DECODE_H

#include "base/buf.h"
#include "pixels/image.h"

/*
 * Decodes a JPEG that was walked and found to be 'width' x 'height',
 * within the limits of image.h, to RGBA.  Orientation is not applied.
 *
 * STATUS_DAMAGED where stb_image refuses the file, finds another size or wants
 * more memory than such a picture can need; STATUS_NO_MEMORY.  *out is then
 * empty.
 */
enum status stb_decode(struct bytes file, int width, int height, struct image *out,
                       struct fault *fault) MUST_CHECK;

/*
 * The rows of a JPEG in three colours, as RGBA from the top.  They are decoded as they are asked
 * for, so 'file' must stay where it is; a progressive one, or one whose colours come one after
 * another, is decoded first, to a byte and a half for most pixels.  NULL in *out, with STATUS_OK,
 * for a JPEG of another kind.  Else as stb_decode.
 */
struct stb_rows;
enum status stb_rows_open(struct bytes file, int width, int height, struct stb_rows **out,
                          struct fault *fault) MUST_CHECK;

/*
 * Writes the next row; there are as many as the picture is high.  One that cannot be had is
 * anything, and stb_rows_end tells.
 */
void stb_rows_next(struct stb_rows *rows, uint8_t *rgba);

/*
 * Whether all of the picture is sound: reads on to its end, however many rows were taken.
 * STATUS_DAMAGED.
 */
enum status stb_rows_end(struct stb_rows *rows, struct fault *fault) MUST_CHECK;

/* NULL is fine. */
void stb_rows_free(struct stb_rows *rows);

#endif
