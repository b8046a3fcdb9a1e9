/* What other libraries make of the same files: libpng and libjpeg, to compare ours with. */
#ifndef TESTS_OPINION_H
#define TESTS_OPINION_H

#include "base/buf.h"
#include "pixels/image.h"

/* Decodes to RGBA; false where the library finds an error.  16-bit samples are rounded. */
bool opinion_png(struct bytes file, struct image *out);

/* Appends the ICC profile of a PNG to *out; false where the library finds none, or an error. */
bool opinion_png_profile(struct bytes file, struct buf *out);

/* Decodes to RGBA, not turned; grey and colour only.  False where the library finds an error. */
bool opinion_jpeg(struct bytes file, struct image *out);

/* How far two pictures are apart. */
struct difference {
    int most;     /* the largest difference of two samples; 256 where the sizes differ */
    double mean;  /* of all samples, alpha included */
    double close; /* the share of samples that differ by 1 at most */
};

struct difference compare(const struct image *a, const struct image *b);

#endif
