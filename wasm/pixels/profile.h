/*
 * What a file says its colours mean: ICC profiles and PNG's own colour chunks.
 *
 * Pixels are never converted here: what they mean travels with them instead.
 */
#ifndef PIXELS_PROFILE_H
#define PIXELS_PROFILE_H

#include "base/buf.h"

#define PROFILE_MAX_BYTES ((size_t)4 << 20) /* the largest real ones have some 2 MB */

enum profile_fate {
    PROFILE_NONE,   /* the file says nothing: sRGB by custom */
    PROFILE_KEPT,   /* *chunks says the same */
    PROFILE_DROPPED /* it cannot be said of RGB pixels (CMYK, grey), or is damaged or too large */
};

/*
 * Appends to *chunks, ready to stand in a PNG between IHDR and IDAT, what 'file',
 * a PNG or JPEG that was walked without fault, says of its colours: of a PNG its cICP, iCCP, sRGB,
 * gAMA and cHRM chunks; of a JPEG its ICC profile (ICC.1, annex B.4: APP2 segments) as an iCCP
 * chunk.  *fate tells what became of it; where a PNG's
 * chunk is dropped the sound ones are still there.
 *
 * STATUS_NO_MEMORY, or STATUS_TOO_LARGE past the limit of *chunks.
 */
enum status profile_read(struct bytes file, struct buf *chunks, enum profile_fate *fate) MUST_CHECK;

#endif
