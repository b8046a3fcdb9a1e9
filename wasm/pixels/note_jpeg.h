/*
 * Notes in a JPEG: its XMP, and what its EXIF says.
 *
 * A segment holds 64 KB.  Notes that do not fit beside what a file's XMP has already go
 * into extended XMP, several segments that other programs put together as we do.  Both
 * calls take a file that jpeg_walk found no fault with.
 */
#ifndef PIXELS_NOTE_JPEG_H
#define PIXELS_NOTE_JPEG_H

#include "base/splice.h"
#include "pixels/note_list.h"

/* Adds the file's notes to *list, those of its XMP before those of its EXIF.  STATUS_NO_MEMORY. */
enum status note_jpeg_read(struct bytes file, struct note_list *list);

/*
 * Puts 'notes' into the file's XMP, in the place of ours of the same keywords; what else
 * that says stays.  All else is kept to the byte.
 *
 * STATUS_UNSUPPORTED as xmp_write; STATUS_TOO_LARGE where they do not fit and somebody
 * else's extended XMP is there; STATUS_NO_MEMORY.
 */
enum status note_jpeg_write(struct bytes file, const struct note_list *notes, struct splice *out);

#endif
