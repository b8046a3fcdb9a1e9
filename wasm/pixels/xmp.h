/*
 * XMP packets (ISO 16684-1), as far as they carry notes of ours.
 *
 * Each note is a property of one namespace, its keyword the property's name, in one
 * rdf:Description; all else in a packet is somebody else's and stays as it is.  Reads
 * no other RDF and does not know where files have their packets.
 */
#ifndef PIXELS_XMP_H
#define PIXELS_XMP_H

#include "base/buf.h"
#include "pixels/note_list.h"

#define XMP_NAMESPACE "urn:gpt-image-wasm:notes"
#define XMP_MAX_BYTES ((size_t)16 << 20) /* of a packet with ours in it */

/* Whether 'keyword' can be a property's name: ASCII letters first, then digits, "-", "_", "." too.
 */
bool xmp_can_name(struct bytes keyword);

/*
 * Adds the notes of a packet to *list, written as elements or as attributes, whatever
 * the prefix.  Broken ones are passed over.  STATUS_NO_MEMORY.
 */
enum status xmp_read(struct bytes packet, struct note_list *list);

/*
 * Appends a packet with 'notes', whose keywords can all be names, and of ours nothing
 * else: 'packet' changed, or a new one where that is empty.  Without notes it is the
 * packet without ours.  Characters that XML cannot have become U+FFFD.
 *
 * STATUS_UNSUPPORTED where 'packet' is written in a way that ours cannot be put into;
 * STATUS_NO_MEMORY, or STATUS_TOO_LARGE past the limit of *out.
 */
enum status xmp_write(struct bytes packet, const struct note_list *notes, struct buf *out);

/*
 * What does not fit the packet of a JPEG is in a second one (XMP part 3, 1.1.3.1), which the
 * first points to by the MD5 of its content.
 */

/* Appends the second packet. */
enum status xmp_write_extension(const struct note_list *notes, struct buf *out);

/* Appends 'packet' as xmp_write does, with a pointer to 'extension' in the place of notes. */
enum status xmp_write_pointer(struct bytes packet, struct bytes extension, struct buf *out);

/*
 * The MD5 that a packet points to, as hexadecimal digits; empty where it points to none.
 * *ours tells whether xmp_write_pointer has written that.
 */
struct bytes xmp_pointer(struct bytes packet, bool *ours);

#endif
