/*
 * PNG in and out (the PNG specification, third edition); png_writer.h writes it band by band.
 *
 * Walks the chunks itself before anything is allocated: signature, order,
 * lengths, CRCs, header fields.  Does not know about colour profiles: samples
 * are taken and written as they stand.
 */
#ifndef PIXELS_PNG_H
#define PIXELS_PNG_H

#include "base/buf.h"
#include "pixels/image.h"
#include "pixels/png_writer.h"

#define PNG_PALETTE 3 /* the colour type of a picture whose samples are numbers of colours */

/* What the chunks say. */
struct png_info {
    int width;
    int height;
    int bit_depth;  /* 1, 2, 4, 8 or 16 */
    int color_type; /* 0 grey, 2 RGB, 3 palette, 4 grey + alpha, 6 RGBA */
    bool interlaced;
    bool has_transparency; /* an alpha channel or a tRNS chunk */
    bool animated;         /* acTL: only the first frame is decoded */
    bool has_text;         /* tEXt, zTXt or iTXt */
    struct bytes exif;     /* the eXIf chunk's data inside the file; may be empty */
    size_t len;            /* bytes up to the end of IEND; what follows is no part of the picture */
};

/* Whether 'file' begins with the PNG signature. */
bool png_is(struct bytes file);

/*
 * Walks the whole file and reports what it is.  Allocates nothing.
 *
 * STATUS_DAMAGED for anything that breaks the format (a chunk past the end, a
 * wrong CRC of a critical chunk, no IEND, a second IHDR, an illegal header, no
 * IDAT, a palette image without its palette), STATUS_TOO_LARGE or
 * STATUS_UNSUPPORTED by image_check_size or for Apple's CgBI variant.
 */
enum status png_walk(struct bytes file, struct png_info *out, struct fault *fault) MUST_CHECK;

/*
 * Decodes to RGBA: 16-bit samples are rounded, grey and palettes are spread out,
 * tRNS becomes alpha.  Colours under alpha 0 survive.  Fails as
 * png_walk and png_rows do, with *out empty.
 */
enum status png_decode(struct bytes file, struct image *out, struct fault *fault) MUST_CHECK;

/* The same of a file that png_walk has gone through, and described in 'info'. */
enum status png_decode_walked(struct bytes file, const struct png_info *info, struct image *out,
                              struct fault *fault) MUST_CHECK;

/*
 * Encodes 'image' and appends the file to *out: IHDR, IDAT and IEND, nothing
 * else.  8-bit RGB when every pixel is opaque, else RGBA.
 *
 * Appending lets a caller write straight into a larger message.  The pixels
 * survive exactly, hidden colours under alpha 0 included.  The same pixels give
 * the same bytes within one build of this program, not across builds: tests
 * compare decoded pixels, never files.
 *
 * STATUS_NO_MEMORY, or STATUS_TOO_LARGE past the limit of *out; *out is then
 * failed (see buf.h).
 */
enum status png_encode(const struct image *image, struct buf *out);

/* The same, but always RGBA. */
enum status png_encode_rgba(const struct image *image, struct buf *out);

/* RGBA again, from one channel: black, its alpha 255 less that. */
enum status png_encode_mask(const struct plane *plane, struct buf *out);

/* The same for one channel: 8-bit greyscale. */
enum status png_encode_grey(const struct plane *plane, struct buf *out);

#endif
