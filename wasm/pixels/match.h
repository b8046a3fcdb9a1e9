/*
 * How a model's answer differs in colour from the picture it was made of.
 *
 * Models make pictures a little lighter, warmer or flatter, not everywhere
 * alike.  A gain and an offset per channel, each a plane over the picture, are
 * estimated on what was kept, most of all on the ring around the mask.
 */
#ifndef PIXELS_MATCH_H
#define PIXELS_MATCH_H

#include "pixels/image.h"

#define MATCH_CHANNELS 3

/* gain or offset at (x, y), each from -1 to 1 across the picture: constant + x * across + y * down
 */
struct match_plane {
    double constant;
    double across;
    double down;
};

struct match {
    struct match_plane gain[MATCH_CHANNELS];
    struct match_plane offset[MATCH_CHANNELS]; /* levels */
    double before; /* mean difference on the ring, in levels, without the match */
    double after;  /* and with it */
};

/* Changes nothing. */
struct match match_none(void);

/* Whether 'match' changes nothing. */
bool match_is_none(const struct match *match);

/*
 * Finds what brings the colours of 'answer' to those of 'reference', of the same
 * size and in place (see align.h), from the pixels where 'mask' is 0, a third of
 * which may really have changed.  match_none(), but for 'before' and 'after',
 * where there is too little to tell or where the difference is below half a level:
 * an answer whose colours are right is never touched.
 *
 * STATUS_NO_MEMORY.
 */
enum status match_estimate(const struct image *reference, const struct image *answer,
                           const struct plane *mask, struct match *out) MUST_CHECK;

/*
 * Applies it to 'count' RGBA pixels of one row in place: the first at x =
 * 'left', each next 'step' further, all at 'y'; coordinates as above.
 */
void match_apply(const struct match *match, double left, double step, double y, uint8_t *pixels,
                 int count);

#endif
