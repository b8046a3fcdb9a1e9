/*
 * Notes of a picture's file: read from it, and written without touching a pixel.
 *
 * PNG, JPEG and WebP; what each carries them in stands in note_png.h, note_jpeg.h and
 * note_webp.h.  Nothing is decoded, and nothing that is not about notes is changed.
 */
#ifndef PIXELS_NOTES_H
#define PIXELS_NOTES_H

#include "base/splice.h"
#include "pixels/note_list.h"

/*
 * Reads the notes of 'file', whatever they say: who shows them has to treat them as a stranger's
 * words.  Of those by the same keyword the first counts.  A picture of another kind
 * has none.  *out is freed with note_list_free, after a failure too.
 *
 * Fails as photo_inspect does, and with STATUS_NO_MEMORY.
 */
enum status notes_read(struct bytes file, struct note_list *out, struct fault *fault) MUST_CHECK;

/*
 * Makes of 'file' one that carries 'notes' too, in their order and in the place of those
 * of the same keywords.  *out, begun by splice_begin, tells how.
 *
 * Fails as photo_inspect does; STATUS_INVALID for a keyword that xmp_can_name refuses, or where
 * 'notes' had to leave something out; STATUS_UNSUPPORTED for another kind of picture, or
 * one whose own notes would be lost; STATUS_TOO_LARGE, STATUS_NO_MEMORY.
 */
enum status notes_write(struct bytes file, const struct note_list *notes, struct splice *out,
                        struct fault *fault) MUST_CHECK;

#endif
