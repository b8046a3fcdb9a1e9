/*
 * A file somebody picked: what it is, and its upright pixels.
 *
 * Judges by content, never by name.  PNG and JPEG are decoded here; WebP, GIF,
 * AVIF and HEIC are recognised and measured, and their pixels come from the
 * browser's decoder.
 */
#ifndef PIXELS_PHOTO_H
#define PIXELS_PHOTO_H

#include "pixels/image.h"

enum photo_kind { PHOTO_PNG, PHOTO_JPEG, PHOTO_WEBP, PHOTO_GIF, PHOTO_AVIF, PHOTO_HEIC };

struct photo {
    enum photo_kind kind;
    int width; /* upright; 0 where only the browser's decoder will tell */
    int height;
    int orientation;       /* 1 to 8, already counted into width and height */
    bool decoded_here;     /* PNG, JPEG: photo_decode takes it */
    bool needs_nothing;    /* the API takes these very bytes: see below */
    bool has_transparency; /* may have pixels that are not opaque */
    bool animated;         /* only the first frame is used */
};

/*
 * Inspects the header and structure of 'file' without decoding it.
 *
 * 'needs_nothing' is true of a PNG (8-bit, not interlaced, no palette, not
 * animated, no text), a JPEG (one or three components, one picture) or a simple
 * WebP, upright, carrying no location and with nothing after its end, whose
 * bytes can go out as they are.
 *
 * STATUS_UNSUPPORTED names what the bytes are instead (an HTML page, a PDF, an
 * SVG, a ZIP ...); STATUS_DAMAGED, STATUS_TOO_LARGE as png_walk and jpeg_walk.
 * An empty file is STATUS_DAMAGED.
 */
enum status photo_inspect(struct bytes file, struct photo *out, struct fault *fault) MUST_CHECK;

/* Decodes a PNG or JPEG, upright.  Fails as photo_inspect and the decoders do. */
enum status photo_decode(struct bytes file, struct image *out, struct fault *fault) MUST_CHECK;

/*
 * The same of a part of it, scaled to width x height: as image_cut and resize_image make it of the
 * decoded picture.  What is opaque and not interlaced is never whole in memory on its way.
 */
enum status photo_decode_part(struct bytes file, struct rect part, int width, int height,
                              struct image *out, struct fault *fault) MUST_CHECK;

/* "PNG", "JPEG" ...; "image/png", "image/jpeg" ...; "png", "jpg" ... */
const char *photo_name(enum photo_kind kind);
const char *photo_mime_type(enum photo_kind kind);
const char *photo_extension(enum photo_kind kind);

/*
 * Which kind of picture 'file' is by its first bytes alone; false for none of
 * them.  Meant for answers, which are kept as received whatever they are.
 */
bool photo_sniff(struct bytes file, enum photo_kind *kind);

#endif
