#include "pixels/inset.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LANES 16    /* pixels worked on side by side, known here for vector code */
#define UNIT 20     /* of depths: this many are a pixel */
#define DIAGONAL 28 /* about the square root of two of them */
#define FAR 60000
#define MOST_PERCENT 400

/* Numbers for each pixel of a plane, and one pixel more on each side. */
struct field {
    uint16_t *cells;
    size_t stride;
    int width;
    int height;
};

/* What a step to a neighbour adds. */
struct way {
    int straight;
    int diagonal;
};

static uint16_t *field_row(const struct field *f, int y) {
    return f->cells + (size_t)(y + 1) * f->stride + LANES;
}

static bool field_make(int width, int height, struct field *f) {
    const size_t stride = ((size_t)width + LANES - 1) / LANES * LANES + (size_t)2 * LANES;
    *f = (struct field){malloc(stride * ((size_t)height + 2) * sizeof *f->cells), stride, width,
                        height};
    return f->cells != NULL;
}

static uint16_t outside(bool open) {
    return open ? FAR : 0;
}

static void fill(uint16_t *cells, size_t count, uint16_t value) {
    for (size_t i = 0; i < count; i++) {
        cells[i] = value;
    }
}

/* What lies around the field. */
static void fence(struct field *f, struct inset_open open) {
    fill(field_row(f, -1) - LANES, f->stride, outside(open.top));
    fill(field_row(f, f->height) - LANES, f->stride, outside(open.bottom));
    for (int y = 0; y < f->height; y++) {
        field_row(f, y)[-1] = outside(open.left);
        field_row(f, y)[f->width] = outside(open.right);
    }
}

static uint16_t least(uint16_t a, uint16_t b) {
    return a < b ? a : b;
}

/* Lets the row 'from' spread into its neighbour; where 'walls' is 0 nothing changes. */
static void spread_across(const uint16_t *from, const uint16_t *walls, uint16_t *to, int width,
                          struct way way) {
    const uint16_t straight = (uint16_t)way.straight;
    const uint16_t diagonal = (uint16_t)way.diagonal;
    for (int x = 0; x < width; x += LANES) {
        uint16_t near[LANES + 2];
        uint16_t wall[LANES];
        uint16_t own[LANES];
        memcpy(near, from + x - 1, sizeof near);
        memcpy(wall, walls + x, sizeof wall);
        memcpy(own, to + x, sizeof own);
        for (int i = 0; i < LANES; i++) {
            const uint16_t aside = (uint16_t)(least(near[i], near[i + 2]) + diagonal);
            const uint16_t spread = least((uint16_t)(near[i + 1] + straight), aside);
            own[i] = wall[i] ? least(own[i], spread) : own[i];
        }
        memcpy(to + x, own, sizeof own);
    }
}

/* Lets each of the row's numbers spread to the next, 'step' cells on. */
static void spread_along(const uint16_t *walls, uint16_t *cells, int count, int step,
                         struct way way) {
    int value = cells[-step];
    for (int i = 0; i < count; i++, cells += step, walls += step) {
        const int spread = value + way.straight;
        value = *walls && spread < *cells ? spread : *cells;
        *cells = (uint16_t)value;
    }
}

/* Lets row y - step spread into row y, and that along itself in the direction of 'step'. */
static void spread_row(const struct field *walls, struct field *f, int y, int step,
                       struct way way) {
    uint16_t *row = field_row(f, y);
    const uint16_t *wall = field_row(walls, y);
    const uint16_t right = row[f->width];
    const int first = step > 0 ? 0 : f->width - 1;
    spread_across(field_row(f, y - step), wall, row, f->width, way);
    row[f->width] = right;
    spread_along(wall + first, row + first, f->width, step, way);
}

/* Makes each number the least of all, to which the way from there is added. */
static void spread(const struct field *walls, struct field *f, struct way way) {
    for (int y = 0; y < f->height; y++) {
        spread_row(walls, f, y, 1, way);
    }
    for (int y = f->height - 1; y >= 0; y--) {
        spread_row(walls, f, y, -1, way);
    }
}

