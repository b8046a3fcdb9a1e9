#include "paint/pack.h"

#include <string.h>

#include "pixels/checksum.h"

#define VERSION 1
#define HEAD_BYTES 9
#define SUM_BYTES 4
#define REPEAT 64 /* of the codes, the first that repeats a pixel */
#define CODES 128
#define ROW_BYTES (COVERAGE_TILE + 1) /* of a tile, and one to look ahead */
#define CODED_MAX ((COVERAGE_TILE + 1) * COVERAGE_TILE)

enum kind { EMPTY, FULL, CODED };

static void put_be16(struct buf *out, int value) {
    buf_byte(out, (uint8_t)(value >> 8));
    buf_byte(out, (uint8_t)value);
}

static int tiles_along(int pixels) {
    return (pixels + COVERAGE_TILE - 1) / COVERAGE_TILE;
}

/* What a pack of a coverage of this size starts with. */
static void put_head(const struct coverage *c, struct buf *out) {
    buf_text(out, "mask");
    buf_byte(out, VERSION);
    put_be16(out, coverage_width(c));
    put_be16(out, coverage_height(c));
}

/* The 'n'th tile. */
struct place {
    int tx;
    int ty;
};

static int tile_count(const struct coverage *c) {
    return tiles_along(coverage_width(c)) * tiles_along(coverage_height(c));
}

static struct place place_of(const struct coverage *c, int n) {
    const int columns = tiles_along(coverage_width(c));
    return (struct place){n % columns, n / columns};
}

/* ---- writing ---- */

/* Of 8 pixels: bit i tells whether pixel i is as the one after it. */
static uint64_t alike_of_8(const uint8_t *p) {
    uint64_t here;
    uint64_t next;
    memcpy(&here, p, 8);
    memcpy(&next, p + 1, 8);
    const uint64_t differ = here ^ next;
    const uint64_t low = 0x7f7f7f7f7f7f7f7f;
    const uint64_t same = ~(((differ & low) + low) | differ | low); /* the top bit of each byte */
    return (same >> 7) * 0x0102040810204080 >> 56;
}

static uint64_t alike_in(const uint8_t row[ROW_BYTES], int len) {
    uint64_t alike = 0;
    for (int x = 0; x < COVERAGE_TILE; x += 8) {
        alike |= alike_of_8(row + x) << x;
    }
    return alike & (((uint64_t)1 << (len - 1)) - 1);
}

/* Codes a row of 'len' pixels; returns where the next one goes. */
static uint8_t *code_row(const uint8_t row[ROW_BYTES], int len, uint8_t *out) {
    const uint64_t alike = alike_in(row, len);
    const uint64_t repeats = alike & alike >> 1; /* where three or more begin */
    for (int x = 0; x < len;) {
        const int plain = repeats >> x ? __builtin_ctzll(repeats >> x) : len - x;
        if (plain > 0) {
            *out++ = (uint8_t)(plain - 1);
            memcpy(out, row + x, (size_t)plain);
            out += plain;
        } else {
            const int count = 1 + __builtin_ctzll(~(alike >> x));
            *out++ = (uint8_t)(REPEAT + count - 1);
            *out++ = row[x];
            x += count;
        }
        x += plain;
    }
    return out;
}

static void put_coded(const struct coverage *c, struct place at, struct buf *out) {
    const struct rect r = coverage_tile_rect(c, at.tx, at.ty);
    const uint8_t *pixels = coverage_tile(c, at.tx, at.ty);
    uint8_t *start = buf_reserve(out, CODED_MAX);
    if (!start) {
        return;
    }
    uint8_t *end = start;
    uint8_t row[ROW_BYTES] = {0};
    for (int y = 0; y < r.height; y++, pixels += COVERAGE_TILE) {
        memcpy(row, pixels, COVERAGE_TILE);
        end = code_row(row, r.width, end);
    }
    buf_commit(out, (size_t)(end - start));
}

static enum kind kind_of(const struct coverage *c, struct place at) {
    if (!coverage_tile(c, at.tx, at.ty)) {
        return EMPTY;
    }
    return coverage_tile_is_full(c, at.tx, at.ty) ? FULL : CODED;
}

