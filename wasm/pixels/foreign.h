/*
 * The headers of pictures that the browser decodes: WebP, GIF, AVIF, HEIC.
 *
 * Reads just enough to say how large they are and what the page should know
 * before their pixels arrive.
 */
#ifndef PIXELS_FOREIGN_H
#define PIXELS_FOREIGN_H

#include "pixels/photo.h"

/* Whether 'file' begins as such a picture does, and which. */
bool foreign_is(struct bytes file, enum photo_kind *kind);

/*
 * Fills *out, whose kind is set, from the file's header.  A WebP that carries
 * EXIF stays 0 x 0: whether it is turned is the browser's affair.
 *
 * STATUS_DAMAGED where the file breaks off or has no size; STATUS_UNSUPPORTED,
 * STATUS_TOO_LARGE by image_check_size.
 */
enum status foreign_inspect(struct bytes file, struct photo *out, struct fault *fault) MUST_CHECK;

#endif
