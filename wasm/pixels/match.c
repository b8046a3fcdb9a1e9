#include "pixels/match.h"

#include <math.h>
#include <stdlib.h>

#include "pixels/patches.h"
#include "pixels/solve.h"
#include "pixels/spread.h"

_Static_assert(MATCH_CHANNELS == PATCHES_CHANNELS, "a match is made of patches");

/*
 * One channel is described as a change of colours around MIDDLE: from 'value' to
 * value + (value - MIDDLE) / UNIT * gain + offset, both planes.
 */
#define MIDDLE 128.0
#define UNIT 64.0
#define UNKNOWNS 6 /* gain: 1, x, y; offset: 1, x, y */

#define NEIGHBOURS 100 /* that many patches tell about as much as one */
#define LEAST_HOLD 1e-9

#define FIRST_ROUNDS 6 /* with weights that forgive everything a little, */
#define ROUNDS 6       /* then with weights that count real changes no more */
#define REACH 4.0      /* standard deviations past which a difference is a real change */
#define LEAST_SPREAD 0.4
#define BINS_A_LEVEL 8

#define LEAST_PATCHES 100
#define LEAST_ALIKE 0.35     /* the share of patches that must not have changed */
#define MOST_GAIN 0.4        /* more or less than 1 is not believed */
#define MOST_OFFSET 60.0     /* levels */
#define LEAST_DIFFERENCE 0.5 /* levels; less is not touched, */
#define MOST_LEFT 0.9        /* nor where more than this share of it would stay */

/* A change of one channel. */
struct change {
    double terms[UNKNOWNS];
};

/* The patches of one channel, as a change from 'from' to 'to'. */
struct channel {
    const struct patches *patches;
    int index;
    bool back;    /* from the answer to the reference, rather than the other way */
    float *trust; /* of each patch, 0 to 1 */
};

struct match match_none(void) {
    struct match m = {0};
    for (int c = 0; c < MATCH_CHANNELS; c++) {
        m.gain[c].constant = 1;
    }
    return m;
}

static bool is_plane(const struct match_plane *p, double constant) {
    return p->constant == constant && p->across == 0 && p->down == 0;
}

bool match_is_none(const struct match *match) {
    bool none = true;
    for (int c = 0; c < MATCH_CHANNELS; c++) {
        none &= is_plane(&match->gain[c], 1) && is_plane(&match->offset[c], 0);
    }
    return none;
}

static double from_value(const struct channel *c, const struct patch *p) {
    return c->back ? p->answer[c->index] : p->reference[c->index];
}

static double to_value(const struct channel *c, const struct patch *p) {
    return c->back ? p->reference[c->index] : p->answer[c->index];
}

static void terms_at(const struct channel *c, const struct patch *p, double row[UNKNOWNS]) {
    const double value = (from_value(c, p) - MIDDLE) / UNIT;
    const double terms[UNKNOWNS] = {value, value * p->x, value * p->y, 1, p->x, p->y};
    for (int i = 0; i < UNKNOWNS; i++) {
        row[i] = terms[i];
    }
}

/* What is left of a patch's difference when 'change' is taken into account. */
static double rest_of(const struct channel *c, const struct patch *p, const struct change *change) {
    double row[UNKNOWNS];
    terms_at(c, p, row);
    double rest = to_value(c, p) - from_value(c, p);
    for (int i = 0; i < UNKNOWNS; i++) {
        rest -= row[i] * change->terms[i];
    }
    return rest;
}

/* How far what is left is spread where nothing really changed. */
static double find_spread(const struct channel *c, const struct change *change) {
    struct spread s = {0};
    for (int i = 0; i < c->patches->count; i++) {
        const struct patch *p = &c->patches->list[i];
        if (!p->clipped[c->index]) {
            spread_add(&s, (float)fabs(rest_of(c, p, change)) * BINS_A_LEVEL);
        }
    }
    const double spread = spread_of(&s) / BINS_A_LEVEL;
    return spread > LEAST_SPREAD ? spread : LEAST_SPREAD;
}

/* Least absolute differences at first; Tukey's weight later. */
static void weigh(const struct channel *c, const struct change *change, double spread, bool first) {
    for (int i = 0; i < c->patches->count; i++) {
        const struct patch *p = &c->patches->list[i];
        const double rest = fabs(rest_of(c, p, change));
        const double share = rest / (REACH * spread);
        const double square = share < 1 ? (1 - share * share) * (1 - share * share) : 0;
        c->trust[i] = p->clipped[c->index]
                          ? 0
                          : (float)(first ? LEAST_SPREAD / (LEAST_SPREAD + rest) : square);
    }
}

/* Changes are small, and hardly another at one side than at the other: tells where patches do not.
 */
static void add_likely(double spread, struct normal *n) {
    static const double likely[UNKNOWNS] = {0.2 * UNIT, 0.05 * UNIT, 0.05 * UNIT, 30, 8, 8};
    for (int i = 0; i < UNKNOWNS; i++) {
        double row[UNKNOWNS] = {0};
        row[i] = spread / likely[i];
        normal_add(n, UNKNOWNS, row, 0, NEIGHBOURS);
    }
}

