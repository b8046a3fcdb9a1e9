/*
 * Where in two pictures a movement can be seen, and how well one explains what is there.
 *
 * A spot is a kept pixel of a level (see level.h) with some slope.  Its error is
 * the difference of the two pictures there, divided by the slope: about how many
 * pixels the answer is beside its place, alike for strong edges and weak ones.
 */
#ifndef PIXELS_SPOTS_H
#define PIXELS_SPOTS_H

#include "pixels/align.h"
#include "pixels/level.h"

struct spots;

/* A movement in pixels of the level, and how much stronger the reference's detail is. */
struct move {
    struct drift drift;
    double gain;
};

/* The spots of a filtered level, which must outlive *out; spread evenly where they are too many.
 * STATUS_NO_MEMORY. */
enum status spots_make(const struct level *level, struct spots **out) MUST_CHECK;
void spots_free(struct spots *spots); /* NULL is fine */

int spots_count(const struct spots *spots);

/*
 * Finds the errors under 'move' of every 'step'th spot.  Returns what their standard
 * deviation is if those of the better half are of a normal distribution.
 */
double spots_measure(struct spots *spots, const struct move *move, int step);

/* The mean cost, 0 to 1, of the errors that were measured; past 'reach' an error counts no more. */
double spots_cost(const struct spots *spots, double reach);

/*
 * Improves 'move' by one step of a least squares fit to the errors within 'reach', which were
 * measured of every spot under it.  'spread' is their deviation.  Returns by how many pixels
 * the corners moved at most; below 0 where the spots do not hold it, and 'move' is as it was.
 */
double spots_fit(const struct spots *spots, double spread, double reach, struct move *move);

#endif
