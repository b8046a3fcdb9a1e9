#include "paint/overlay.h"

#include <math.h>
#include <string.h>

#define MAX_SAMPLES 4     /* of a screen pixel, along each side */
#define BLOCK 64          /* screen pixels along the sides of what is looked at at a time, */
#define INNER (BLOCK - 2) /* and of what is rendered of it: neighbours are known there */
#define DASH 4            /* screen pixels */
#define LINE (BLOCK * MAX_SAMPLES) /* samples along a block's side */
#define FARTHEST 1e9               /* screen pixels: leaves room for sums in an int */
#define MIXED (-1)                 /* a block neither all 0 nor all 255 */

/* The samples along one side of a block, and where in the coverage each one falls. */
struct axis {
    int samples;          /* to a screen pixel */
    int count;            /* in all */
    int16_t tile[LINE];   /* column or row of tiles; -1 outside the picture */
    uint8_t offset[LINE]; /* pixels from that tile's edge */
    int16_t next[LINE];   /* the next sample in another tile, or 'count' */
};

static int samples_along(double scale) {
    const double covered = 1 / scale;
    return covered > 3 ? MAX_SAMPLES : covered > 2 ? 3 : covered > 1 ? 2 : 1;
}

/* Samples a block from screen pixel 'first' on, where an image of 'size' begins at 'corner'. */
static void axis_fill(struct axis *axis, double scale, double corner, int first, int size) {
    const int samples = samples_along(scale);
    axis->samples = samples;
    axis->count = BLOCK * samples;
    for (int i = 0; i < axis->count; i++) {
        const int on_screen = first + i / samples;
        const double place = on_screen + (i % samples + 0.5) / samples;
        const double pixel = (place - corner) / scale;
        const bool inside = pixel >= 0 && pixel < size;
        axis->tile[i] = inside ? (int16_t)((int)pixel / COVERAGE_TILE) : -1;
        axis->offset[i] = inside ? (uint8_t)((int)pixel % COVERAGE_TILE) : 0;
    }
    for (int i = axis->count - 1; i >= 0; i--) {
        const bool last = i + 1 == axis->count || axis->tile[i + 1] != axis->tile[i];
        axis->next[i] = (int16_t)(last ? i + 1 : axis->next[i + 1]);
    }
}

/* NULL outside the picture, too. */
static const uint8_t *tile_under(const struct coverage *c, int tx, int ty) {
    return tx < 0 || ty < 0 ? NULL : coverage_tile(c, tx, ty);
}

static int tile_level(const struct coverage *c, int tx, int ty) {
    return !tile_under(c, tx, ty) ? 0 : coverage_tile_is_full(c, tx, ty) ? 255 : MIXED;
}

/* The coverage of a block whose tiles are all empty or all full, which is quick to tell. */
static int block_level(const struct coverage *c, const struct axis *x, const struct axis *y) {
    const int level = tile_level(c, x->tile[0], y->tile[0]);
    for (int j = 0; j < y->count; j = y->next[j]) {
        for (int i = 0; i < x->count; i = x->next[i]) {
            if (tile_level(c, x->tile[i], y->tile[j]) != level) {
                return MIXED;
            }
        }
    }
    return level;
}

/* Adds sample row 'j' of 'y' to the sums of the samples of 'x'. */
static void add_samples(const struct coverage *c, const struct axis *x, const struct axis *y, int j,
                        uint16_t sums[LINE]) {
    for (int i = 0; i < x->count; i = x->next[i]) {
        const uint8_t *tile = tile_under(c, x->tile[i], y->tile[j]);
        if (tile) {
            const uint8_t *row = tile + y->offset[j] * COVERAGE_TILE;
            for (int k = i; k < x->next[i]; k++) {
                sums[k] = (uint16_t)(sums[k] + row[x->offset[k]]);
            }
        }
    }
}

/* The mean coverage of each screen pixel in a block's row. */
static void row_levels(const struct coverage *c, const struct axis *x, const struct axis *y,
                       int row, uint8_t levels[BLOCK]) {
    const int samples = x->samples;
    const float part = 1.0F / (float)(samples * samples);
    uint16_t sums[LINE] = {0};
    for (int j = row * samples; j < (row + 1) * samples; j++) {
        add_samples(c, x, y, j, sums);
    }
    for (int i = 0; i < BLOCK; i++) {
        int sum = 0;
        for (int k = 0; k < samples; k++) {
            sum += sums[i * samples + k];
        }
        levels[i] = (uint8_t)((float)sum * part + 0.5F);
    }
}

