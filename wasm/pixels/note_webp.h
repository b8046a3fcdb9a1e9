/*
 * Notes in a WebP: its XMP, and what its EXIF says.
 *
 * Both calls take a file that photo_inspect found no fault with.
 */
#ifndef PIXELS_NOTE_WEBP_H
#define PIXELS_NOTE_WEBP_H

#include "base/splice.h"
#include "pixels/note_list.h"
#include "pixels/photo.h"

/* Adds the file's notes to *list, those of its XMP before those of its EXIF.  STATUS_NO_MEMORY. */
enum status note_webp_read(struct bytes file, struct note_list *list);

/*
 * Puts 'notes' into the file's XMP, in the place of ours of the same keywords; what else
 * that says stays.  A file that had but its picture becomes an extended one (VP8X).  All
 * else is kept to the byte.  'photo' is what photo_inspect said of it.
 *
 * STATUS_DAMAGED where its chunks break off; STATUS_UNSUPPORTED as xmp_write;
 * STATUS_TOO_LARGE, STATUS_NO_MEMORY.
 */
enum status note_webp_write(struct bytes file, const struct photo *photo,
                            const struct note_list *notes, struct splice *out);

#endif
