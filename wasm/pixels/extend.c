#include "pixels/extend.h"

#include <stdlib.h>
#include <string.h>

/*
 * One of the picture's edges, going on past its ends, as sums: the window between any two pixels
 * is a difference of two of them.
 */
struct edge {
    uint32_t (*sums)[4]; /* of colours times alpha, and of alpha, before pixel i - pad */
    int pad;
};

struct extension {
    const struct image *image;
    struct margins margins;
    struct edge top, bottom, left, right; /* each where there is a margin */
};

/* How far a pixel averages to both sides at some distance; next to the edge not at all. */
static int radius(int distance) {
    return distance / 2;
}

static int clamp(int value, int most) {
    return value < 0 ? 0 : value > most ? most : value;
}

/* How far a place lies outside 0 .. len - 1. */
static int distance(int at, int len) {
    return at < 0 ? -at : at < len ? 0 : at - len + 1;
}

/* Sums up 'len' pixels that lie 'step' bytes apart, if there is a margin to go on into. */
static enum status edge_make(const uint8_t *first, size_t step, int len, int margin,
                             struct edge *out) {
    const int pad = radius(margin);
    const int sums = len + 2 * pad;
    if (margin == 0) {
        return STATUS_OK;
    }
    *out = (struct edge){calloc((size_t)sums + 1, sizeof *out->sums), pad};
    if (!out->sums) {
        return STATUS_NO_MEMORY;
    }
    for (int i = 0; i < sums; i++) {
        const uint8_t *pixel = first + (size_t)clamp(i - pad, len - 1) * step;
        for (int c = 0; c < 4; c++) {
            const uint32_t value = c < 3 ? (uint32_t)pixel[c] * pixel[3] : pixel[3];
            out->sums[i + 1][c] = out->sums[i][c] + value;
        }
    }
    return STATUS_OK;
}

static enum status edges_make(struct extension *e) {
    const struct image *image = e->image;
    const size_t row = (size_t)image->width * 4;
    const uint8_t *last_row = image->pixels + image_bytes(image) - row;
    const uint8_t *last_column = image->pixels + row - 4;
    const struct margins m = e->margins;
    const bool made = edge_make(image->pixels, 4, image->width, m.top, &e->top) == STATUS_OK &&
                      edge_make(last_row, 4, image->width, m.bottom, &e->bottom) == STATUS_OK &&
                      edge_make(image->pixels, row, image->height, m.left, &e->left) == STATUS_OK &&
                      edge_make(last_column, row, image->height, m.right, &e->right) == STATUS_OK;
    return made ? STATUS_OK : STATUS_NO_MEMORY;
}

static void edges_free(struct extension *e) {
    free(e->top.sums);
    free(e->bottom.sums);
    free(e->left.sums);
    free(e->right.sums);
}

/* Adds the mean around pixel 'at' of an edge, as seen from 'away', times 'weight'. */
static void add_mean(const struct edge *edge, int at, int away, float weight, float sum[4]) {
    const int reach = radius(away);
    const uint32_t *before = edge->sums[at + edge->pad - reach];
    const uint32_t *end = edge->sums[at + edge->pad + reach + 1];
    const float share = weight / (float)(2 * reach + 1);
    for (int c = 0; c < 4; c++) {
        sum[c] += share * (float)(int32_t)(end[c] - before[c]);
    }
}

/* Colours that were weighed by alpha, back to a pixel. */
static void put(const float sum[4], uint8_t *pixel) {
    const float scale = sum[3] > 0 ? 1 / sum[3] : 0;
    for (int c = 0; c < 3; c++) {
        pixel[c] = (uint8_t)clamp((int)(sum[c] * scale + 0.5F), 255);
    }
    pixel[3] = (uint8_t)clamp((int)(sum[3] + 0.5F), 255);
}

/* Pixels 'from' to 'end' of a row, all outside the picture, seen from which (0, 0) is its first. */
static void fill(const struct extension *e, int from, int end, int y, uint8_t *row) {
    const int width = e->image->width;
    const int height = e->image->height;
    const int down = distance(y, height);
    const struct edge *across = y < 0 ? &e->top : &e->bottom;
    for (int x = from; x < end; x++, row += 4) {
        const int aside = distance(x, width);
        const float share = (float)down / (float)(down + aside);
        float sum[4] = {0};
        if (down > 0) {
            add_mean(across, clamp(x, width - 1), down, share, sum);
        }
        if (aside > 0) { /* both in the corners, the nearer one's edge the less */
            add_mean(x < 0 ? &e->left : &e->right, clamp(y, height - 1), aside, 1 - share, sum);
        }
        put(sum, row);
    }
}

static void fill_row(const struct extension *e, int y, uint8_t *row) {
    const int left = e->margins.left;
    const int width = e->image->width;
    const int end = width + e->margins.right;
    if (y < 0 || y >= e->image->height) {
        fill(e, -left, end, y, row);
        return;
    }
    uint8_t *own = row + (size_t)left * 4;
    const size_t own_len = (size_t)width * 4;
    fill(e, -left, 0, y, row);
    memcpy(own, e->image->pixels + (size_t)y * own_len, own_len);
    fill(e, width, end, y, own + own_len);
}

/* The size of the new canvas, into an empty *out. */
static enum status check(const struct image *image, struct margins m, struct image *out,
                         struct fault *fault) {
    if (m.left < 0 || m.top < 0 || m.right < 0 || m.bottom < 0) {
        return fault_set(fault, STATUS_INVALID, NULL,
                         "A picture can only be made larger at its sides, by 0 pixels or more.");
    }
    const int64_t width = (int64_t)image->width + m.left + m.right;
    const int64_t height = (int64_t)image->height + m.top + m.bottom;
    const enum status status = image_check_size(width, height, fault);
    if (status == STATUS_OK) {
        out->width = (int)width;
        out->height = (int)height;
    }
    return status;
}

enum status extend_image(const struct image *image, struct margins margins, struct image *out,
                         struct fault *fault) {
    struct image canvas = {0};
    struct extension e = {.image = image, .margins = margins};
    *out = canvas;
    enum status status = check(image, margins, &canvas, fault);
    if (status != STATUS_OK) {
        return status;
    }
    status = edges_make(&e);
    if (status == STATUS_OK) {
        status = image_make(canvas.width, canvas.height, out);
    }
    for (int y = 0; status == STATUS_OK && y < out->height; y++) {
        fill_row(&e, y - margins.top, out->pixels + (size_t)y * (size_t)out->width * 4);
    }
    edges_free(&e);
    return status == STATUS_OK ? status : fault_no_memory(fault);
}
