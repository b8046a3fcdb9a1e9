#include "pixels/spots.h"

#include <math.h>
#include <stdlib.h>

#include "pixels/solve.h"
#include "pixels/spread.h"

#define MOST_SPOTS 120000
#define LEAST_SLOPE 0.7F /* levels a pixel */
#define SLOPE_NOISE 1.5F /* what of a slope may be noise */
#define LOST 1e9F        /* the error of a spot that left the picture */

#define UNKNOWNS 5
#define LEAST_HOLD 0.002 /* see normal_solve */
#define LIKELY_SHIFT 8.0 /* pixels of the picture: what drifts are like before anything is seen */
#define LIKELY_SCALE 0.02
#define LIKELY_GAIN 0.3
#define LEAST_GAIN 0.2
#define NEIGHBOURS 20 /* that many spots tell about as much as one */

#define BINS_A_PIXEL 256
#define LEAST_SPREAD 0.02

struct spot {
    float x; /* from the middle */
    float y;
    float value;
    float across; /* slope */
    float down;
    float part; /* what an error is multiplied with */
};

struct spots {
    const struct level *level;
    int count;
    int measured;
    float *errors;
    struct spot list[];
};

/* Whether the pixel at (x, y) is a spot, and which. */
static bool find_spot(const struct level *l, int x, int y, struct spot *out) {
    const float *at = grid_row(&l->reference, y) + x;
    const int width = l->reference.width;
    const float across = (at[1] - at[-1]) / 2;
    const float down = (at[width] - at[-width]) / 2;
    const float square = across * across + down * down;
    if (square < LEAST_SLOPE * LEAST_SLOPE || grid_row(&l->keep, y)[x] < 0.999F) {
        return false;
    }
    *out = (struct spot){(float)x + 0.5F - l->middle_x,
                         (float)y + 0.5F - l->middle_y,
                         *at,
                         across,
                         down,
                         1 / sqrtf(square + SLOPE_NOISE * SLOPE_NOISE)};
    return true;
}

/* Keeps every 'step'th spot in 'list', unless that is NULL; returns how many there are in all. */
static int find_spots(const struct level *l, int step, struct spot *list) {
    int count = 0;
    struct spot spot;
    for (int y = LEVEL_MARGIN; y < l->keep.height - LEVEL_MARGIN; y++) {
        for (int x = LEVEL_MARGIN; x < l->keep.width - LEVEL_MARGIN; x++) {
            if (find_spot(l, x, y, &spot)) {
                if (list && count % step == 0) {
                    list[count / step] = spot;
                }
                count++;
            }
        }
    }
    return count;
}

enum status spots_make(const struct level *level, struct spots **out) {
    const int all = find_spots(level, 1, NULL);
    const int step = 1 + all / MOST_SPOTS;
    const size_t count = (size_t)((all + step - 1) / step);
    struct spots *s = malloc(sizeof *s + count * (sizeof *s->list + sizeof *s->errors));
    *out = s;
    if (!s) {
        return STATUS_NO_MEMORY;
    }
    find_spots(level, step, s->list);
    s->level = level;
    s->count = (int)count;
    s->measured = 0;
    s->errors = (float *)(void *)(s->list + count);
    return STATUS_OK;
}

void spots_free(struct spots *spots) {
    free(spots);
}

int spots_count(const struct spots *spots) {
    return spots->count;
}

/* The answer between its pixels; LOST where its own detail is not whole. */
static float sample(const struct grid *answer, float x, float y) {
    const int left = (int)x;
    const int top = (int)y;
    if (!(x >= LEVEL_MARGIN && y >= LEVEL_MARGIN && left + 1 < answer->width - LEVEL_MARGIN &&
          top + 1 < answer->height - LEVEL_MARGIN)) {
        return LOST;
    }
    const float *upper = grid_row(answer, top) + left;
    const float *lower = upper + answer->width;
    const float part = x - (float)left;
    const float above = upper[0] + (upper[1] - upper[0]) * part;
    const float below = lower[0] + (lower[1] - lower[0]) * part;
    return above + (below - above) * (y - (float)top);
}

