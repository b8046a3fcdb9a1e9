#include "paint/shape.h"

#include <math.h>
#include <stdlib.h>

#define FARTHEST 1e8 /* places past this count as it */

/*
 * A row of tiles while it is drawn.
 *
 * 'steps' says by how much the covered share of a pixel is more than that of the
 * pixel to its left, so that a line writes only where it runs and all to its right
 * follows by adding up.  Lines that go up count the other way round than those
 * that go down: the sum is how often a place is wound around.
 */
struct band {
    int top;       /* pixel row */
    int width;     /* of the picture */
    int columns;   /* of tiles */
    size_t stride; /* two past the last tile: what a line at the right edge writes */
    float *steps;
    bool *touched; /* tiles in which a line runs */
};

static void band_free(struct band *b) {
    free(b->steps);
    free(b->touched);
}

static enum status band_make(const struct coverage *c, struct band *out) {
    const int width = coverage_width(c);
    const int columns = (width + COVERAGE_TILE - 1) / COVERAGE_TILE;
    const size_t stride = (size_t)columns * COVERAGE_TILE + 2;
    *out = (struct band){
        .width = width,
        .columns = columns,
        .stride = stride,
        .steps = calloc(stride * COVERAGE_TILE, sizeof(float)),
        .touched = calloc((size_t)columns + 1, sizeof(bool)),
    };
    if (!out->steps || !out->touched) {
        band_free(out);
        return STATUS_NO_MEMORY;
    }
    return STATUS_OK;
}

/* What a line gives to a pixel that it passes by 'height', its middle there being at 'x'. */
static void add_in_pixel(struct band *b, int row, int pixel, double x, double height) {
    float *steps = b->steps + (size_t)row * b->stride + pixel;
    const double left = height * (pixel + 1 - x);
    steps[0] += (float)left;
    steps[1] += (float)(height - left);
    b->touched[pixel / COVERAGE_TILE] = true;
    b->touched[(pixel + 1) / COVERAGE_TILE] = true;
}

/* A line inside one row of pixels, from 'x0' to 'x1', down by 'height'. */
static void add_in_row(struct band *b, int row, double x0, double x1, double height) {
    const double low = fmin(x0, x1);
    const double high = fmax(x0, x1);
    const int first = (int)low;
    if (high <= first + 1) {
        add_in_pixel(b, row, first, (low + high) / 2, height);
        return;
    }
    const double per_pixel = height / (high - low);
    for (int pixel = first; pixel < high; pixel++) {
        const double from = fmax(low, pixel);
        const double to = fmin(high, pixel + 1);
        add_in_pixel(b, row, pixel, (from + to) / 2, per_pixel * (to - from));
    }
}

static double x_at(struct shape_point p, struct shape_point q, double y) {
    return p.x + (y - p.y) * ((q.x - p.x) / (q.y - p.y));
}

/* A line inside the picture's width, 'p' above 'q'; 'sign' is -1 for one that goes up. */
static void add_inside(struct band *b, struct shape_point p, struct shape_point q, double sign) {
    const double bottom = fmin(q.y, b->top + COVERAGE_TILE);
    double y = fmax(p.y, b->top);
    double x = fmin(fmax(x_at(p, q, y), 0), b->width);
    for (int row = (int)y - b->top; y < bottom; row++) {
        const double next_y = fmin(b->top + row + 1, bottom);
        const double next_x = fmin(fmax(x_at(p, q, next_y), 0), b->width);
        add_in_row(b, row, x, next_x, sign * (next_y - y));
        y = next_y;
        x = next_x;
    }
}

/* Where a line crosses the upright line at 'x': how far down, or its upper end's where it does not.
 */
static double crossing(struct shape_point p, struct shape_point q, double x) {
    const bool crosses = (p.x < x && x < q.x) || (q.x < x && x < p.x);
    const double y = p.y + (x - p.x) * ((q.y - p.y) / (q.x - p.x));
    return crosses ? fmin(fmax(y, p.y), q.y) : p.y;
}

/* A line cut where it crosses the picture's left and right edge; what is beyond counts as on it. */
static void add_cut(struct band *b, struct shape_point p, struct shape_point q, double sign) {
    const double left = crossing(p, q, 0);
    const double right = crossing(p, q, b->width);
    const double cuts[] = {fmin(left, right), fmax(left, right), q.y};
    struct shape_point from = {fmin(fmax(p.x, 0), b->width), p.y};
    for (int i = 0; i < 3; i++) {
        const double x = cuts[i] < q.y ? x_at(p, q, cuts[i]) : q.x;
        const struct shape_point to = {fmin(fmax(x, 0), b->width), cuts[i]};
        if (from.y < to.y) {
            add_inside(b, from, to, sign);
            from = to;
        }
    }
}

static void add_line(struct band *b, struct shape_point p, struct shape_point q) {
    const struct shape_point high = p.y < q.y ? p : q;
    const struct shape_point low = p.y < q.y ? q : p;
    if (high.y < low.y && high.y < b->top + COVERAGE_TILE && low.y > b->top) {
        add_cut(b, high, low, p.y < q.y ? 1 : -1);
    }
}

