#include "paint/select.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "paint/bulk.h"
#include "paint/flood.h"
#include "paint/oklab.h"

#define COLORS ((size_t)1 << 24)
#define EXACTNESS 1e-5F /* of oklab_from_srgb */

/*
 * How much each colour is selected, worked out when it is first met: pictures
 * have far fewer colours than pixels.
 */
struct judge {
    struct oklab_table light;
    struct oklab seed;
    float inner;    /* distance up to which a colour is selected in full, */
    float outer;    /* and from which on it is not */
    uint8_t *known; /* by colour: 0 not yet met, 1 not selected, else the coverage */
};

static uint8_t judge_afresh(const struct judge *j, const uint8_t *rgb) {
    const float distance = oklab_distance(oklab_from_srgb(&j->light, rgb), j->seed);
    if (distance <= j->inner) {
        return 255;
    }
    const float rest = fmaxf(j->outer - distance, 0) / (j->outer - j->inner);
    return (uint8_t)(1 + 254 * rest);
}

/* The coverage of a colour; 1 counts as none. */
static uint8_t judge_color(const struct judge *j, const uint8_t *rgb) {
    uint8_t *known = &j->known[(size_t)rgb[0] | (size_t)rgb[1] << 8 | (size_t)rgb[2] << 16];
    if (*known == 0) {
        *known = judge_afresh(j, rgb);
    }
    return *known > 1 ? *known : 0;
}

static bool is_transparent(const uint8_t *pixel) {
    return pixel[3] < 128;
}

static const uint8_t *pixel_at(const struct image *image, int x, int y) {
    return image->pixels + ((size_t)y * (size_t)image->width + (size_t)x) * 4;
}

static void judge_all(const struct image *image, const uint8_t *seed, const struct judge *j,
                      struct plane *out) {
    const size_t len = plane_bytes(out);
    const bool transparent = is_transparent(seed);
    for (size_t i = 0; i < len; i++) {
        const uint8_t *pixel = image->pixels + i * 4;
        if (is_transparent(pixel) == transparent) {
            out->values[i] = transparent ? 255 : judge_color(j, pixel);
        }
    }
}

static enum status select_everywhere(const struct image *image, const struct select_seed *seed,
                                     struct plane *out) {
    const uint8_t *pixel = pixel_at(image, seed->x, seed->y);
    const double tolerance = fmin(fmax(seed->tolerance, 0), 100) / 100;
    struct judge j = {.light = oklab_table_make(), .known = calloc(COLORS, 1)};
    j.seed = oklab_from_srgb(&j.light, pixel);
    j.inner = (float)tolerance + EXACTNESS;
    j.outer = (float)(tolerance * (1 + fmin(fmax(seed->softness, 0), 1))) + 2 * EXACTNESS;
    if (!j.known) {
        return STATUS_NO_MEMORY;
    }
    const enum status status = plane_make(image->width, image->height, out);
    if (status == STATUS_OK) {
        judge_all(image, pixel, &j, out);
    }
    free(j.known);
    return status;
}

/* Leaves of 'selected' what hangs together with (x, y). */
static enum status keep_connected(struct plane *selected, int x, int y) {
    enum { NOTHING, SOMETHING, CONNECTED };
    struct plane known;
    enum status status = plane_make(selected->width, selected->height, &known);
    if (status != STATUS_OK) {
        return status;
    }
    const size_t len = plane_bytes(selected);
    for (size_t i = 0; i < len; i++) {
        known.values[i] = selected->values[i] ? SOMETHING : NOTHING;
    }
    struct buf stack = flood_stack(&known);
    struct flood flood;
    status = flood_fill(&known, x, y, CONNECTED, false, &stack, &flood);
    for (size_t i = 0; i < len; i++) {
        selected->values[i] = known.values[i] == CONNECTED ? selected->values[i] : 0;
    }
    buf_free(&stack);
    plane_free(&known);
    return status;
}

enum status select_color(const struct image *image, const struct select_seed *seed,
                         struct plane *out) {
    *out = (struct plane){NULL, 0, 0};
    enum status status = select_everywhere(image, seed, out);
    if (status == STATUS_OK && !seed->everywhere) {
        status = keep_connected(out, seed->x, seed->y);
    }
    if (status != STATUS_OK) {
        plane_free(out);
    }
    return status;
}

enum status select_transparency(const struct image *image, struct plane *out) {
    const enum status status = plane_make(image->width, image->height, out);
    const size_t len = status == STATUS_OK ? plane_bytes(out) : 0;
    for (size_t i = 0; i < len; i++) {
        out->values[i] = 255 - image->pixels[i * 4 + 3];
    }
    return status;
}

/* 'known' widened to hold what is not 0 in row 'y'. */
static struct rect with_row(struct rect known, const uint8_t *row, int width, int y) {
    int first = 0;
    int end = width;
    if (bulk_is_all(row, (size_t)width, 0)) {
        return known;
    }
    while (row[first] == 0) {
        first++;
    }
    while (row[end - 1] == 0) {
        end--;
    }
    return rect_unite(known, (struct rect){first, y, end - first, 1});
}

/* The smallest rectangle around all that is not 0. */
static struct rect bounds(const struct plane *p) {
    struct rect known = {0, 0, 0, 0};
    for (int y = 0; y < p->height; y++) {
        known = with_row(known, p->values + (size_t)y * (size_t)p->width, p->width, y);
    }
    return known;
}

struct rect select_crop(struct plane *selected) {
    const struct rect kept = bounds(selected);
    if (rect_is_empty(kept)) {
        plane_free(selected);
        return (struct rect){0, 0, 0, 0};
    }
    uint8_t *to = selected->values;
    for (int y = kept.y; y < kept.y + kept.height; y++, to += kept.width) {
        const size_t from = (size_t)y * (size_t)selected->width + (size_t)kept.x;
        memmove(to, selected->values + from, (size_t)kept.width);
    }
    selected->width = kept.width;
    selected->height = kept.height;
    return kept;
}