static void find_errors(struct spots *s, const struct move *move, int step) {
    const struct level *l = s->level;
    const float scale_x = (float)move->drift.scale_x;
    const float scale_y = (float)move->drift.scale_y;
    const float left = (float)move->drift.shift_x + l->middle_x - 0.5F;
    const float top = (float)move->drift.shift_y + l->middle_y - 0.5F;
    const float gain = (float)move->gain;
    s->measured = s->count / step;
    for (int i = 0; i < s->measured; i++) {
        const struct spot *spot = &s->list[i * step];
        const float found = sample(&l->answer, spot->x * scale_x + left, spot->y * scale_y + top);
        s->errors[i] = found == LOST ? LOST : (spot->value - gain * found) * spot->part;
    }
}

double spots_measure(struct spots *spots, const struct move *move, int step) {
    struct spread s = {0};
    find_errors(spots, move, step);
    for (int i = 0; i < spots->measured; i++) {
        if (spots->errors[i] != LOST) {
            spread_add(&s, fabsf(spots->errors[i]) * BINS_A_PIXEL);
        }
    }
    const double spread = spread_of(&s) / BINS_A_PIXEL;
    return spread > LEAST_SPREAD ? spread : LEAST_SPREAD;
}

/* 1 for no error, falling to 0 at the reach: the square root of Tukey's weight. */
static float trust(float error, float part) {
    const float share = error * part;
    return fabsf(share) < 1 ? 1 - share * share : 0;
}

double spots_cost(const struct spots *spots, double reach) {
    const float part = (float)(1 / reach);
    double sum = 0;
    for (int i = 0; i < spots->measured; i++) {
        const float t = trust(spots->errors[i], part);
        sum += 1 - t * t * t;
    }
    return spots->measured > 0 ? sum / spots->measured : 1;
}

/* How the errors change with the corners' movement by scale, with shift and with gain. */
static void add_errors(const struct spots *s, double reach, double gain, struct normal *n) {
    const float part = (float)(1 / reach);
    for (int i = 0; i < s->count; i++) {
        const float t = trust(s->errors[i], part);
        if (t > 0) {
            const struct spot *spot = &s->list[i];
            const float across = spot->across * spot->part;
            const float down = spot->down * spot->part;
            const double row[UNKNOWNS] = {across * spot->x / s->level->middle_x,
                                          down * spot->y / s->level->middle_y, across, down,
                                          (spot->value * spot->part - s->errors[i]) / gain};
            normal_add(n, UNKNOWNS, row, s->errors[i], t * t);
        }
    }
}

/* What is known without looking: that drifts are small.  Tells only where there are few spots. */
static void add_likely(const struct spots *s, double spread, const struct move *move,
                       struct normal *n) {
    const struct level *l = s->level;
    const double likely[UNKNOWNS] = {LIKELY_SCALE * l->middle_x, LIKELY_SCALE * l->middle_y,
                                     LIKELY_SHIFT / l->factor, LIKELY_SHIFT / l->factor,
                                     LIKELY_GAIN};
    const double now[UNKNOWNS] = {(move->drift.scale_x - 1) * l->middle_x,
                                  (move->drift.scale_y - 1) * l->middle_y, move->drift.shift_x,
                                  move->drift.shift_y, move->gain - 1};
    for (int i = 0; i < UNKNOWNS; i++) {
        double row[UNKNOWNS] = {0};
        row[i] = spread / likely[i];
        normal_add(n, UNKNOWNS, row, -now[i] * row[i], NEIGHBOURS);
    }
}

double spots_fit(const struct spots *spots, double spread, double reach, struct move *move) {
    const struct level *l = spots->level;
    struct normal n = {0};
    double x[UNKNOWNS];
    add_errors(spots, reach, move->gain, &n);
    add_likely(spots, spread, move, &n);
    if (!normal_solve(&n, UNKNOWNS, LEAST_HOLD, x)) {
        return -1;
    }
    move->drift.scale_x += x[0] / l->middle_x;
    move->drift.scale_y += x[1] / l->middle_y;
    move->drift.shift_x += x[2];
    move->drift.shift_y += x[3];
    move->gain += x[4];
    move->gain = move->gain > LEAST_GAIN ? move->gain : LEAST_GAIN;
    return fabs(x[0]) + fabs(x[1]) + fabs(x[2]) + fabs(x[3]);
}