/* Adds up a row of a tile from 'sum' on, clearing its steps; returns the sum at its end. */
static float level_row(float *steps, float sum, int width, uint8_t *given) {
    for (int x = 0; x < width; x++) {
        sum += steps[x];
        steps[x] = 0;
        given[x] = (uint8_t)(fminf(fabsf(sum), 1) * 255 + 0.5F);
    }
    return sum;
}

/* What the lines give to a tile; 'sums' are those at its left side and become those at its right.
 */
static void level_tile(struct band *b, int tx, struct rect r, float sums[COVERAGE_TILE],
                       uint8_t given[COVERAGE_TILE_BYTES]) {
    for (int y = 0; y < r.height; y++) {
        float *steps = b->steps + (size_t)y * b->stride + r.x;
        sums[y] = level_row(steps, sums[y], r.width, given + y * COVERAGE_TILE);
    }
    b->touched[tx] = false;
}

static bool any_wound_around(const float sums[COVERAGE_TILE]) {
    for (int y = 0; y < COVERAGE_TILE; y++) {
        if (fabsf(sums[y]) * 255 >= 0.5F) {
            return true;
        }
    }
    return false;
}

/* Merges the band, which is then empty, as row 'ty' of tiles. */
static enum status band_merge(struct band *b, int ty, bool subtract, struct coverage *c) {
    float sums[COVERAGE_TILE] = {0};
    enum status status = STATUS_OK;
    for (int tx = 0; tx < b->columns && status == STATUS_OK; tx++) {
        if (b->touched[tx] || any_wound_around(sums)) {
            uint8_t given[COVERAGE_TILE_BYTES] = {0};
            level_tile(b, tx, coverage_tile_rect(c, tx, ty), sums, given);
            status = coverage_merge_tile(c, tx, ty, given, subtract);
        }
    }
    return status;
}

/* NaN stays what it is. */
static double held_near(double place) {
    return place < -FARTHEST ? -FARTHEST : place > FARTHEST ? FARTHEST : place;
}

/* Corner 'i' of the closed line. */
static struct shape_point corner(const struct shape_point *points, size_t count, size_t i) {
    const struct shape_point p = points[i % count];
    return (struct shape_point){held_near(p.x), held_near(p.y)};
}

static bool is_drawable(const struct shape_point *points, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (isnan(points[i].x) || isnan(points[i].y)) {
            return false;
        }
    }
    return true;
}

enum status shape_polygon(const struct shape_point *points, size_t count, bool subtract,
                          struct coverage *c) {
    struct band band;
    if (!is_drawable(points, count)) {
        return STATUS_OK;
    }
    enum status status = band_make(c, &band);
    if (status != STATUS_OK) {
        return status;
    }
    for (; band.top < coverage_height(c) && status == STATUS_OK; band.top += COVERAGE_TILE) {
        for (size_t i = 0; i < count; i++) {
            add_line(&band, corner(points, count, i), corner(points, count, i + 1));
        }
        status = band_merge(&band, band.top / COVERAGE_TILE, subtract, c);
    }
    band_free(&band);
    return status;
}

enum status shape_rectangle(struct shape_box box, bool subtract, struct coverage *c) {
    const struct shape_point corners[] = {
        {box.x0, box.y0}, {box.x1, box.y0}, {box.x1, box.y1}, {box.x0, box.y1}};
    return shape_polygon(corners, 4, subtract, c);
}

/* A quarter of an ellipse without sines: 'part' of it is the tangent of half the angle. */
static struct shape_point quarter(double dx, double dy, double part) {
    const double square = part * part;
    return (struct shape_point){dx * (1 - square) / (1 + square), dy * 2 * part / (1 + square)};
}

enum status shape_ellipse(struct shape_box box, bool subtract, struct coverage *c) {
    const double x = (held_near(box.x0) + held_near(box.x1)) / 2;
    const double y = (held_near(box.y0) + held_near(box.y1)) / 2;
    const double dx = fabs(held_near(box.x1) - x);
    const double dy = fabs(held_near(box.y1) - y);
    if (isnan(dx) || isnan(dy)) {
        return STATUS_OK;
    }
    const size_t pieces = (size_t)(5 * sqrt(fmax(dx, dy))) + 1; /* of a quarter */
    struct shape_point *points = malloc(4 * pieces * sizeof *points);
    if (!points) {
        return STATUS_NO_MEMORY;
    }
    for (size_t i = 0; i < pieces; i++) {
        const struct shape_point p = quarter(dx, dy, (double)i / (double)pieces);
        const struct shape_point q = quarter(dy, dx, (double)i / (double)pieces);
        points[i] = (struct shape_point){x + p.x, y + p.y};
        points[pieces + i] = (struct shape_point){x - q.y, y + q.x};
        points[2 * pieces + i] = (struct shape_point){x - p.x, y - p.y};
        points[3 * pieces + i] = (struct shape_point){x + q.y, y - q.x};
    }
    const enum status status = shape_polygon(points, 4 * pieces, subtract, c);
    free(points);
    return status;
}
