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

/* The one tile whose pixels are all 255.  It belongs to nobody and is never written. */
#define FOUR(x) x, x, x, x
static const struct tile full = {
    .total = 255 * COVERAGE_TILE_BYTES,
    .pixels = {FOUR(FOUR(FOUR(FOUR(FOUR(FOUR(255))))))},
};
#undef FOUR

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

/* Whether the tile takes memory of its own. */
static bool tile_is_owned(const struct tile *tile) {
    return tile && tile != &full;
}

static struct tile *tile_share(struct tile *tile) {
    if (tile_is_owned(tile)) {
        tile->owners++;
    }
    return tile;
}

static void tile_drop(struct tile *tile) {
    if (tile_is_owned(tile) && --tile->owners == 0) {
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
    return c->tiles[tile_index(c, tx, ty)] == &full;
}

struct rect coverage_tile_rect(const struct coverage *c, int tx, int ty) {
    const struct rect picture = {0, 0, c->width, c->height};
    const struct rect tile = {tx * COVERAGE_TILE, ty * COVERAGE_TILE, COVERAGE_TILE, COVERAGE_TILE};
    return rect_intersect(picture, tile);
}

/* Of a row of a tile.  Its length is known here, so this becomes vector code; memcmp goes by bytes.
 */
static bool rows_differ(const uint8_t *a, const uint8_t *b) {
    uint8_t bits = 0;
    for (int x = 0; x < COVERAGE_TILE; x++) {
        bits |= a[x] ^ b[x];
    }
    return bits != 0;
}

static bool pixels_differ(const uint8_t *a, const uint8_t *b) {
    for (int y = 0; y < COVERAGE_TILE_BYTES; y += COVERAGE_TILE) {
        if (rows_differ(a + y, b + y)) {
            return true;
        }
    }
    return false;
}

/* The smallest rectangle, counted from the tile's corner, outside which 'a' and 'b' are the same.
 */
static struct rect difference(const uint8_t *a, const uint8_t *b) {
    uint8_t columns[COVERAGE_TILE] = {0};
    int top = COVERAGE_TILE;
    int bottom = 0;
    for (int y = 0; y < COVERAGE_TILE; y++, a += COVERAGE_TILE, b += COVERAGE_TILE) {
        if (!rows_differ(a, b)) {
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

/* A tile of 'pixels'; false where there is no memory. */
static bool tile_of(const uint8_t *pixels, struct tile **out) {
    if (!pixels_differ(pixels, no_pixels)) {
        *out = NULL;
        return true;
    }
    *out = pixels_differ(pixels, full.pixels) ? tile_make(pixels) : (struct tile *)&full;
    return *out != NULL;
}

enum status coverage_set_tile(struct coverage *c, int tx, int ty,
                              const uint8_t pixels[COVERAGE_TILE_BYTES]) {
    struct tile *tile;
    if (!pixels_differ(pixels, tile_pixels(c->tiles[tile_index(c, tx, ty)]))) {
        return STATUS_OK;
    }
    if (!tile_of(pixels, &tile)) {
        return STATUS_NO_MEMORY;
    }
    tile_drop(place(c, tx, ty, tile));
    return STATUS_OK;
}

enum status coverage_merge_tile(struct coverage *c, int tx, int ty,
                                const uint8_t given[COVERAGE_TILE_BYTES], bool subtract) {
    const uint8_t *old = tile_pixels(c->tiles[tile_index(c, tx, ty)]);
    uint8_t pixels[COVERAGE_TILE_BYTES];
    for (int i = 0; i < COVERAGE_TILE_BYTES; i++) {
        const uint8_t left = 255 - given[i];
        const uint8_t less = old[i] < left ? old[i] : left;
        const uint8_t more = old[i] > given[i] ? old[i] : given[i];
        pixels[i] = subtract ? less : more;
    }
    return coverage_set_tile(c, tx, ty, pixels);
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

void coverage_assign(struct coverage *c, const struct coverage *from) {
    for (int ty = 0; ty < c->rows; ty++) {
        for (int tx = 0; tx < c->columns; tx++) {
            const size_t i = tile_index(c, tx, ty);
            if (c->tiles[i] != from->tiles[i]) {
                tile_drop(place(c, tx, ty, tile_share(from->tiles[i])));
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

static enum status map_tile(struct coverage *c, int tx, int ty, const uint8_t table[256]) {
    const uint8_t *old = tile_pixels(c->tiles[tile_index(c, tx, ty)]);
    const struct rect r = coverage_tile_rect(c, tx, ty);
    uint8_t pixels[COVERAGE_TILE_BYTES] = {0};
    for (int y = 0; y < r.height; y++) {
        for (int x = 0; x < r.width; x++) {
            pixels[y * COVERAGE_TILE + x] = table[old[y * COVERAGE_TILE + x]];
        }
    }
    return coverage_set_tile(c, tx, ty, pixels);
}

enum status coverage_map(struct coverage *c, const uint8_t table[256]) {
    enum status status = STATUS_OK;
    for (int ty = 0; ty < c->rows; ty++) {
        for (int tx = 0; tx < c->columns && status == STATUS_OK; tx++) {
            if (table[0] != 0 || coverage_tile(c, tx, ty)) {
                status = map_tile(c, tx, ty, table);
            }
        }
    }
    return status;
}

struct rect coverage_extent(const struct coverage *c) {
    struct rect extent = {0, 0, 0, 0};
    for (int ty = 0; ty < c->rows; ty++) {
        for (int tx = 0; tx < c->columns; tx++) {
            if (coverage_tile(c, tx, ty)) {
                extent = rect_unite(extent, coverage_tile_rect(c, tx, ty));
            }
        }
    }
    return extent;
}

/* Where pixel (x, y) of the picture lies among rows of values for 'area'. */
static size_t offset_in(struct rect area, int x, int y) {
    return (size_t)(y - area.y) * (size_t)area.width + (size_t)(x - area.x);
}

/* Where it lies in its tile. */
static int offset_in_tile(int x, int y) {
    return y % COVERAGE_TILE * COVERAGE_TILE + x % COVERAGE_TILE;
}

/* The tiles that hold pixels of 'area'. */
static struct rect tiles_of(struct rect area) {
    const int left = area.x / COVERAGE_TILE;
    const int top = area.y / COVERAGE_TILE;
    const int right = (area.x + area.width + COVERAGE_TILE - 1) / COVERAGE_TILE;
    const int bottom = (area.y + area.height + COVERAGE_TILE - 1) / COVERAGE_TILE;
    return (struct rect){left, top, right - left, bottom - top};
}

void coverage_read(const struct coverage *c, struct rect area, uint8_t *out) {
    const struct rect tiles = tiles_of(area);
    for (int y = area.y; y < area.y + area.height; y++) {
        for (int tx = tiles.x; tx < tiles.x + tiles.width; tx++) {
            const int ty = y / COVERAGE_TILE;
            const struct rect r = rect_intersect(area, coverage_tile_rect(c, tx, ty));
            const uint8_t *pixels = tile_pixels(c->tiles[tile_index(c, tx, ty)]);
            memcpy(out, pixels + offset_in_tile(r.x, y), (size_t)r.width);
            out += r.width;
        }
    }
}

/* What is done with values for an area. */
enum use { WRITE, ADD, SUBTRACT };

static enum status use_in_tile(struct coverage *c, int tx, int ty, struct rect area,
                               const uint8_t *values, enum use use) {
    const struct rect r = rect_intersect(area, coverage_tile_rect(c, tx, ty));
    uint8_t pixels[COVERAGE_TILE_BYTES] = {0};
    if (use == WRITE) {
        memcpy(pixels, tile_pixels(c->tiles[tile_index(c, tx, ty)]), COVERAGE_TILE_BYTES);
    }
    for (int y = r.y; y < r.y + r.height; y++) {
        memcpy(pixels + offset_in_tile(r.x, y), values + offset_in(area, r.x, y), (size_t)r.width);
    }
    return use == WRITE ? coverage_set_tile(c, tx, ty, pixels)
                        : coverage_merge_tile(c, tx, ty, pixels, use == SUBTRACT);
}

static enum status use_in(struct coverage *c, struct rect area, const uint8_t *values,
                          enum use use) {
    const struct rect tiles = tiles_of(area);
    enum status status = STATUS_OK;
    for (int ty = tiles.y; ty < tiles.y + tiles.height; ty++) {
        for (int tx = tiles.x; tx < tiles.x + tiles.width && status == STATUS_OK; tx++) {
            status = use_in_tile(c, tx, ty, area, values, use);
        }
    }
    return status;
}

enum status coverage_write(struct coverage *c, struct rect area, const uint8_t *in) {
    return use_in(c, area, in, WRITE);
}

enum status coverage_merge(struct coverage *c, struct rect area, const uint8_t *given,
                           bool subtract) {
    return use_in(c, area, given, subtract ? SUBTRACT : ADD);
}

double coverage_share(const struct coverage *c) {
    return (double)c->total / (255.0 * c->width * c->height);
}

size_t coverage_memory(const struct coverage *c, const struct coverage *beside) {
    size_t bytes = table_bytes(c->columns, c->rows);
    for (size_t i = 0; i < tile_count(c); i++) {
        if (tile_is_owned(c->tiles[i]) && (!beside || beside->tiles[i] != c->tiles[i])) {
            bytes += sizeof *c->tiles[i];
        }
    }
    return bytes;
}
