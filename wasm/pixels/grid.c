#include "pixels/grid.h"

#include <stdlib.h>

enum status grid_make(int width, int height, struct grid *out) {
    *out = (struct grid){calloc((size_t)width * (size_t)height, sizeof(float)), width, height};
    if (!out->values) {
        *out = (struct grid){0};
        return STATUS_NO_MEMORY;
    }
    return STATUS_OK;
}

void grid_free(struct grid *grid) {
    free(grid->values);
    *grid = (struct grid){0};
}

float *grid_row(const struct grid *grid, int y) {
    return grid->values + (size_t)y * (size_t)grid->width;
}

static size_t count(const struct grid *grid) {
    return (size_t)grid->width * (size_t)grid->height;
}

void grid_fill(struct grid *grid, float value) {
    for (size_t i = 0; i < count(grid); i++) {
        grid->values[i] = value;
    }
}

void grid_subtract(const struct grid *a, const struct grid *b, struct grid *out) {
    const float *from = a->values;
    const float *what = b->values;
    for (size_t i = 0; i < count(out); i++) {
        out->values[i] = from[i] - what[i];
    }
}

/* Adds the brightness of a row of pixels, four times as large, to sums of 'factor' of them. */
static void add_brightness(const uint8_t *pixels, int factor, float *sums, int width) {
    for (int x = 0; x < width; x++) {
        int sum = 0;
        for (int i = 0; i < factor; i++, pixels += 4) {
            sum += pixels[0] + 2 * pixels[1] + pixels[2];
        }
        sums[x] += (float)sum;
    }
}

static void scale(float *values, int width, float by) {
    for (int x = 0; x < width; x++) {
        values[x] *= by;
    }
}

enum status grid_brightness(const struct image *image, int factor, struct grid *out) {
    const enum status status = grid_make(image->width / factor, image->height / factor, out);
    if (status != STATUS_OK) {
        return status;
    }
    for (int y = 0; y < out->height; y++) {
        for (int i = 0; i < factor; i++) {
            const size_t row = (size_t)y * (size_t)factor + (size_t)i;
            add_brightness(image->pixels + row * (size_t)image->width * 4, factor, grid_row(out, y),
                           out->width);
        }
        scale(grid_row(out, y), out->width, 0.25F / (float)(factor * factor));
    }
    return STATUS_OK;
}

enum status grid_halve(const struct grid *grid, struct grid *out) {
    const enum status status = grid_make(grid->width / 2, grid->height / 2, out);
    for (int y = 0; y < out->height; y++) {
        const float *upper = grid_row(grid, 2 * y);
        const float *lower = grid_row(grid, 2 * y + 1);
        float *to = grid_row(out, y);
        for (int x = 0; x < out->width; x++) {
            to[x] = (upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1]) / 4;
        }
    }
    return status;
}

static int within(int i, int len) {
    return i < 0 ? 0 : i < len ? i : len - 1;
}

/* The sums of the columns around a row, from those around the row before. */
static void move_sums(float *sums, const float *come, const float *gone, int width) {
    for (int x = 0; x < width; x++) {
        sums[x] += come[x] - gone[x];
    }
}

/* The means along a row of what is in 'sums'. */
static void average_row(const float *sums, int width, int reach, float *to) {
    const float part = 1.0F / (float)((2 * reach + 1) * (2 * reach + 1));
    float sum = 0;
    for (int i = -reach; i <= reach; i++) {
        sum += sums[within(i, width)];
    }
    for (int x = 0; x < width; x++) {
        to[x] = sum * part;
        sum += sums[within(x + reach + 1, width)] - sums[within(x - reach, width)];
    }
}

/* The sums of the columns around row 0. */
static void first_sums(const struct grid *grid, int reach, float *sums) {
    for (int i = -reach; i <= reach; i++) {
        const float *row = grid_row(grid, within(i, grid->height));
        for (int x = 0; x < grid->width; x++) {
            sums[x] += row[x];
        }
    }
}

enum status grid_blur(const struct grid *grid, int reach, struct grid *out) {
    struct grid sums;
    *out = (struct grid){0};
    enum status status = grid_make(grid->width, 1, &sums);
    status = status == STATUS_OK ? grid_make(grid->width, grid->height, out) : status;
    if (status == STATUS_OK) {
        first_sums(grid, reach, sums.values);
        for (int y = 0; y < grid->height; y++) {
            average_row(sums.values, grid->width, reach, grid_row(out, y));
            move_sums(sums.values, grid_row(grid, within(y + reach + 1, grid->height)),
                      grid_row(grid, within(y - reach, grid->height)), grid->width);
        }
    }
    grid_free(&sums);
    return status;
}
