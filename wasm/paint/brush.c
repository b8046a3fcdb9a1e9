#include "paint/brush.h"

#include <math.h>
#include <string.h>

#define FARTHEST 1e8          /* squares and products of this are still exact enough */
#define SHORTEST 1e-6         /* a segment below this is a dot */
#define HALF_DIAGONAL 0.70711 /* from the middle of a unit square to its corner, rounded up */
#define GROUP 4 /* pixels along the sides of a group, whose middle is looked at first */
#define STEP 16 /* pixels that are looked at at a time */

/* For what is done to each of some pixels: only so does a loop of it become vector code. */
#define INLINED static inline __attribute__((always_inline))

/* 'value' held to 'low' .. 'high'; NaN becomes 'low'. */
INLINED double clamp(double value, double low, double high) {
    return value > low ? (value < high ? value : high) : low;
}

/* How the brush falls off: 'top' up to 'inner', 0 from 'outer'. */
struct fall {
    double inner;
    double outer;
    double top;
};

static struct fall fall_make(const struct brush *brush, double size, double opacity) {
    const double radius = clamp(size, 1, BRUSH_MAX_SIZE) / 2;
    const double core = fmax(clamp(brush->hardness, 0, 1) * radius, 2 * HALF_DIAGONAL - radius);
    const double inner = fmin(core, radius - 0.5);
    return (struct fall){inner, fmax(radius, inner + 1), 255 * clamp(opacity, 0, 1)};
}

INLINED int fall_at(struct fall fall, double distance) {
    const double t = clamp((fall.outer - distance) / (fall.outer - fall.inner), 0, 1);
    return (int)(t * t * (3 - 2 * t) * fall.top + 0.5);
}

uint8_t brush_profile(const struct brush *brush, double size, double opacity, double distance) {
    return (uint8_t)fall_at(fall_make(brush, size, opacity), distance);
}

/* Where, along a way, a square brush's two axes or its ends are equally far off a pixel. */
#define MEETINGS 6
struct meeting {
    double x; /* 1, 0 or -1: of the pixel's place */
    double y;
    double slope;
    double from;
};

/* The way of a brush from (x, y) to (x + dx, y + dy). */
struct sweep {
    double x;
    double y;
    double dx;
    double dy;
    double per_square; /* 1 / (dx * dx + dy * dy); 0 for a dot */
    double lean;       /* how far a larger end draws to itself what lies beside the path */
    struct fall start; /* of the brush where the way begins, */
    struct fall rise;  /* and what is added to it on the way */
    double farthest;   /* its largest outer radius */
    struct meeting meetings[MEETINGS]; /* for a square brush, see near_by_square */
    bool square;
    bool subtract;
};

/* The brush as it is put down when the pointer is at 'point'. */
static struct brush_point put_down(struct brush_point point) {
    point.size = clamp(point.size, 1, BRUSH_MAX_SIZE);
    const double pull = 1 - clamp(point.size - 1, 0, 1);
    const double x = clamp(point.x, -FARTHEST, FARTHEST);
    const double y = clamp(point.y, -FARTHEST, FARTHEST);
    point.x = x + pull * (floor(x) + 0.5 - x);
    point.y = y + pull * (floor(y) + 0.5 - y);
    return point;
}

static double reciprocal(double value) {
    return fabs(value) < SHORTEST * SHORTEST ? 0 : 1 / value;
}

static struct sweep sweep_make(const struct brush *brush, struct brush_point from,
                               struct brush_point to) {
    const struct fall first = fall_make(brush, from.size, from.opacity);
    const struct fall last = fall_make(brush, to.size, to.opacity);
    const double dx = to.x - from.x;
    const double dy = to.y - from.y;
    const double square = dx * dx + dy * dy;
    const double growth = last.outer - first.outer;
    return (struct sweep){
        .x = from.x,
        .y = from.y,
        .dx = dx,
        .dy = dy,
        .per_square = reciprocal(square),
        .lean = growth * reciprocal(square * sqrt(square - growth * growth)),
        .start = first,
        .rise = {last.inner - first.inner, growth, last.top - first.top},
        .farthest = fmax(first.outer, last.outer),
        .meetings = {{1, 0, reciprocal(dx), 0},
                     {0, 1, reciprocal(dy), 0},
                     {1, -1, reciprocal(dx - dy), 0},
                     {1, 1, reciprocal(dx + dy), 0},
                     {0, 0, 0, 0},
                     {0, 0, 0, 1}},
        .square = brush->square,
        .subtract = brush->subtract,
    };
}

/* For STEP points side by side: places on the path, 'along' it from 0 to 1, and how far off they
 * are.
 */
struct near {
    double along[STEP];
    double distance[STEP];
};

