#include "paint/islands.h"

#include "paint/bulk.h"
#include "pixels/rects.h"

#define SIDE (IMAGE_MAX_EDGE / COVERAGE_TILE)
/* Tiles of the largest picture, and those that reach past its edges. */
#define TILES_MAX (IMAGE_MAX_PIXELS / COVERAGE_TILE_BYTES + 2 * SIDE)

/* A walk over tiles that touch. */
struct walk {
    const struct coverage *coverage;
    int columns;
    int rows;
    size_t waiting;
    struct {
        uint8_t x;
        uint8_t y;
    } tiles[TILES_MAX];    /* the first 'waiting' are to be looked at */
    bool seen[SIDE][SIDE]; /* by row and column */
};

_Static_assert(SIDE <= UINT8_MAX + 1, "a tile's place is two bytes");

/* Lets a tile wait its turn, once, if there is something painted in it. */
static void visit(struct walk *walk, int tx, int ty) {
    const bool inside = tx >= 0 && ty >= 0 && tx < walk->columns && ty < walk->rows;
    if (!inside || walk->seen[ty][tx] || !coverage_tile(walk->coverage, tx, ty)) {
        return;
    }
    walk->seen[ty][tx] = true;
    walk->tiles[walk->waiting].x = (uint8_t)tx;
    walk->tiles[walk->waiting].y = (uint8_t)ty;
    walk->waiting++;
}

static void visit_neighbours(struct walk *walk, int tx, int ty) {
    for (int y = ty - 1; y <= ty + 1; y++) {
        for (int x = tx - 1; x <= tx + 1; x++) {
            visit(walk, x, y);
        }
    }
}

/* The first and the last byte that is not 0, of which there is one. */
static int first_painted(const uint8_t *bytes) {
    int at = 0;
    while (bytes[at] == 0) {
        at++;
    }
    return at;
}

static int last_painted(const uint8_t *bytes, int len) {
    int at = len - 1;
    while (bytes[at] == 0) {
        at--;
    }
    return at;
}

/* The box around what is painted in a tile, in the picture; something is. */
static struct rect box_in_tile(const struct coverage *c, int tx, int ty) {
    const struct rect tile = coverage_tile_rect(c, tx, ty);
    if (coverage_tile_is_full(c, tx, ty)) {
        return tile;
    }
    const uint8_t *row = coverage_tile(c, tx, ty);
    uint8_t columns[COVERAGE_TILE] = {0};
    uint8_t rows[COVERAGE_TILE] = {0};
    for (int y = 0; y < COVERAGE_TILE; y++, row += COVERAGE_TILE) {
        rows[y] = !bulk_is_all(row, COVERAGE_TILE, 0);
        for (int x = 0; x < COVERAGE_TILE; x++) {
            columns[x] |= row[x];
        }
    }
    const int left = first_painted(columns);
    const int top = first_painted(rows);
    return (struct rect){tile.x + left, tile.y + top,
                         last_painted(columns, COVERAGE_TILE) - left + 1,
                         last_painted(rows, COVERAGE_TILE) - top + 1};
}

/* The box around the island that a tile belongs to, empty where it was seen or is not painted. */
static struct rect walk_island(struct walk *walk, int tx, int ty) {
    struct rect box = {0, 0, 0, 0};
    visit(walk, tx, ty);
    while (walk->waiting > 0) {
        walk->waiting--;
        const int x = walk->tiles[walk->waiting].x;
        const int y = walk->tiles[walk->waiting].y;
        box = rect_unite(box, box_in_tile(walk->coverage, x, y));
        visit_neighbours(walk, x, y);
    }
    return box;
}

size_t islands_find(const struct coverage *c, struct rect *out, size_t max) {
    struct walk walk = {
        .coverage = c,
        .columns = (coverage_width(c) + COVERAGE_TILE - 1) / COVERAGE_TILE,
        .rows = (coverage_height(c) + COVERAGE_TILE - 1) / COVERAGE_TILE,
    };
    size_t count = 0;
    for (int ty = 0; ty < walk.rows; ty++) {
        for (int tx = 0; tx < walk.columns; tx++) {
            const struct rect box = walk_island(&walk, tx, ty);
            if (!rect_is_empty(box)) {
                count = rects_add(out, count, max, box);
            }
        }
    }
    return count;
}