/* How far each pixel lies from the mask's edge. */
static void find_depths(const struct plane *coverage, struct inset_open open, struct field *f) {
    for (int y = 0; y < f->height; y++) {
        const uint8_t *values = coverage->values + (size_t)y * (size_t)f->width;
        uint16_t *row = field_row(f, y);
        for (int x = 0; x < f->width; x++) {
            row[x] = values[x] ? FAR : 0;
        }
    }
    fence(f, open);
    spread(f, f, (struct way){UNIT, DIAGONAL});
}

/*
 * How wide the ramp may be around each pixel, as what it lacks to 'most': as wide as
 * the mask is deep near by, less 3/4 of the way there.  In the middle of a line that
 * is its depth, and at the edge of what is deep a quarter of it.
 */
static void find_lacks(const struct field *depths, int most, struct field *f) {
    for (int y = 0; y < f->height; y++) {
        const uint16_t *from = field_row(depths, y);
        uint16_t *row = field_row(f, y);
        for (int x = 0; x < f->width; x++) {
            row[x] = (uint16_t)(from[x] < most ? most - from[x] : 0);
        }
    }
    fence(f, (struct inset_open){true, true, true, true});
    spread(depths, f, (struct way){UNIT * 3 / 4, DIAGONAL * 3 / 4});
}

/* The level allowed at a depth; what is painted stays so, however little. */
static uint8_t ramp(int depth, int width, uint8_t level) {
    if (depth >= width) {
        return level;
    }
    const float part = (float)depth / (float)width;
    const uint8_t allowed = (uint8_t)(1 + part * part * (3 - 2 * part) * 254);
    return allowed < level ? allowed : level;
}

/* Applies the ramp, and returns the widest there was. */
static int limit(struct plane *coverage, const struct field *depths, const struct field *lacks,
                 int most, int width) {
    int widest = 0;
    for (int y = 0; y < coverage->height; y++) {
        uint8_t *values = coverage->values + (size_t)y * (size_t)coverage->width;
        const uint16_t *depth = field_row(depths, y);
        const uint16_t *lack = field_row(lacks, y);
        for (int x = 0; x < coverage->width; x++) {
            if (depth[x] > 0 && depth[x] < width) {
                const int room = most - lack[x] < width ? most - lack[x] : width;
                widest = room > widest ? room : widest;
                values[x] = ramp(depth[x], room, values[x]);
            }
        }
    }
    return widest;
}

/* The width in units: some 5 % of the side of a square as large as what is painted. */
static int suiting_width(int64_t painted, int percent) {
    const double side = 0.05 * sqrt((double)painted);
    const double width = fmin(fmax(side, 2), 64);
    const int held = percent < 0 ? 0 : percent > MOST_PERCENT ? MOST_PERCENT : percent;
    return (int)lround(width * held / 100 * UNIT);
}

static int64_t count_painted(const struct plane *coverage) {
    int64_t painted = 0;
    for (size_t i = 0; i < plane_bytes(coverage); i++) {
        painted += coverage->values[i] != 0;
    }
    return painted;
}

static bool has_edge(const struct plane *coverage, struct inset_open open, int64_t painted) {
    const bool all_open = open.left && open.top && open.right && open.bottom;
    return !all_open || (size_t)painted < plane_bytes(coverage);
}

enum status inset_ramp(struct plane *coverage, struct inset_open open, int percent, double *width) {
    const int64_t painted = count_painted(coverage);
    const int wanted = suiting_width(painted, percent);
    struct field depths = {0};
    struct field lacks = {0};
    enum status status = STATUS_OK;
    *width = 0;
    if (wanted <= UNIT || painted == 0 || !has_edge(coverage, open, painted)) {
        return STATUS_OK;
    }
    if (field_make(coverage->width, coverage->height, &depths) &&
        field_make(coverage->width, coverage->height, &lacks)) {
        find_depths(coverage, open, &depths);
        const int most = 4 * wanted;
        find_lacks(&depths, most, &lacks);
        *width = (double)limit(coverage, &depths, &lacks, most, wanted) / UNIT;
    } else {
        status = STATUS_NO_MEMORY;
    }
    free(depths.cells);
    free(lacks.cells);
    return status;
}
