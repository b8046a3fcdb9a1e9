#include "paint/brush.h"

#include <math.h>
#include <string.h>

#define FARTHEST 1e8          /* squares and products of this are still exact enough */
#define SHORTEST 1e-6         /* a segment below this is a dot */
#define HALF_DIAGONAL 0.70711 /* from the middle of a unit square to its corner, rounded up */

/* 'value' held to 'low' .. 'high'; NaN becomes 'low'. */
static double clamp(double value, double low, double high) {
    return value > low ? (value < high ? value : high) : low;
}

/* How the brush falls off: 255 up to 'inner', 0 from 'outer'. */
struct fall {
    double inner;
    double outer;
    double slope; /* 1 / (outer - inner) */
};

static struct fall fall_make(const struct brush *brush) {
    const double radius = clamp(brush->size, 1, BRUSH_MAX_SIZE) / 2;
    const double core = fmax(clamp(brush->hardness, 0, 1) * radius, 2 * HALF_DIAGONAL - radius);
    const double inner = fmin(core, radius - 0.5);
    const double outer = fmax(radius, inner + 1);
    return (struct fall){inner, outer, 1 / (outer - inner)};
}

static uint8_t fall_at(const struct fall *fall, double distance) {
    const double t = clamp((fall->outer - distance) * fall->slope, 0, 1);
    return (uint8_t)(t * t * (3 - 2 * t) * 255 + 0.5);
}

uint8_t brush_profile(const struct brush *brush, double distance) {
    const struct fall fall = fall_make(brush);
    return fall_at(&fall, distance);
}

/* The area a brush sweeps along the segment from 'from' to 'from' + ('dx', 'dy'). */
struct sweep {
    struct brush_point from;
    double dx;
    double dy;
    double per_square; /* 1 / (dx * dx + dy * dy); 0 for a dot */
    struct fall fall;
    bool erase;
};

/* Where a brush of this size is put down when the pointer is at 'point'. */
static struct brush_point put_down(struct brush_point point, double size) {
    const double pull = 1 - clamp(size - 1, 0, 1);
    const double x = clamp(point.x, -FARTHEST, FARTHEST);
    const double y = clamp(point.y, -FARTHEST, FARTHEST);
    return (struct brush_point){x + pull * (floor(x) + 0.5 - x), y + pull * (floor(y) + 0.5 - y)};
}

static struct sweep sweep_make(const struct brush *brush, struct brush_point from,
                               struct brush_point to) {
    const struct brush_point start = put_down(from, brush->size);
    const struct brush_point end = put_down(to, brush->size);
    const double dx = end.x - start.x;
    const double dy = end.y - start.y;
    const double square = dx * dx + dy * dy;
    return (struct sweep){
        .from = start,
        .dx = dx,
        .dy = dy,
        .per_square = square < SHORTEST * SHORTEST ? 0 : 1 / square,
        .fall = fall_make(brush),
        .erase = brush->erase,
    };
}

/* The square of the distance from (x, y) to the segment. */
static double square_distance(const struct sweep *s, double x, double y) {
    const double px = x - s->from.x;
    const double py = y - s->from.y;
    const double along = clamp((px * s->dx + py * s->dy) * s->per_square, 0, 1);
    const double ex = px - along * s->dx;
    const double ey = py - along * s->dy;
    return ex * ex + ey * ey;
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
    const double end = s->from.y + s->dy;
    return span_around(fmin(s->from.y, end) - s->fall.outer, fmax(s->from.y, end) + s->fall.outer,
                       limits);
}

/* The columns, of 'limits', outside which nothing between 'top' and 'bottom' is swept. */
static struct span sweep_columns(const struct sweep *s, double top, double bottom,
                                 struct span limits) {
    double enter = 0;
    double leave = 1;
    if (s->dy != 0) {
        enter = clamp((top - s->fall.outer - s->from.y) / s->dy, 0, 1);
        leave = clamp((bottom + s->fall.outer - s->from.y) / s->dy, 0, 1);
    }
    const double a = s->from.x + enter * s->dx;
    const double b = s->from.x + leave * s->dx;
    return span_around(fmin(a, b) - s->fall.outer, fmax(a, b) + s->fall.outer, limits);
}

static uint8_t merged(const struct sweep *s, uint8_t old, uint8_t given) {
    if (s->erase) {
        const uint8_t left = 255 - given;
        return old < left ? old : left;
    }
    return old > given ? old : given;
}

/* The hot loop, in steps that compilers turn into vector code. */
static void sweep_row(const struct sweep *s, struct rect tile, int y, uint8_t *row) {
    const double inner = s->fall.inner * s->fall.inner;
    const double outer = s->fall.outer * s->fall.outer;
    const struct span x =
        sweep_columns(s, y + 0.5, y + 0.5, (struct span){tile.x, tile.x + tile.width});
    const int count = x.end - x.start;
    double square[COVERAGE_TILE];
    for (int i = 0; i < count; i++) {
        square[i] = square_distance(s, x.start + i + 0.5, y + 0.5);
    }
    row += x.start - tile.x;
    for (int i = 0; i < count; i++) {
        if (square[i] < outer) {
            const uint8_t given = square[i] <= inner ? 255 : fall_at(&s->fall, sqrt(square[i]));
            row[i] = merged(s, row[i], given);
        }
    }
}

static enum status sweep_tile(const struct sweep *s, struct coverage *c, int tx, int ty) {
    const uint8_t *old = coverage_tile(c, tx, ty);
    const struct rect tile = coverage_tile_rect(c, tx, ty);
    const double middle = COVERAGE_TILE / 2.0;
    const double reach = COVERAGE_TILE * HALF_DIAGONAL;
    const double distance = sqrt(square_distance(s, tile.x + middle, tile.y + middle));
    if ((s->erase && !old) || distance - reach >= s->fall.outer) {
        return STATUS_OK;
    }
    uint8_t pixels[COVERAGE_TILE_BYTES] = {0};
    if (old) {
        memcpy(pixels, old, sizeof pixels);
    }
    const bool whole = distance + reach <= s->fall.inner;
    for (int y = 0; y < tile.height; y++) {
        uint8_t *row = pixels + y * COVERAGE_TILE;
        if (whole) {
            memset(row, s->erase ? 0 : 255, (size_t)tile.width);
        } else {
            sweep_row(s, tile, tile.y + y, row);
        }
    }
    return coverage_set_tile(c, tx, ty, pixels);
}

/* The tiles that hold the pixels of 'pixels'. */
static struct span tiles_of(struct span pixels) {
    return (struct span){pixels.start / COVERAGE_TILE,
                         (pixels.end + COVERAGE_TILE - 1) / COVERAGE_TILE};
}

enum status brush_segment(const struct brush *brush, struct brush_point from, struct brush_point to,
                          struct coverage *c) {
    if (isnan(from.x) || isnan(from.y) || isnan(to.x) || isnan(to.y)) {
        return STATUS_OK;
    }
    const struct sweep s = sweep_make(brush, from, to);
    const struct span width = {0, coverage_width(c)};
    const struct span rows = tiles_of(sweep_rows(&s, (struct span){0, coverage_height(c)}));
    enum status status = STATUS_OK;
    for (int ty = rows.start; ty < rows.end; ty++) {
        const double top = ty * COVERAGE_TILE;
        const struct span columns = tiles_of(sweep_columns(&s, top, top + COVERAGE_TILE, width));
        for (int tx = columns.start; tx < columns.end && status == STATUS_OK; tx++) {
            status = sweep_tile(&s, c, tx, ty);
        }
    }
    return status;
}
