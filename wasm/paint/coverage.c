#include "paint/coverage.h"

#include <stdlib.h>
#include <string.h>

struct tile {
    uint32_t owners; /* coverages that hold it */
    uint32_t total;  /* of all its pixels */
    uint8_t pixels[COVERAGE_TILE_BYTES];
};

struct coverage {
    int width;
    int height;
    int columns; /* of tiles */
    int rows;
    uint64_t total; /* of all pixels */
    struct rect dirty;
    struct tile *tiles[]; /* row by row; NULL where all is 0 */
};

static const uint8_t no_pixels[COVERAGE_TILE_BYTES];

static size_t tile_count(const struct coverage *c) {
    return (size_t)c->columns * (size_t)c->rows;
}

static size_t table_bytes(int columns, int rows) {
    return sizeof(struct coverage) + (size_t)columns * (size_t)rows * sizeof(struct tile *);
}

static struct tile *tile_make(const uint8_t *pixels) {
    struct tile *tile = malloc(sizeof *tile);
    if (tile) {
        tile->owners = 1;
        tile->total = 0;
        memcpy(tile->pixels, pixels, COVERAGE_TILE_BYTES);
        for (int i = 0; i < COVERAGE_TILE_BYTES; i++) {
            tile->total += pixels[i];
        }
    }
    return tile;
}

static struct tile *tile_share(struct tile *tile) {
    if (tile) {
        tile->owners++;
    }
    return tile;
}

static void tile_drop(struct tile *tile) {
    if (tile && --tile->owners == 0) {
        free(tile);
    }
}

static uint32_t tile_total(const struct tile *tile) {
    return tile ? tile->total : 0;
}

static const uint8_t *tile_pixels(const struct tile *tile) {
    return tile ? tile->pixels : no_pixels;
}

enum status coverage_make(int width, int height, struct coverage **out) {
    const int columns = (width + COVERAGE_TILE - 1) / COVERAGE_TILE;
    const int rows = (height + COVERAGE_TILE - 1) / COVERAGE_TILE;
    struct coverage *c = calloc(1, table_bytes(columns, rows));
    *out = c;
    if (!c) {
        return STATUS_NO_MEMORY;
    }
    c->width = width;
    c->height = height;
    c->columns = columns;
    c->rows = rows;
    return STATUS_OK;
}

enum status coverage_copy(const struct coverage *c, struct coverage **out) {
    const enum status status = coverage_make(c->width, c->height, out);
    if (status != STATUS_OK) {
        return status;
    }
    (*out)->total = c->total;
    for (size_t i = 0; i < tile_count(c); i++) {
        (*out)->tiles[i] = tile_share(c->tiles[i]);
    }
    return STATUS_OK;
}

void coverage_free(struct coverage *c) {
    if (!c) {
        return;
    }
    for (size_t i = 0; i < tile_count(c); i++) {
        tile_drop(c->tiles[i]);
    }
    free(c);
}

int coverage_width(const struct coverage *c) {
    return c->width;
}

int coverage_height(const struct coverage *c) {
    return c->height;
}

uint8_t coverage_at(const struct coverage *c, int x, int y) {
    if (x < 0 || y < 0 || x >= c->width || y >= c->height) {
        return 0;
    }
    const uint8_t *pixels = coverage_tile(c, x / COVERAGE_TILE, y / COVERAGE_TILE);
    return pixels ? pixels[y % COVERAGE_TILE * COVERAGE_TILE + x % COVERAGE_TILE] : 0;
}

static size_t tile_index(const struct coverage *c, int tx, int ty) {
    return (size_t)ty * (size_t)c->columns + (size_t)tx;
}

const uint8_t *coverage_tile(const struct coverage *c, int tx, int ty) {
    const struct tile *tile = c->tiles[tile_index(c, tx, ty)];
    return tile ? tile->pixels : NULL;
}

bool coverage_tile_is_full(const struct coverage *c, int tx, int ty) {
    return tile_total(c->tiles[tile_index(c, tx, ty)]) == 255 * COVERAGE_TILE_BYTES;
}

struct rect coverage_tile_rect(const struct coverage *c, int tx, int ty) {
    const struct rect picture = {0, 0, c->width, c->height};
    const struct rect tile = {tx * COVERAGE_TILE, ty * COVERAGE_TILE, COVERAGE_TILE, COVERAGE_TILE};
    return rect_intersect(picture, tile);
}

/* The smallest rectangle, counted from the tile's corner, outside which 'a' and 'b' are the same.
 */