/*
 * The coverage of the first 'height' rows of screen pixels in a block; whether
 * there may be an edge in it.
 */
static bool block_levels(const struct coverage *c, const struct axis *x, const struct axis *y,
                         int height, uint8_t levels[BLOCK][BLOCK]) {
    const int level = block_level(c, x, y);
    for (int row = 0; row < height; row++) {
        if (level == MIXED) {
            row_levels(c, x, y, row, levels[row]);
        } else {
            memset(levels[row], level, BLOCK);
        }
    }
    return level == MIXED;
}

/* What the screen shows for each level of coverage. */
struct veil {
    uint8_t colors[256][4];
};

static struct veil veil_make(const struct overlay_style *style) {
    struct veil veil = {0};
    for (int level = 0; level < 256; level++) {
        const uint8_t grey = (uint8_t)level;
        const uint8_t alpha = (uint8_t)((style->veil[3] * level + 127) / 255);
        const uint8_t bare[4] = {grey, grey, grey, 255};
        const uint8_t over[4] = {style->veil[0], style->veil[1], style->veil[2], alpha};
        if (style->bare || alpha > 0) {
            memcpy(veil.colors[level], style->bare ? bare : over, 4);
        }
    }
    return veil;
}

static void veil_row(const struct veil *veil, const uint8_t *levels, int width, uint8_t *out) {
    for (int i = 0; i < width; i++) {
        memcpy(out + i * 4, veil->colors[levels[i]], 4);
    }
}

static bool is_painted(uint8_t level) {
    return level >= 128;
}

/* Whether a neighbour is on the other side of the edge. */
static bool is_at_edge(const uint8_t *level) {
    const bool painted = is_painted(*level);
    return is_painted(level[-1]) != painted || is_painted(level[1]) != painted ||
           is_painted(level[-BLOCK]) != painted || is_painted(level[BLOCK]) != painted;
}

/* Draws the outline over a row, whose first pixel is 'march' pixels into the dashes. */
static void outline_row(const struct overlay_style *style, const uint8_t *levels, int width,
                        int march, uint8_t *out) {
    for (int i = 0; i < width; i++) {
        if (is_at_edge(levels + i)) {
            const bool in_dash = ((march + i) & (2 * DASH - 1)) < DASH;
            memcpy(out + i * 4, in_dash ? style->dash : style->gap, 4);
        }
    }
}

static int up_to_inner(int length) {
    return length < INNER ? length : INNER;
}

void overlay_render(const struct coverage *c, struct overlay_view view, struct rect area,
                    const struct overlay_style *style, uint8_t *out) {
    const struct veil veil = veil_make(style);
    const bool outlined = style->dash[3] > 0 || style->gap[3] > 0;
    uint8_t levels[BLOCK][BLOCK];
    struct axis x;
    struct axis y;
    for (int top = 0; top < area.height; top += INNER) {
        const int height = up_to_inner(area.height - top);
        axis_fill(&y, view.scale, view.y, area.y + top - 1, coverage_height(c));
        for (int left = 0; left < area.width; left += INNER) {
            const int width = up_to_inner(area.width - left);
            axis_fill(&x, view.scale, view.x, area.x + left - 1, coverage_width(c));
            const bool may_have_edge = block_levels(c, &x, &y, height + 2, levels);
            for (int row = 0; row < height; row++) {
                const size_t at = (size_t)(top + row) * (size_t)area.width + (size_t)left;
                veil_row(&veil, levels[row + 1] + 1, width, out + at * 4);
                if (outlined && may_have_edge) {
                    const int march = area.x + left + area.y + top + row + style->phase;
                    outline_row(style, levels[row + 1] + 1, width, march, out + at * 4);
                }
            }
        }
    }
}

static int screen_pixel(double place) {
    return (int)fmin(fmax(place, -FARTHEST), FARTHEST);
}

struct rect overlay_area(struct overlay_view view, struct rect pixels) {
    if (rect_is_empty(pixels)) {
        return (struct rect){0, 0, 0, 0};
    }
    const int left = screen_pixel(floor(pixels.x * view.scale + view.x) - 1);
    const int top = screen_pixel(floor(pixels.y * view.scale + view.y) - 1);
    const int right = screen_pixel(ceil((pixels.x + pixels.width) * view.scale + view.x) + 1);
    const int bottom = screen_pixel(ceil((pixels.y + pixels.height) * view.scale + view.y) + 1);
    return (struct rect){left, top, right - left, bottom - top};
}