/* How it falls off 'along' a way from where it is 'start' by 'rise'. */
INLINED struct fall fall_between(struct fall start, struct fall rise, double along) {
    return (struct fall){start.inner + along * rise.inner, start.outer + along * rise.outer,
                         start.top + along * rise.top};
}

static void near_by_disc(const struct sweep *s, double x, double y, double apart,
                         struct near *near) {
    const double dx = s->dx;
    const double dy = s->dy;
    const double per_square = s->per_square;
    const double lean = s->lean;
    for (int i = 0; i < STEP; i++) {
        const double px = x + apart * i;
        const double beside = fabs(px * dy - y * dx);
        const double along = clamp((px * dx + y * dy) * per_square + beside * lean, 0, 1);
        const double ex = px - along * dx;
        const double ey = y - along * dy;
        near->along[i] = along;
        near->distance[i] = sqrt(ex * ex + ey * ey);
    }
}

/*
 * How far a pixel is past the rim is, along the path, made of straight pieces: it
 * is least at an end or where two of them meet.
 */
static void near_by_square(const struct sweep *s, double x, double y, double apart,
                           struct near *near) {
    const double dx = s->dx;
    const double dy = s->dy;
    const double growth = s->rise.outer;
    double least[STEP];
    for (int i = 0; i < STEP; i++) {
        least[i] = INFINITY;
    }
    for (int n = 0; n < MEETINGS; n++) {
        const struct meeting m = s->meetings[n];
        for (int i = 0; i < STEP; i++) {
            const double px = x + apart * i;
            const double along = clamp((m.x * px + m.y * y) * m.slope + m.from, 0, 1);
            const double distance = fmax(fabs(px - along * dx), fabs(y - along * dy));
            const double past = distance - along * growth;
            const bool nearer = past < least[i];
            near->along[i] = nearer ? along : near->along[i];
            near->distance[i] = nearer ? distance : near->distance[i];
            least[i] = nearer ? past : least[i];
        }
    }
}

/* The places from where the brush's rim reaches farthest past points 'apart', the first at (x, y).
 */
static void near_find(const struct sweep *s, double x, double y, double apart, struct near *near) {
    if (s->square) {
        near_by_square(s, x - s->x, y - s->y, apart, near);
    } else {
        near_by_disc(s, x - s->x, y - s->y, apart, near);
    }
}

/* Whole pixels from 'start' up to but not 'end'. */
struct span {
    int start;
    int end;
};

/* The pixels that 'low' .. 'high' reaches into, of 'limits'. */
static struct span span_around(double low, double high, struct span limits) {
    return (struct span){(int)clamp(floor(low), limits.start, limits.end),
                         (int)clamp(ceil(high), limits.start, limits.end)};
}

static struct span sweep_rows(const struct sweep *s, struct span limits) {
    const double end = s->y + s->dy;
    return span_around(fmin(s->y, end) - s->farthest, fmax(s->y, end) + s->farthest, limits);
}

/* The columns, of 'limits', outside which nothing between 'top' and 'bottom' is swept. */
static struct span sweep_columns(const struct sweep *s, double top, double bottom,
                                 struct span limits) {
    double enter = 0;
    double leave = 1;
    if (s->dy != 0) {
        enter = clamp((top - s->farthest - s->y) / s->dy, 0, 1);
        leave = clamp((bottom + s->farthest - s->y) / s->dy, 0, 1);
    }
    const double a = s->x + enter * s->dx;
    const double b = s->x + leave * s->dx;
    return span_around(fmin(a, b) - s->farthest, fmax(a, b) + s->farthest, limits);
}

/* What the brush gives to STEP pixels of a row, the first at (x, y). */
static void sweep_step(const struct sweep *s, double x, double y, uint8_t given[STEP]) {
    const struct fall start = s->start;
    const struct fall rise = s->rise;
    struct near near;
    int32_t values[STEP];
    near_find(s, x, y, 1, &near);
    for (int i = 0; i < STEP; i++) {
        values[i] = fall_at(fall_between(start, rise, near.along[i]), near.distance[i]);
    }
    for (int i = 0; i < STEP; i++) {
        given[i] = (uint8_t)values[i];
    }
}

static bool is_steady(const struct sweep *s) {
    return s->rise.inner == 0 && s->rise.outer == 0 && s->rise.top == 0;
}

/* What the brush gives to some pixels: nothing, all it has, or to each what it is due. */
enum share { NONE, ALL, DUE };

/* What it gives to pixels whose middles are no farther than 'reach' from point 'i' of 'near'. */
static enum share share_around(const struct sweep *s, const struct near *near, int i,
                               double reach) {
    const struct fall fall = fall_between(s->start, s->rise, near->along[i]);
    if (near->distance[i] - reach >= fall.outer) {
        return NONE;
    }
    return is_steady(s) && near->distance[i] + reach <= fall.inner ? ALL : DUE;
}