static struct rect difference(const uint8_t *a, const uint8_t *b) {
    uint8_t columns[COVERAGE_TILE] = {0};
    int top = COVERAGE_TILE;
    int bottom = 0;
    for (int y = 0; y < COVERAGE_TILE; y++, a += COVERAGE_TILE, b += COVERAGE_TILE) {
        if (memcmp(a, b, COVERAGE_TILE) == 0) {
            continue;
        }
        top = y < top ? y : top;
        bottom = y + 1;
        for (int x = 0; x < COVERAGE_TILE; x++) {
            columns[x] |= a[x] ^ b[x];
        }
    }
    if (top == COVERAGE_TILE) {
        return (struct rect){0, 0, 0, 0};
    }
    int left = 0;
    int right = COVERAGE_TILE;
    while (!columns[left]) {
        left++;
    }
    while (!columns[right - 1]) {
        right--;
    }
    return (struct rect){left, top, right - left, bottom - top};
}

/* Puts 'tile' in its place and returns what was there; who owns them does not change. */
static struct tile *place(struct coverage *c, int tx, int ty, struct tile *tile) {
    struct tile **slot = &c->tiles[tile_index(c, tx, ty)];
    struct tile *old = *slot;
    struct rect changed = difference(tile_pixels(old), tile_pixels(tile));
    changed.x += tx * COVERAGE_TILE;
    changed.y += ty * COVERAGE_TILE;
    c->dirty = rect_unite(c->dirty, changed);
    c->total = c->total + tile_total(tile) - tile_total(old);
    *slot = tile;
    return old;
}

enum status coverage_set_tile(struct coverage *c, int tx, int ty,
                              const uint8_t pixels[COVERAGE_TILE_BYTES]) {
    const struct tile *old = c->tiles[tile_index(c, tx, ty)];
    struct tile *tile = NULL;
    if (memcmp(pixels, tile_pixels(old), COVERAGE_TILE_BYTES) == 0) {
        return STATUS_OK;
    }
    if (memcmp(pixels, no_pixels, COVERAGE_TILE_BYTES) != 0) {
        tile = tile_make(pixels);
        if (!tile) {
            return STATUS_NO_MEMORY;
        }
    }
    tile_drop(place(c, tx, ty, tile));
    return STATUS_OK;
}

struct rect coverage_take_dirty(struct coverage *c) {
    const struct rect dirty = c->dirty;
    c->dirty = (struct rect){0, 0, 0, 0};
    return dirty;
}

bool coverage_is_shared(const struct coverage *a, const struct coverage *b) {
    return memcmp(a->tiles, b->tiles, tile_count(a) * sizeof *a->tiles) == 0;
}

void coverage_swap(struct coverage *a, struct coverage *b) {
    for (int ty = 0; ty < a->rows; ty++) {
        for (int tx = 0; tx < a->columns; tx++) {
            const size_t i = tile_index(a, tx, ty);
            if (a->tiles[i] != b->tiles[i]) {
                place(b, tx, ty, place(a, tx, ty, b->tiles[i]));
            }
        }
    }
}

void coverage_clear(struct coverage *c) {
    for (int ty = 0; ty < c->rows; ty++) {
        for (int tx = 0; tx < c->columns; tx++) {
            if (coverage_tile(c, tx, ty)) {
                tile_drop(place(c, tx, ty, NULL));
            }
        }
    }
}

void coverage_read(const struct coverage *c, uint8_t *out) {
    for (int y = 0; y < c->height; y++) {
        for (int tx = 0; tx < c->columns; tx++) {
            const struct tile *tile = c->tiles[tile_index(c, tx, y / COVERAGE_TILE)];
            const struct rect r = coverage_tile_rect(c, tx, y / COVERAGE_TILE);
            memcpy(out, tile_pixels(tile) + y % COVERAGE_TILE * COVERAGE_TILE, (size_t)r.width);
            out += r.width;
        }
    }
}

static enum status write_tile(struct coverage *c, int tx, int ty, const uint8_t *in) {
    const struct rect r = coverage_tile_rect(c, tx, ty);
    uint8_t pixels[COVERAGE_TILE_BYTES] = {0};
    for (int y = 0; y < r.height; y++) {
        const size_t row = (size_t)(r.y + y) * (size_t)c->width;
        memcpy(pixels + y * COVERAGE_TILE, in + row + (size_t)r.x, (size_t)r.width);
    }
    return coverage_set_tile(c, tx, ty, pixels);
}

enum status coverage_write(struct coverage *c, const uint8_t *in) {
    enum status status = STATUS_OK;
    for (int ty = 0; ty < c->rows; ty++) {
        for (int tx = 0; tx < c->columns && status == STATUS_OK; tx++) {
            status = write_tile(c, tx, ty, in);
        }
    }
    return status;
}

double coverage_share(const struct coverage *c) {
    return (double)c->total / (255.0 * c->width * c->height);
}

size_t coverage_memory(const struct coverage *c, const struct coverage *beside) {
    size_t bytes = table_bytes(c->columns, c->rows);
    for (size_t i = 0; i < tile_count(c); i++) {
        if (c->tiles[i] && (!beside || beside->tiles[i] != c->tiles[i])) {
            bytes += sizeof *c->tiles[i];
        }
    }
    return bytes;
}