enum status pack_write(const struct coverage *c, struct buf *out) {
    const size_t start = out->len;
    const int tiles = tile_count(c);
    put_head(c, out);
    for (int n = 0, end; n < tiles; n = end) {
        const enum kind kind = kind_of(c, place_of(c, n));
        for (end = n + 1; end < tiles && kind_of(c, place_of(c, end)) == kind;) {
            end++;
        }
        buf_byte(out, (uint8_t)kind);
        put_be16(out, end - n);
        for (int i = n; i < end && kind == CODED; i++) {
            put_coded(c, place_of(c, i), out);
        }
    }
    if (out->status == STATUS_OK) {
        const uint32_t sum =
            checksum_adler32(1, (struct bytes){out->data + start, out->len - start});
        put_be16(out, (int)(sum >> 16));
        put_be16(out, (int)(sum & 0xffff));
    }
    return out->status;
}

/* ---- reading ---- */

/* The next 'len' bytes of 'from'; NULL past its end. */
static const uint8_t *take(struct bytes *from, size_t len) {
    const uint8_t *data = from->data;
    if (len > from->len) {
        return NULL;
    }
    *from = (struct bytes){data + len, from->len - len};
    return data;
}

/* Takes one code and writes its pixels; returns how many there are, 0 where it is damaged. */
static size_t decode(struct bytes *from, size_t room, uint8_t *out) {
    const uint8_t *code = take(from, 1);
    const size_t count = code ? *code % REPEAT + 1u : 0;
    const bool repeats = code && *code >= REPEAT;
    const uint8_t *pixels = take(from, repeats ? 1 : count);
    if (!code || *code >= CODES || !pixels || count > room) {
        return 0;
    }
    if (repeats) {
        memset(out, *pixels, count);
    } else {
        memcpy(out, pixels, count);
    }
    return count;
}

static enum status read_tile(struct bytes *from, enum kind kind, struct place at,
                             struct coverage *c) {
    const struct rect r = coverage_tile_rect(c, at.tx, at.ty);
    const size_t len = (size_t)r.width * (size_t)r.height;
    uint8_t pixels[COVERAGE_TILE_BYTES];
    memset(pixels, 255, len);
    for (size_t at_pixel = 0, count; at_pixel < len && kind == CODED; at_pixel += count) {
        count = decode(from, len - at_pixel, pixels + at_pixel);
        if (count == 0) {
            return STATUS_DAMAGED;
        }
    }
    return kind == EMPTY ? STATUS_OK : coverage_write(c, r, pixels);
}

/* Reads a run of tiles from the 'n'th on; *end is the tile after it. */
static enum status read_run(struct bytes *from, int n, struct coverage *c, int *end) {
    const uint8_t *head = take(from, 3);
    const int count = head ? read_be16(head + 1) : 0;
    enum status status = STATUS_OK;
    *end = n + count;
    if (count == 0 || *end > tile_count(c) || *head > CODED) {
        return STATUS_DAMAGED;
    }
    for (; n < *end && status == STATUS_OK; n++) {
        status = read_tile(from, (enum kind) * head, place_of(c, n), c);
    }
    return status;
}

/* Whether head and sum are as they have to be; *body is what lies between. */
static bool open_pack(struct bytes pack, const struct coverage *c, struct bytes *body) {
    if (pack.len < HEAD_BYTES + SUM_BYTES) {
        return false;
    }
    const size_t len = pack.len - SUM_BYTES;
    const uint8_t *d = pack.data;
    *body = (struct bytes){d + HEAD_BYTES, len - HEAD_BYTES};
    return bytes_start_with(pack, bytes_of("mask")) && d[4] == VERSION &&
           read_be16(d + 5) == coverage_width(c) && read_be16(d + 7) == coverage_height(c) &&
           read_be32(d + len) == checksum_adler32(1, (struct bytes){d, len});
}

/* Reads all tiles into 'c', in which nothing is painted. */
static enum status read_tiles(struct bytes pack, struct coverage *c) {
    struct bytes body = {NULL, 0};
    enum status status = open_pack(pack, c, &body) ? STATUS_OK : STATUS_DAMAGED;
    for (int n = 0; n < tile_count(c) && status == STATUS_OK;) {
        status = read_run(&body, n, c, &n);
    }
    return status == STATUS_OK && body.len > 0 ? STATUS_DAMAGED : status;
}

enum status pack_read(struct bytes pack, struct coverage *c, struct fault *fault) {
    struct coverage *fresh;
    enum status status = coverage_make(coverage_width(c), coverage_height(c), &fresh);
    if (status == STATUS_OK) {
        status = read_tiles(pack, fresh);
    }
    if (status == STATUS_OK) {
        coverage_assign(c, fresh);
    }
    coverage_free(fresh);
    if (status == STATUS_DAMAGED) {
        return fault_set(
            fault, status, "mask",
            "A mask that this browser had kept is damaged, so it is left out. Paint it anew.");
    }
    return status == STATUS_OK ? status : fault_no_memory(fault);
}
