/*
 * A PNG written band by band, so that a large one never has to be held.
 *
 * Knows what stands between the signature and IEND but not what the pixels
 * show; png.h writes whole pictures with it.
 */
#ifndef PIXELS_PNG_WRITER_H
#define PIXELS_PNG_WRITER_H

#include "base/buf.h"
#include "pixels/image.h"

struct png_writer;

/*
 * Begins a PNG of the size of 'like', a picture that resembles what will be
 * written: strips of it choose the filter.  'opaque' writes RGB and drops alpha.
 * 'chunks', whole and sound, come before the pixels (see profile.h); they may be
 * empty and must outlive the writer, 'like' need not.
 *
 * Holds some megabyte.  STATUS_NO_MEMORY, with *out NULL.
 */
enum status png_writer_open(const struct image *like, bool opaque, struct bytes chunks,
                            struct png_writer **out) MUST_CHECK;

/* The same for one channel: 8-bit greyscale, its rows one byte a pixel. */
enum status png_writer_open_grey(const struct plane *like, struct png_writer **out) MUST_CHECK;

/* The same from one channel to RGBA: black, its alpha 255 less what the rows say. */
enum status png_writer_open_mask(const struct plane *like, struct png_writer **out) MUST_CHECK;

/*
 * Takes the next rows, any number of them, and appends what is ready of the
 * file to *out, which the caller may empty between calls.  Where the rows were cut
 * only changes how many IDAT chunks there are.
 *
 * STATUS_NO_MEMORY, STATUS_TOO_LARGE past the limit of *out, or STATUS_INTERNAL
 * for more rows than the picture has; *out is then failed and the writer of no
 * more use.
 */
enum status png_writer_rows(struct png_writer *w, const uint8_t *rgba, int rows, struct buf *out);

/* Appends the end of the file.  Fails as png_writer_rows does, also where rows are missing. */
enum status png_writer_end(struct png_writer *w, struct buf *out);

/* NULL is fine. */
void png_writer_free(struct png_writer *w);

#endif
