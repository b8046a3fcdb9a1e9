/*
 * JPEG in (ITU-T T.81: baseline, extended and progressive Huffman, 8 bits).
 *
 * Walks the segments itself before anything is allocated.  Orientation is
 * reported, not applied (see orient.h); colour profiles are not looked at.
 */
#ifndef PIXELS_JPEG_H
#define PIXELS_JPEG_H

#include "pixels/image.h"

/* Past these a file is an attack, not a photo: 7.6 KB of scans took 92 s to decode. */
#define JPEG_MAX_SCANS 100
#define JPEG_MAX_COEFFICIENTS 400000000 /* read in all scans together */

#define JPEG_CMYK 4 /* components of a picture made for printing */

/* What the segments say. */
struct jpeg_info {
    int width; /* as stored, before orientation */
    int height;
    int components;     /* 1 grey, 3 colour, 4 CMYK or YCCK */
    bool multi_picture; /* MPF: a gain map or a second picture follows, which the API refuses */
    bool xmp_location;  /* an XMP packet speaks of GPS */
    struct bytes exif;  /* the TIFF part of the first Exif APP1 inside the file; may be empty */
    size_t len;         /* bytes up to the end of EOI; what follows is no part of the picture */
};

/* Whether 'file' begins as a JPEG does. */
bool jpeg_is(struct bytes file);

/*
 * Walks all segments and scans up to EOI; bytes after it are ignored.
 *
 * STATUS_DAMAGED (a segment past the end, no frame, no Huffman table before a
 * scan, no EOI: the file is cut), STATUS_UNSUPPORTED (arithmetic, lossless,
 * hierarchical, 12 bits, or a height that only a DNL segment gives),
 * STATUS_TOO_LARGE by image_check_size, JPEG_MAX_SCANS or JPEG_MAX_COEFFICIENTS.
 */
enum status jpeg_walk(struct bytes file, struct jpeg_info *out, struct fault *fault) MUST_CHECK;

/*
 * Decodes row by row (see stb_decode.h); NULL in *out, with STATUS_OK, for a JPEG that only comes
 * whole.  Fails as jpeg_walk and stb_decode do.
 */
struct stb_rows;
enum status jpeg_rows(struct bytes file, struct stb_rows **out, struct fault *fault) MUST_CHECK;

/* Decodes to RGBA, all of it opaque, as stored.  Fails as jpeg_rows does. */
enum status jpeg_decode(struct bytes file, struct image *out, struct fault *fault) MUST_CHECK;

#endif
