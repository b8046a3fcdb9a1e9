#include "paint/morph.h"

#include <stdlib.h>
#include <string.h>

#include "paint/bulk.h"

#define STRIP 128 /* columns of pixels that are worked on at a time */
#define CHUNK 64  /* bytes: a length known here lets the hot loops become vector code */

/*
 * A disc is a stack of rows, so a pixel grows by giving itself to each row within
 * reach, as wide as the disc is there.  That width is had from running maxima:
 * level k holds, for each place, the largest of the 2^k pixels from it on, and any
 * width is two of these that overlap.
 */
struct spread {
    const struct plane *in;
    int radius;
    uint8_t top; /* the largest of all pixels */
    struct plane out;
    size_t stride;    /* bytes of a running maximum */
    uint8_t *running; /* by level, of one row of a strip and 'radius' pixels to either side */
    uint8_t *ring;    /* rows of a strip that may still grow: 'radius' before and after the one */
    bool *full;       /* those of them known to be 'top' all over: they cannot grow any more */
};

static int ring_rows(const struct spread *s) {
    return 2 * s->radius + 1;
}

/* The most k for which 2^k pixels fit into 'width'. */
static int level_within(int width) {
    int level = 0;
    while (2 << level <= width) {
        level++;
    }
    return level;
}

static void spread_free(struct spread *s) {
    free(s->running);
    free(s->ring);
    free(s->full);
}

static uint8_t largest(const struct plane *p) {
    const size_t len = plane_bytes(p);
    uint8_t most = 0;
    for (size_t i = 0; i < len && most < 255; i++) {
        most = p->values[i] > most ? p->values[i] : most;
    }
    return most;
}

static enum status spread_make(const struct plane *in, int radius, struct spread *out) {
    const size_t reach = radius < 0                  ? 0
                         : radius > MORPH_MAX_RADIUS ? MORPH_MAX_RADIUS
                                                     : (size_t)radius;
    const size_t stride = (STRIP + 2 * reach + CHUNK) / CHUNK * CHUNK;
    const size_t levels = (size_t)level_within((int)(2 * reach + 1)) + 2; /* one to read past */
    *out = (struct spread){
        .in = in,
        .radius = (int)reach,
        .top = largest(in),
        .stride = stride,
        .running = calloc(levels, stride),
        .ring = calloc(2 * reach + 1, STRIP),
        .full = calloc(2 * reach + 1, sizeof(bool)),
    };
    if (out->running && out->ring && out->full &&
        plane_make(in->width, in->height, &out->out) == STATUS_OK) {
        return STATUS_OK;
    }
    spread_free(out);
    return STATUS_NO_MEMORY;
}

static void larger_of(const uint8_t *a, const uint8_t *b, uint8_t *restrict out, size_t len) {
    for (size_t at = 0; at < len; at += CHUNK) {
        for (size_t i = at; i < at + CHUNK; i++) {
            out[i] = a[i] > b[i] ? a[i] : b[i];
        }
    }
}

static void keep_larger(uint8_t *restrict row, const uint8_t *restrict by) {
    for (int i = 0; i < STRIP; i++) {
        row[i] = row[i] > by[i] ? row[i] : by[i];
    }
}

/* Reads a row around the strip that begins at 'left' as level 0; 0 outside the plane. */
static void read_row(const struct spread *s, int left, int y) {
    const uint8_t *row = s->in->values + (size_t)y * (size_t)s->in->width;
    const int first = left > s->radius ? left - s->radius : 0;
    const int most = left + STRIP + s->radius;
    const int end = most < s->in->width ? most : s->in->width;
    memset(s->running, 0, s->stride);
    memcpy(s->running + (first - (left - s->radius)), row + first, (size_t)(end - first));
}

static void run_maxima(const struct spread *s) {
    const int levels = level_within(ring_rows(s));
    for (int level = 0; level < levels; level++) {
        uint8_t *run = s->running + (size_t)level * s->stride;
        larger_of(run, run + ((size_t)1 << level), run + s->stride, s->stride);
    }
}

/* The row grown by 'reach' to either side. */
static void grow_row(const struct spread *s, int reach, uint8_t row[STRIP]) {
    const int width = 2 * reach + 1;
    const int level = level_within(width);
    const uint8_t *run = s->running + (size_t)level * s->stride + (s->radius - reach);
    larger_of(run, run + (width - (1 << level)), row, STRIP);
}

