#include "pixels/sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pixels/resize.h"

#define TAPS (2 * RESIZE_LOBES)
#define BLOCK 16          /* floats worked on side by side, known here for vector code */
#define HAIR (1.0 / 4096) /* a place this near to a pixel's middle is the pixel's */

/* The source's pixels that one place is made of: TAPS of them from 'first' on. */
struct taps {
    int first;
    float weights[TAPS];
};

/* A row of the source at the grid's columns. */
struct line {
    int row; /* of the source, -1 for none */
    float *values;
};

struct sampler {
    const struct image *source;
    struct sample_grid grid;
    int left;
    int width;
    bool copies; /* the grid's pixels are the source's */
    bool opaque; /* the source is */
    struct taps *columns;
    float *wide; /* a row of the source as floats */
    struct line lines[TAPS];
    float *blend; /* a row of the grid as floats */
};

/* ---- weights ---- */

static int held(int value, int least, int most) {
    return value < least ? least : value > most ? most : value;
}

/* The taps for the grid's pixel 'i'; those past the source's 'len' pixels fall to its edge. */
static struct taps taps_at(const struct sample_axis *axis, int i, int len) {
    const double place = fmin(fmax((i + 0.5) * axis->scale + axis->shift - 0.5, -1), len);
    const double near = floor(place + 0.5);
    const double snapped = fabs(place - near) < HAIR ? near : place;
    const int base = (int)floor(snapped) - (RESIZE_LOBES - 1);
    struct taps taps = {held(base, 0, len > TAPS ? len - TAPS : 0), {0}};
    float weights[TAPS];
    float sum = 0;
    for (int k = 0; k < TAPS; k++) {
        weights[k] = resize_kernel((float)(snapped - (base + k)));
        sum += weights[k];
    }
    for (int k = 0; k < TAPS; k++) {
        taps.weights[held(base + k, 0, len - 1) - taps.first] += weights[k] / sum;
    }
    return taps;
}

static bool is_whole(const struct sample_axis *axis) {
    return axis->scale == 1 && axis->shift == floor(axis->shift) && fabs(axis->shift) < 1e9;
}

/* ---- making ---- */

static size_t in_blocks(int pixels) {
    return ((size_t)pixels * 4 + BLOCK - 1) / BLOCK * BLOCK;
}

static bool allocate(struct sampler *s) {
    const int wide = s->source->width > TAPS ? s->source->width : TAPS;
    s->columns = malloc((size_t)s->width * sizeof *s->columns);
    s->wide = calloc(in_blocks(wide), sizeof *s->wide);
    s->blend = calloc(in_blocks(s->width), sizeof *s->blend);
    bool all = s->columns && s->wide && s->blend;
    for (int k = 0; k < TAPS; k++) {
        s->lines[k] = (struct line){-1, calloc(in_blocks(s->width), sizeof *s->blend)};
        all = all && s->lines[k].values;
    }
    return all;
}

enum status sampler_make(const struct image *source, const struct sample_grid *grid, int left,
                         int width, struct sampler **out) {
    struct sampler *s = calloc(1, sizeof *s);
    *out = s;
    if (!s) {
        return STATUS_NO_MEMORY;
    }
    *s = (struct sampler){source, *grid, .left = left, .width = width};
    s->copies = is_whole(&grid->x) && is_whole(&grid->y);
    if (s->copies) {
        return STATUS_OK;
    }
    if (!allocate(s)) {
        sampler_free(s);
        *out = NULL;
        return STATUS_NO_MEMORY;
    }
    s->opaque = image_is_opaque(source);
    for (int i = 0; i < width; i++) {
        s->columns[i] = taps_at(&grid->x, left + i, source->width);
    }
    return STATUS_OK;
}

void sampler_free(struct sampler *s) {
    if (!s) {
        return;
    }
    for (int k = 0; k < TAPS; k++) {
        free(s->lines[k].values);
    }
    free(s->blend);
    free(s->wide);
    free(s->columns);
    free(s);
}

/* ---- rows ---- */

static const uint8_t *source_row(const struct sampler *s, int row) {
    return s->source->pixels + (size_t)row * (size_t)s->source->width * 4;
}

