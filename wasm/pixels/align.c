#include "pixels/align.h"

#include <math.h>

#include "pixels/level.h"
#include "pixels/spots.h"

#define FARTHEST_SHIFT 14.0 /* pixels; what is found beyond is not believed */
#define FARTHEST_SCALE 0.035

#define SEARCH_SPOTS 2000 /* about as many are looked at, */
#define SEARCH_REACH 1.0  /* and errors past this count no more; pixels of the level */
#define SEARCH_STRIDE 1.5 /* from one shift that is tried to the next, */
#define SEARCH_MOST 4     /* so many to each side at most */
#define SEARCH_SCALE 0.02

#define STEPS 10    /* of a fit, */
#define STILL 0.003 /* or until it moves less, pixels of the level */
#define REACH 4.0   /* standard deviations past which an error is a real change */

#define LEAST_SPOTS 200
#define MOST_SPREAD                                                                                \
    1.0 /* pixels of the level: two pictures that have nothing in common have more */
#define LEAST_GAIN 0.65     /* and one has hardly any of the other's detail */
#define LEAST_FALL 0.015    /* of the cost of no drift, and ... */
#define LEAST_SPOTS_WON 30  /* ... in spots, which are what noise may win */
#define LEAST_MOVEMENT 0.08 /* pixels */

/* What is known when the levels so far were looked at. */
struct finding {
    struct drift drift;
    bool found;
    bool clear; /* and clearly better than no drift */
};

struct drift align_none(void) {
    return (struct drift){1, 1, 0, 0};
}

/* A drift in pixels that are 'by' times as large. */
static struct drift in_pixels(struct drift d, double by) {
    return (struct drift){d.scale_x, d.scale_y, d.shift_x / by, d.shift_y / by};
}

/* Takes 'drift' where it explains the spots better than *move does, which costs *least. */
static void try_drift(struct spots *spots, struct drift drift, struct move *move, double *least) {
    const struct move other = {drift, 1};
    (void)spots_measure(spots, &other, 1 + spots_count(spots) / SEARCH_SPOTS);
    const double cost = spots_cost(spots, SEARCH_REACH);
    if (cost < *least) {
        *least = cost;
        *move = other;
    }
}

static void try_scales(struct spots *spots, double shift_x, double shift_y, struct move *move,
                       double *least) {
    for (int y = -1; y <= 1; y++) {
        for (int x = -1; x <= 1; x++) {
            const struct drift drift = {1 + x * SEARCH_SCALE, 1 + y * SEARCH_SCALE, shift_x,
                                        shift_y};
            try_drift(spots, drift, move, least);
        }
    }
}

/* Tries drifts all over what is likely; none at all wins a tie. */
static struct move search(struct spots *spots, int factor) {
    struct move move = {align_none(), 1};
    double least = 2;
    try_drift(spots, align_none(), &move, &least);
    const double farthest = ceil(FARTHEST_SHIFT / factor / SEARCH_STRIDE - 0.3);
    const int most = farthest < SEARCH_MOST ? (int)farthest : SEARCH_MOST;
    for (int y = -most; y <= most; y++) {
        for (int x = -most; x <= most; x++) {
            try_scales(spots, x * SEARCH_STRIDE, y * SEARCH_STRIDE, &move, &least);
        }
    }
    return move;
}

/* Fits 'move' to the spots, step by step; false where they do not hold it.  Leaves all measured. */
static bool fit(struct spots *spots, struct move *move, double *spread) {
    double moved = 1;
    *spread = spots_measure(spots, move, 1);
    for (int i = 0; i < STEPS && moved > STILL; i++) {
        moved = spots_fit(spots, *spread, REACH * *spread, move);
        *spread = spots_measure(spots, move, 1);
    }
    return moved >= 0;
}

static bool is_likely(const struct drift *d) {
    return fabs(d->scale_x - 1) < FARTHEST_SCALE && fabs(d->scale_y - 1) < FARTHEST_SCALE &&
           fabs(d->shift_x) < FARTHEST_SHIFT && fabs(d->shift_y) < FARTHEST_SHIFT;
}

/* Whether 'move', which was measured, explains the spots clearly better than no drift. */
static bool is_clear(struct spots *spots, const struct move *move, double spread) {
    const struct move none = {align_none(), move->gain};
    const double with = spots_cost(spots, REACH * spread);
    (void)spots_measure(spots, &none, 1);
    const double without = spots_cost(spots, REACH * spread);
    const double won = without - with;
    return won > LEAST_FALL * without && won * spots_count(spots) > LEAST_SPOTS_WON;
}

/* Looks at one level, beginning with what was found before it. */
static void look(struct spots *spots, int factor, struct finding *f) {
    struct move move = {in_pixels(f->drift, factor), 1};
    if (!f->found) {
        move = search(spots, factor);
    }
    double spread;
    const bool held = fit(spots, &move, &spread);
    const struct drift drift = in_pixels(move.drift, 1.0 / factor);
    if (held && spread < MOST_SPREAD && move.gain > LEAST_GAIN && move.gain < 1 / LEAST_GAIN &&
        is_likely(&drift)) {
        *f = (struct finding){drift, true, is_clear(spots, &move, spread)};
    }
}

static enum status look_at_level(struct level *level, struct finding *f) {
    struct spots *spots;
    enum status status = level_filter(level);
    if (status != STATUS_OK) {
        return status;
    }
    status = spots_make(level, &spots);
    if (status == STATUS_OK && spots_count(spots) >= LEAST_SPOTS) {
        look(spots, level->factor, f);
    }
    spots_free(spots);
    return status;
}

/* How far the picture's pixels are moved: the root of the mean square. */
static double movement(const struct drift *d, const struct image *picture) {
    const double x = (d->scale_x - 1) * picture->width;
    const double y = (d->scale_y - 1) * picture->height;
    return sqrt(d->shift_x * d->shift_x + d->shift_y * d->shift_y + (x * x + y * y) / 12);
}

enum status align_estimate(const struct image *reference, const struct image *answer,
                           const struct plane *mask, struct drift *out) {
    struct level levels[LEVEL_COUNT];
    int count;
    struct finding f = {align_none(), false, false};
    *out = align_none();
    enum status status = levels_make(reference, answer, mask, levels, &count);
    for (int i = count - 1; i >= 0 && status == STATUS_OK; i--) {
        status = look_at_level(&levels[i], &f);
    }
    levels_free(levels);
    if (status == STATUS_OK && f.clear && movement(&f.drift, reference) > LEAST_MOVEMENT) {
        *out = f.drift;
    }
    return status;
}
