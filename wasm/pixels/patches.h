/*
 * Two pictures of one size in patches: the mean colours of small squares, and how near they
 * are to a mask.
 *
 * Means forgive what is a little beside its place, softer or noisier than it was.
 */
#ifndef PIXELS_PATCHES_H
#define PIXELS_PATCHES_H

#include "pixels/image.h"

#define PATCHES_CHANNELS 3

struct patch {
    float x; /* its middle, from -1 to 1 across the picture */
    float y;
    float weight; /* 1 beside the mask, falling with the distance to nearly 0 */
    float reference[PATCHES_CHANNELS];
    float answer[PATCHES_CHANNELS];
    bool clipped[PATCHES_CHANNELS]; /* some value is 0 or 255 and may have been more */
};

/* Empty is {NULL, 0}. */
struct patches {
    struct patch *list; /* ours to free */
    int count;
};

/*
 * Takes some ten thousand patches, or what a small picture has, of which every pixel is opaque in
 * both pictures and 0 in 'mask'.  STATUS_NO_MEMORY.
 */
enum status patches_make(const struct image *reference, const struct image *answer,
                         const struct plane *mask, struct patches *out) MUST_CHECK;
void patches_free(struct patches *patches);

#endif
