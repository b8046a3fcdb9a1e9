/* What a model does to a picture, done on purpose: moved, scaled, cast in colour, changed. */
#ifndef TESTS_RETOUCH_H
#define TESTS_RETOUCH_H

#include "pixels/align.h"
#include "pixels/match.h"

/* A photograph of the corpus at about 'budget' pixels (0: all); false without a corpus. */
bool retouch_photo(const char *name, int64_t budget, struct image *out);

/* Blurred noise: a picture with detail everywhere. */
struct image retouch_clouds(uint32_t *random, int width, int height);

struct image retouch_copy(const struct image *image);

/* The picture as it looks after 'drift', by Catmull-Rom's bicubic kernel; edges go on. */
struct image retouch_drift(const struct image *image, struct drift drift);

/* Puts all colours under 'cast' by its definition, rounded and clipped. */
void retouch_cast(struct image *image, const struct match *cast);

/* Up to 'most' levels more or less for each colour of each pixel. */
void retouch_noise(uint32_t *random, struct image *image, int most);

/* Masks of several shapes. */
enum retouch_shape { RETOUCH_BLOB, RETOUCH_SIDE, RETOUCH_STROKES, RETOUCH_SHAPES };
struct plane retouch_mask(int width, int height, enum retouch_shape shape);

/*
 * Paints 'other' where the mask is, and over 'share' of what it keeps, in blocks, parts of
 * 'other', flat colours and noise.
 */
void retouch_change(uint32_t *random, struct image *image, const struct image *other,
                    const struct plane *mask, double share);

/* Small: a picture, an answer to it that the caller makes, and a mask. */
struct retouch_pair {
    struct image reference;
    struct image answer;
    struct plane mask;
};
struct retouch_pair retouch_pair(uint32_t random);
void retouch_pair_free(struct retouch_pair *pair);

#endif
