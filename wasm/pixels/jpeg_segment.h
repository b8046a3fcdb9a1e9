/* The segments of a JPEG before its pixels, where programs leave what they have to say. */
#ifndef PIXELS_JPEG_SEGMENT_H
#define PIXELS_JPEG_SEGMENT_H

#include "base/base.h"

enum { JPEG_APP0 = 0xe0, JPEG_APP1 = 0xe1, JPEG_APP2 = 0xe2 };

#define JPEG_SEGMENTS_START 2                /* where they begin */
#define JPEG_SEGMENT_MAX ((size_t)65535 - 2) /* bytes that one can hold */

struct jpeg_segment {
    int marker;
    size_t start; /* of its marker, the padding before it included */
    size_t end;
    struct bytes data;
};

/*
 * Takes the next segment from *at on and moves past it; false where the first scan
 * begins or the file breaks off.  Padding, markers without a segment and those too
 * short to count their own length are passed over, as jpeg_walk does.
 */
bool jpeg_segment_next(struct bytes file, size_t *at, struct jpeg_segment *out);

#endif
