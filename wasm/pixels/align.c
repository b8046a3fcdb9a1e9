#include "pixels/align.h"

#include <math.h>

#include "pixels/level.h"
#include "pixels/spots.h"

#define FARTHEST_SHIFT 14.0 /* what is searched for; more is not believed */
#define FARTHEST_SCALE 0.035
#define LEAST_SPOTS 200
#define SEARCH_SPOTS 2000
#define SEARCH_REACH 1.0
#define SEARCH_STEP 1.5
#define STEPS 10
#define REACH 4.0 /* standard deviations past which an error is a real change */
#define MOST_SPREAD 0.75
#define STILL 0.003 /* pixels of the level */
#define LEAST_MOVEMENT 0.08
#define LEAST_GAIN 0.03

struct drift align_none(void) {
    return (struct drift){1, 1, 0, 0};
}

#ifdef TRACE
#include <stdio.h>
#include <stdlib.h>
#define trace(...) (getenv("TRACE") ? printf(__VA_ARGS__) : 0)
#else
#define trace(...) (void)0
#endif

/* A drift in pixels that are 'by' as large. */
static struct drift in_pixels(struct drift d, double by) {
    return (struct drift){d.scale_x, d.scale_y, d.shift_x / by, d.shift_y / by};
}

static double cost_of(struct spots *spots, const struct move *move, double reach) {
    const int step = 1 + spots_count(spots) / SEARCH_SPOTS;
    (void)spots_measure(spots, move, step);
    return spots_cost(spots, reach);
}

/* Takes the shift and scale of those around that explains the spots best. */
static void search(struct spots *spots, int factor, struct move *move) {
    const int most = (int)ceil(FARTHEST_SHIFT / factor / SEARCH_STEP - 0.3);
    double least = cost_of(spots, move, SEARCH_REACH);
    for (int y = -most; y <= most; y++) {
        for (int x = -most; x <= most; x++) {
            for (int s = -1; s <= 1; s++) {
                const struct move other = {
                    {1 + s * 0.02, 1 + s * 0.02, x * SEARCH_STEP, y * SEARCH_STEP}, 1};
                const double cost = cost_of(spots, &other, SEARCH_REACH);
                if (cost < least) {
                    least = cost;
                    *move = other;
                }
            }
        }
    }
}

static bool is_likely(const struct drift *d, int factor) {
    return fabs(d->scale_x - 1) < FARTHEST_SCALE && fabs(d->scale_y - 1) < FARTHEST_SCALE &&
           fabs(d->shift_x) * factor < FARTHEST_SHIFT && fabs(d->shift_y) * factor < FARTHEST_SHIFT;
}

static bool refine(struct spots *spots, int factor, struct move *move, double *spread) {
    *spread = spots_measure(spots, move, 1);
    double moved = 1;
    for (int i = 0; i < STEPS && moved > STILL; i++) {
        moved = spots_fit(spots, *spread, REACH * *spread, move);
        if (moved < 0)
            return false;
        *spread = spots_measure(spots, move, 1);
    }
    trace("level %d: %d spots, %g %g %g %g gain %g spread %g moved %g\n", factor,
          spots_count(spots), move->drift.scale_x, move->drift.scale_y, move->drift.shift_x*factor,
          move->drift.shift_y*factor, move->gain, *spread, moved);
    return *spread < MOST_SPREAD && is_likely(&move->drift, factor) && move->gain > 0.3 && move->gain < 3;
}

/* Whether the spots tell 'move' from none. */
static bool is_better(struct spots *spots, const struct move *move, double spread) {
    const struct move none = {align_none(), move->gain};
    const double with = spots_cost(spots, REACH * spread);
    (void)spots_measure(spots, &none, 1);
    const double without = spots_cost(spots, REACH * spread);
    trace("cost with %g without %g\n", with, without);
    return with < without * (1 - LEAST_GAIN);
}

static enum status fit_level(struct level *level, bool *found, bool *better, struct drift *drift) {
    struct spots *spots = NULL;
    enum status status = level_filter(level);
    if (status == STATUS_OK)
        status = spots_make(level, &spots);
    if (status == STATUS_OK && spots_count(spots) >= LEAST_SPOTS) {
        struct move move = {in_pixels(*drift, level->factor), 1};
        double spread;
        if (!*found)
            search(spots, level->factor, &move);
        if (refine(spots, level->factor, &move, &spread)) {
            *found = true;
            *drift = in_pixels(move.drift, 1.0 / level->factor);
            *better = is_better(spots, &move, spread);
        }
    }
    spots_free(spots);
    return status;
}

/* How far the picture's points moved, in the mean of squares. */
static double movement(const struct drift *d, const struct image *picture) {
    const double x = (d->scale_x - 1) * picture->width;
    const double y = (d->scale_y - 1) * picture->height;
    return sqrt(d->shift_x * d->shift_x + d->shift_y * d->shift_y + (x * x + y * y) / 12);
}

enum status align_estimate(const struct image *reference, const struct image *answer,
                           const struct plane *mask, struct drift *out) {
    struct level levels[LEVEL_COUNT];
    int count;
    bool found = false;
    bool better = false;
    *out = align_none();
    enum status status = levels_make(reference, answer, mask, levels, &count);
    for (int i = count - 1; i >= 0 && status == STATUS_OK; i--)
        status = fit_level(&levels[i], &found, &better, out);
    levels_free(levels);
    if (status != STATUS_OK || !better || movement(out, reference) < LEAST_MOVEMENT)
        *out = align_none();
    return status;
}