/* What it gives to GROUP rows of STEP pixels, the first at (x, y). */
static void sweep_groups(const struct sweep *s, enum share share, double x, double y,
                         uint8_t *given) {
    for (int row = 0; row < GROUP && share != NONE; row++, given += COVERAGE_TILE) {
        if (share == ALL) {
            memset(given, fall_at(s->start, 0), STEP);
        } else {
            sweep_step(s, x, y + row, given);
        }
    }
}

/* What it gives to GROUP rows of a tile, the first pixel at (x, y). */
static void sweep_band(const struct sweep *s, double x, double y, uint8_t *given) {
    const double middle = (GROUP - 1) / 2.0;
    const double reach = 2 * HALF_DIAGONAL * middle;
    struct near near;
    near_find(s, x + middle, y + middle, GROUP, &near);
    for (int i = 0; i < COVERAGE_TILE / GROUP; i += STEP / GROUP) {
        enum share share = share_around(s, &near, i, reach);
        for (int k = i + 1; k < i + STEP / GROUP; k++) {
            share = share_around(s, &near, k, reach) == share ? share : DUE;
        }
        sweep_groups(s, share, x + i * GROUP, y, given + i * GROUP);
    }
}

/* Whether all of the tile is as the brush would have it at most. */
static bool is_done(const struct sweep *s, const struct coverage *c, int tx, int ty) {
    return s->subtract ? !coverage_tile(c, tx, ty) : coverage_tile_is_full(c, tx, ty);
}

/* Past the edge of the picture there is nothing. */
static void cut_off(struct rect tile, uint8_t pixels[COVERAGE_TILE_BYTES]) {
    for (int y = 0; y < COVERAGE_TILE; y++, pixels += COVERAGE_TILE) {
        const int from = y < tile.height ? tile.width : 0;
        memset(pixels + from, 0, (size_t)(COVERAGE_TILE - from));
    }
}

static enum status sweep_tile(const struct sweep *s, struct coverage *c, int tx, int ty) {
    const struct rect tile = coverage_tile_rect(c, tx, ty);
    const double middle = COVERAGE_TILE / 2.0;
    struct near near;
    near_find(s, tile.x + middle, tile.y + middle, 0, &near);
    const enum share share = share_around(s, &near, 0, HALF_DIAGONAL * COVERAGE_TILE);
    if (share == NONE || is_done(s, c, tx, ty)) {
        return STATUS_OK;
    }
    uint8_t given[COVERAGE_TILE_BYTES];
    memset(given, share == ALL ? fall_at(s->start, 0) : 0, sizeof given);
    for (int y = 0; y < COVERAGE_TILE && share == DUE; y += GROUP) {
        sweep_band(s, tile.x + 0.5, tile.y + y + 0.5, given + y * COVERAGE_TILE);
    }
    cut_off(tile, given);
    return coverage_merge_tile(c, tx, ty, given, s->subtract);
}

/* The tiles that hold the pixels of 'pixels'. */
static struct span tiles_of(struct span pixels) {
    return (struct span){pixels.start / COVERAGE_TILE,
                         (pixels.end + COVERAGE_TILE - 1) / COVERAGE_TILE};
}

static enum status sweep(const struct sweep *s, struct coverage *c) {
    const struct span width = {0, coverage_width(c)};
    const struct span rows = tiles_of(sweep_rows(s, (struct span){0, coverage_height(c)}));
    enum status status = STATUS_OK;
    for (int ty = rows.start; ty < rows.end; ty++) {
        const double top = ty * COVERAGE_TILE;
        const struct span columns = tiles_of(sweep_columns(s, top, top + COVERAGE_TILE, width));
        for (int tx = columns.start; tx < columns.end && status == STATUS_OK; tx++) {
            status = sweep_tile(s, c, tx, ty);
        }
    }
    return status;
}

/* A brush that grows faster than it moves holds, at one end, all that it passes. */
static bool one_end_holds_all(struct brush_point from, struct brush_point to) {
    const double growth = (to.size - from.size) / 2;
    const double dx = to.x - from.x;
    const double dy = to.y - from.y;
    return growth * growth >= dx * dx + dy * dy;
}

enum status brush_segment(const struct brush *brush, struct brush_point from, struct brush_point to,
                          struct coverage *c) {
    if (isnan(from.x) || isnan(from.y) || isnan(to.x) || isnan(to.y)) {
        return STATUS_OK;
    }
    from = put_down(from);
    to = put_down(to);
    if (one_end_holds_all(from, to)) {
        from = to = from.size > to.size ? from : to;
    }
    const struct sweep s = sweep_make(brush, from, to);
    return sweep(&s, c);
}