/* The change that fits the patches best as they are weighed. */
static struct change solve(const struct channel *c, double spread) {
    struct normal n = {0};
    struct change change;
    for (int i = 0; i < c->patches->count; i++) {
        const struct patch *p = &c->patches->list[i];
        double row[UNKNOWNS];
        terms_at(c, p, row);
        if (c->trust[i] > 0) {
            normal_add(&n, UNKNOWNS, row, to_value(c, p) - from_value(c, p),
                       (double)(c->trust[i] * p->weight));
        }
    }
    add_likely(spread, &n);
    return normal_solve(&n, UNKNOWNS, LEAST_HOLD, change.terms) ? change : (struct change){{0}};
}

/*
 * Finds out which patches have really changed by explaining the answer by the
 * reference, whose colours no change has made extreme; with the others it then
 * goes the way back.
 */
static struct change fit(struct channel *c) {
    struct change change = {{0}};
    c->back = false;
    for (int i = 0; i < FIRST_ROUNDS + ROUNDS; i++) {
        const double spread = find_spread(c, &change);
        weigh(c, &change, spread, i < FIRST_ROUNDS);
        change = solve(c, spread);
    }
    weigh(c, &change, find_spread(c, &change), false);
    c->back = true;
    change = solve(c, LEAST_SPREAD);
    return change;
}

/* Makes three terms smaller, slopes first, until their plane stays within 'most' of 0. */
static void limit(double plane[3], double most) {
    const double constant = fabs(plane[0]);
    const double slopes = fabs(plane[1]) + fabs(plane[2]);
    if (constant > most) {
        plane[0] *= most / constant;
    }
    if (constant + slopes > most) {
        const double part = constant < most ? (most - constant) / slopes : 0;
        plane[1] *= part;
        plane[2] *= part;
    }
}

/* The gain and offset of the values themselves. */
static void planes_of(const struct change *change, struct match_plane *gain,
                      struct match_plane *offset) {
    const double *t = change->terms;
    *gain = (struct match_plane){1 + t[0] / UNIT, t[1] / UNIT, t[2] / UNIT};
    *offset = (struct match_plane){t[3] - t[0] / UNIT * MIDDLE, t[4] - t[1] / UNIT * MIDDLE,
                                   t[5] - t[2] / UNIT * MIDDLE};
}

/* Sums over the patches around the mask that have not really changed. */
struct sums {
    double weight;
    double before;
    double after;
    double change;
    int alike;
    int usable;
};

static void add_sums(const struct channel *c, const struct change *change, struct sums *s) {
    for (int i = 0; i < c->patches->count; i++) {
        const struct patch *p = &c->patches->list[i];
        const double weight = c->trust[i] * p->weight;
        const double before = to_value(c, p) - from_value(c, p);
        const double after = rest_of(c, p, change);
        s->weight += weight;
        s->before += weight * fabs(before);
        s->after += weight * fabs(after);
        s->change += weight * fabs(before - after);
        s->usable += !p->clipped[c->index];
        s->alike += c->trust[i] > 0;
    }
}

static bool is_believed(const struct sums *s) {
    return s->alike > LEAST_PATCHES && s->alike > LEAST_ALIKE * s->usable &&
           s->change > LEAST_DIFFERENCE * s->weight && s->after < MOST_LEFT * s->before;
}

static struct match match_patches(const struct patches *patches, float *trust) {
    struct match m = match_none();
    struct sums s = {0};
    for (int i = 0; i < MATCH_CHANNELS; i++) {
        struct channel c = {patches, i, false, trust};
        struct change change = fit(&c);
        limit(change.terms, MOST_GAIN * UNIT);
        limit(change.terms + 3, MOST_OFFSET);
        planes_of(&change, &m.gain[i], &m.offset[i]);
        add_sums(&c, &change, &s);
    }
    const bool believed = is_believed(&s);
    m = believed ? m : match_none();
    m.before = s.weight > 0 ? s.before / s.weight : 0;
    m.after = believed ? s.after / s.weight : m.before;
    return m;
}

enum status match_estimate(const struct image *reference, const struct image *answer,
                           const struct plane *mask, struct match *out) {
    struct patches patches;
    *out = match_none();
    const enum status status = patches_make(reference, answer, mask, &patches);
    if (status != STATUS_OK || patches.count < LEAST_PATCHES) {
        patches_free(&patches);
        return status;
    }
    float *trust = malloc((size_t)patches.count * sizeof *trust);
    if (trust) {
        *out = match_patches(&patches, trust);
    }
    free(trust);
    patches_free(&patches);
    return trust ? STATUS_OK : STATUS_NO_MEMORY;
}

static double plane_at(const struct match_plane *p, double x, double y) {
    return p->constant + p->across * x + p->down * y;
}

static uint8_t to_byte(float value) {
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value + 0.5F);
}

void match_apply(const struct match *match, double left, double step, double y, uint8_t *pixels,
                 int count) {
    for (int c = 0; c < MATCH_CHANNELS; c++) {
        const float gain = (float)plane_at(&match->gain[c], left, y);
        const float offset = (float)plane_at(&match->offset[c], left, y);
        const float gain_step = (float)(match->gain[c].across * step);
        const float offset_step = (float)(match->offset[c].across * step);
        for (int i = 0; i < count; i++) {
            const float value = (float)pixels[4 * i + c];
            const float far = (float)i;
            pixels[4 * i + c] =
                to_byte(value * (gain + gain_step * far) + offset + offset_step * far);
        }
    }
}
