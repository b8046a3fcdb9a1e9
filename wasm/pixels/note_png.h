/*
 * Notes in a PNG: tEXt, zTXt and iTXt chunks, and what its EXIF says.
 *
 * Both calls take a file that png_walk found no fault with.
 */
#ifndef PIXELS_NOTE_PNG_H
#define PIXELS_NOTE_PNG_H

#include "base/splice.h"
#include "pixels/note_list.h"

/*
 * Adds the file's notes to *list, wherever they stand.  A text whose checksum or
 * stream is broken, or that unpacks to more than NOTE_TEXT_MAX, is passed over.
 * STATUS_NO_MEMORY.
 */
enum status note_png_read(struct bytes file, struct note_list *list);

/*
 * Puts 'notes' before the pixels, in their order, in the place of those of the same
 * keywords: as tEXt what is ASCII, as iTXt what is not, for tEXt is Latin-1 to PNG and UTF-8 to
 * ComfyUI.  All else is kept to the byte.  Failures stick in *out (see splice.h).
 */
void note_png_write(struct bytes file, const struct note_list *notes, struct splice *out);

#endif