/* The source's row as floats, colours times alpha. */
static void widen(struct sampler *s, int row) {
    const uint8_t *in = source_row(s, row);
    const size_t count = (size_t)s->source->width * 4;
    size_t i = 0;
    for (; i + BLOCK <= count; i += BLOCK) {
        for (int lane = 0; lane < BLOCK; lane++) {
            s->wide[i + (size_t)lane] = in[i + (size_t)lane];
        }
    }
    for (; i < count; i++) {
        s->wide[i] = in[i];
    }
    for (i = 0; i < count && !s->opaque; i += 4) {
        for (int c = 0; c < 3; c++) {
            s->wide[i + (size_t)c] *= s->wide[i + 3] * (1.0F / 255);
        }
    }
}

/* The widened row at the grid's columns. */
static void resample(const struct sampler *s, float *out) {
    for (int i = 0; i < s->width; i++) {
        const struct taps *taps = &s->columns[i];
        const float *from = s->wide + (size_t)taps->first * 4;
        float sum[4] = {0};
        for (int k = 0; k < TAPS; k++) {
            for (int c = 0; c < 4; c++) {
                sum[c] += taps->weights[k] * from[k * 4 + c];
            }
        }
        memcpy(out + (size_t)i * 4, sum, sizeof sum);
    }
}

static const float *line_of(struct sampler *s, int row) {
    struct line *line = &s->lines[row % TAPS];
    if (line->row != row) {
        line->row = row;
        widen(s, row);
        resample(s, line->values);
    }
    return line->values;
}

/* Adds 'weight' times a line to the blended row, or begins it. */
static void add_line(struct sampler *s, const float *line, float weight, bool begin) {
    const size_t count = in_blocks(s->width);
    for (size_t i = 0; i < count; i += BLOCK) {
        float *to = s->blend + i;
        for (int lane = 0; lane < BLOCK; lane++) {
            to[lane] = (begin ? 0 : to[lane]) + weight * line[i + (size_t)lane];
        }
    }
}

static void blend_lines(struct sampler *s, int y) {
    const struct taps taps = taps_at(&s->grid.y, y, s->source->height);
    bool begin = true;
    for (int k = 0; k < TAPS; k++) {
        if (taps.weights[k] != 0) {
            add_line(s, line_of(s, taps.first + k), taps.weights[k], begin);
            begin = false;
        }
    }
}

static float level(float value) {
    return value < 0 ? 0 : value > 255 ? 255 : value;
}

/* Colours times alpha as colours. */
static void divide_by_alpha(float *values, int width) {
    for (int i = 0; i < width; i++, values += 4) {
        const float alpha = values[3];
        for (int c = 0; c < 3; c++) {
            values[c] = alpha < 0.5F ? 0 : values[c] * 255 / alpha;
        }
    }
}

static void narrow(const float *in, size_t count, uint8_t *out) {
    size_t i = 0;
    for (; i + BLOCK <= count; i += BLOCK) {
        for (int lane = 0; lane < BLOCK; lane++) {
            out[i + (size_t)lane] = (uint8_t)(int)(level(in[i + (size_t)lane]) + 0.5F);
        }
    }
    for (; i < count; i++) {
        out[i] = (uint8_t)(int)(level(in[i]) + 0.5F);
    }
}

void sampler_row(struct sampler *s, int y, uint8_t *out) {
    if (s->copies) {
        image_copy_row(s->source, y + (int)s->grid.y.shift, s->left + (int)s->grid.x.shift,
                       s->width, out);
        return;
    }
    blend_lines(s, y);
    if (!s->opaque) {
        divide_by_alpha(s->blend, s->width);
    }
    narrow(s->blend, (size_t)s->width * 4, out);
}

enum status sample_image(const struct image *source, const struct sample_grid *grid, int width,
                         int height, struct image *out) {
    struct sampler *s;
    enum status status = image_make(width, height, out);
    if (status != STATUS_OK) {
        return status;
    }
    status = sampler_make(source, grid, 0, width, &s);
    if (status != STATUS_OK) {
        image_free(out);
        return status;
    }
    for (int y = 0; y < height; y++) {
        sampler_row(s, y, out->pixels + (size_t)y * (size_t)width * 4);
    }
    sampler_free(s);
    return STATUS_OK;
}
