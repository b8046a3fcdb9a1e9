#include "pixels/sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pixels/resize.h"

#define TAPS (2 * RESIZE_LOBES)
#define BLOCK 4           /* pixels worked on side by side, known here for vector code */
#define HAIR (1.0 / 4096) /* a place this near to a pixel's middle is the pixel's */

/* The source's pixels that one place is made of: TAPS of them from 'first' on. */
struct taps {
    int first;
    float weights[TAPS];
};

/* The four channels of a pixel, colours times alpha: one vector, so that it is worked on as one. */
typedef float pixel __attribute__((vector_size(16), aligned(4)));
typedef uint8_t pixel_bytes __attribute__((vector_size(4)));

/* A row of the source at the grid's columns. */
struct line {
    int row; /* of the source, -1 for none */
    pixel *pixels;
};

struct sampler {
    const struct image *source;
    struct sample_grid grid;
    int left;
    int width;
    bool copies; /* the grid's pixels are the source's */
    bool opaque; /* the source is */
    struct taps *columns;
    pixel *wide; /* a row of the source */
    struct line lines[TAPS];
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

/* Room for a row and what fills its last block. */
static pixel *make_pixels(int count) {
    const size_t in_blocks = ((size_t)count + BLOCK - 1) / BLOCK * BLOCK;
    return calloc(in_blocks, sizeof(pixel));
}

static bool allocate(struct sampler *s) {
    const int wide = s->source->width > TAPS ? s->source->width : TAPS;
    s->columns = malloc((size_t)s->width * sizeof *s->columns);
    s->wide = make_pixels(wide);
    bool all = s->columns && s->wide;
    for (int k = 0; k < TAPS; k++) {
        s->lines[k] = (struct line){-1, make_pixels(s->width)};
        all = all && s->lines[k].pixels;
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
        free(s->lines[k].pixels);
    }
    free(s->wide);
    free(s->columns);
    free(s);
}

/* ---- rows ---- */

/* A row of the source as vectors, colours times alpha. */
static void widen(struct sampler *s, int row) {
    const uint8_t *in = s->source->pixels + (size_t)row * (size_t)s->source->width * 4;
    pixel *out = s->wide;
    for (int i = 0; i < s->source->width; i++) {
        pixel_bytes bytes;
        memcpy(&bytes, in + (size_t)i * 4, sizeof bytes);
        out[i] = __builtin_convertvector(bytes, pixel);
    }
    for (int i = 0; i < s->source->width && !s->opaque; i++) {
        const float part = out[i][3] / 255;
        out[i] *= (pixel){part, part, part, 1};
    }
}

/* The widened row at the grid's columns. */
static void resample(const struct sampler *s, pixel *out) {
    for (int i = 0; i < s->width; i++) {
        const struct taps *taps = &s->columns[i];
        const pixel *from = s->wide + taps->first;
        pixel sum = {0};
        for (int k = 0; k < TAPS; k++) {
            sum += from[k] * taps->weights[k];
        }
        out[i] = sum;
    }
}

static const pixel *line_of(struct sampler *s, int row) {
    struct line *line = &s->lines[row % TAPS];
    if (line->row != row) {
        line->row = row;
        widen(s, row);
        resample(s, line->pixels);
    }
    return line->pixels;
}

/* The lines that a row is made of, with their weights. */
struct stack {
    const pixel *lines[TAPS];
    float weights[TAPS];
    int count;
};

static struct stack stack_for(struct sampler *s, int y) {
    const struct taps taps = taps_at(&s->grid.y, y, s->source->height);
    struct stack stack = {.count = 0};
    for (int k = 0; k < TAPS; k++) {
        if (taps.weights[k] != 0) {
            stack.lines[stack.count] = line_of(s, taps.first + k);
            stack.weights[stack.count] = taps.weights[k];
            stack.count++;
        }
    }
    return stack;
}

static void add_up(const struct stack *stack, int left, pixel sums[BLOCK]) {
    memset(sums, 0, BLOCK * sizeof *sums);
    for (int k = 0; k < stack->count; k++) {
        const pixel *line = stack->lines[k] + left;
        for (int i = 0; i < BLOCK; i++) {
            sums[i] += line[i] * stack->weights[k];
        }
    }
}

/* Colours times alpha as colours. */
static void divide_by_alpha(pixel pixels[BLOCK]) {
    for (int i = 0; i < BLOCK; i++) {
        const float alpha = pixels[i][3];
        const float part = alpha < 0.5F ? 0 : 255 / alpha;
        pixels[i] *= (pixel){part, part, part, 1};
    }
}

static void narrow(const pixel pixels[BLOCK], uint8_t out[BLOCK * 4]) {
    float values[BLOCK * 4];
    memcpy(values, pixels, sizeof values);
    for (int i = 0; i < BLOCK * 4; i++) {
        const float level = values[i] + 0.5F;
        out[i] = (uint8_t)(int)(level < 0 ? 0 : level > 255 ? 255 : level);
    }
}

void sampler_row(struct sampler *s, int y, uint8_t *out) {
    if (s->copies) {
        image_copy_row(s->source, y + (int)s->grid.y.shift, s->left + (int)s->grid.x.shift,
                       s->width, out);
        return;
    }
    const struct stack stack = stack_for(s, y);
    for (int left = 0; left < s->width; left += BLOCK) {
        pixel sums[BLOCK];
        uint8_t bytes[BLOCK * 4];
        add_up(&stack, left, sums);
        if (!s->opaque) {
            divide_by_alpha(sums);
        }
        narrow(sums, bytes);
        const int count = s->width - left < BLOCK ? s->width - left : BLOCK;
        memcpy(out + (size_t)left * 4, bytes, (size_t)count * 4);
    }
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