static uint8_t *ring_row(const struct spread *s, int y) {
    return s->ring + (size_t)(y % ring_rows(s)) * STRIP;
}

static void raise_row(const struct spread *s, int y, const uint8_t by[STRIP]) {
    if (y >= 0 && y < s->in->height && !s->full[y % ring_rows(s)]) {
        keep_larger(ring_row(s, y), by);
    }
}

/* Gives what was read as row 'y' to all rows within reach. */
static void give_row(const struct spread *s, int y) {
    const int64_t square = (int64_t)s->radius * s->radius;
    uint8_t grown[STRIP];
    int reach = s->radius;
    grow_row(s, reach, grown);
    for (int away = 0; away <= s->radius; away++) {
        const int last = reach;
        while ((int64_t)reach * reach + (int64_t)away * away > square) {
            reach--;
        }
        if (reach != last) {
            grow_row(s, reach, grown);
        }
        raise_row(s, y - away, grown);
        raise_row(s, y + away, grown);
    }
}

/* The same for a row that is 'top' all over. */
static void give_full_row(const struct spread *s, int y) {
    for (int to = y - s->radius; to <= y + s->radius; to++) {
        if (to >= 0 && to < s->in->height && !s->full[to % ring_rows(s)]) {
            memset(ring_row(s, to), s->top, STRIP);
            s->full[to % ring_rows(s)] = true;
        }
    }
}

static void note_if_full(const struct spread *s, int y) {
    s->full[y % ring_rows(s)] |= bulk_is_all(ring_row(s, y), STRIP, s->top);
}

/* Writes a row that nothing will be given to any more, and makes room for another. */
static void write_row(const struct spread *s, int left, int width, int y) {
    uint8_t *row = ring_row(s, y);
    memcpy(s->out.values + (size_t)y * (size_t)s->out.width + left, row, (size_t)width);
    memset(row, 0, STRIP);
    s->full[y % ring_rows(s)] = false;
}

static void spread_strip(const struct spread *s, int left) {
    const int rest = s->in->width - left;
    const int width = rest < STRIP ? rest : STRIP;
    for (int y = 0; y < s->in->height + s->radius; y++) {
        if (y < s->in->height) {
            read_row(s, left, y);
            if (bulk_is_all(s->running + s->radius, (size_t)width, s->top)) {
                give_full_row(s, y);
            } else if (!bulk_is_all(s->running, s->stride, 0)) {
                run_maxima(s);
                give_row(s, y);
                note_if_full(s, y);
                note_if_full(s, y + s->radius / 2);
            }
        }
        if (y >= s->radius) {
            write_row(s, left, width, y - s->radius);
        }
    }
}

/* 'mask' grown, as another plane. */
static enum status grown(const struct plane *mask, int radius, struct plane *out) {
    struct spread s;
    const enum status status = spread_make(mask, radius, &s);
    *out = (struct plane){NULL, 0, 0};
    if (status == STATUS_OK) {
        for (int left = 0; left < mask->width; left += STRIP) {
            spread_strip(&s, left);
        }
        *out = s.out;
        spread_free(&s);
    }
    return status;
}

enum status morph_grow(struct plane *mask, int radius) {
    struct plane out;
    const enum status status = grown(mask, radius, &out);
    if (status == STATUS_OK) {
        plane_free(mask);
        *mask = out;
    }
    return status;
}

enum status morph_shrink(struct plane *mask, int radius) {
    bulk_invert(mask->values, plane_bytes(mask));
    const enum status status = morph_grow(mask, radius);
    bulk_invert(mask->values, plane_bytes(mask));
    return status;
}

enum status morph_border(struct plane *mask, int width) {
    struct plane outer;
    enum status status = grown(mask, width - width / 2, &outer);
    if (status == STATUS_OK) {
        status = morph_shrink(mask, width / 2);
    }
    if (status == STATUS_OK) {
        const size_t len = plane_bytes(mask);
        for (size_t i = 0; i < len; i++) {
            const uint8_t outside = 255 - mask->values[i];
            mask->values[i] = outer.values[i] < outside ? outer.values[i] : outside;
        }
    }
    plane_free(&outer);
    return status;
}
