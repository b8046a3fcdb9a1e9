#include "paint/overlay.h"

#include <math.h>
#include <string.h>

#define MAX_SAMPLES 4              /* of a screen pixel, along each side */
#define BLOCK 32                   /* screen pixels along the sides of what is rendered at a time */
#define LINE (BLOCK * MAX_SAMPLES) /* samples along a block's side */
#define FARTHEST 1e9               /* screen pixels: leaves room for sums in an int */

/* The samples along one side of a block, and the image pixel that each falls on. */
struct axis {
    int start; /* samples before 'start' and from 'end' on are outside the picture */
    int end;
    int pixels[LINE];
};

static int samples_along(double scale) {
    const double covered = 1 / scale;
    return covered > MAX_SAMPLES - 1 ? MAX_SAMPLES : covered > 1 ? (int)ceil(covered) : 1;
}

/* Samples 'length' screen pixels from 'first' on, where the image begins at 'corner'. */
static void axis_fill(struct axis *axis, double scale, double corner, int first, int length,
                      int size) {
    const int samples = samples_along(scale);
    axis->start = LINE;
    axis->end = 0;
    for (int i = 0; i < length * samples; i++) {
        const double on_screen = first + i / samples + (i % samples + 0.5) / samples;
        const double pixel = (on_screen - corner) / scale;
        if (pixel >= 0 && pixel < size) {
            axis->pixels[i] = (int)pixel;
            axis->start = i < axis->start ? i : axis->start;
            axis->end = i + 1;
        }
    }
}

static bool is_blank(const struct coverage *c, const struct axis *x, const struct axis *y) {
    if (x->start >= x->end || y->start >= y->end) {
        return true;
    }
    for (int ty = y->pixels[y->start] / COVERAGE_TILE; ty <= y->pixels[y->end - 1] / COVERAGE_TILE;
         ty++) {
        for (int tx = x->pixels[x->start] / COVERAGE_TILE;
             tx <= x->pixels[x->end - 1] / COVERAGE_TILE; tx++) {
            if (coverage_tile(c, tx, ty)) {
                return false;
            }
        }
    }
    return true;
}

/* Reads the samples along image row 'y', tile by tile. */
static void read_line(const struct coverage *c, const struct axis *x, int y, uint8_t line[LINE]) {
    memset(line, 0, LINE);
    for (int i = x->start; i < x->end;) {
        const int tx = x->pixels[i] / COVERAGE_TILE;
        const uint8_t *tile = coverage_tile(c, tx, y / COVERAGE_TILE);
        const int row = y % COVERAGE_TILE * COVERAGE_TILE;
        for (; i < x->end && x->pixels[i] / COVERAGE_TILE == tx; i++) {
            line[i] = tile ? tile[row + x->pixels[i] % COVERAGE_TILE] : 0;
        }
    }
}

static void add_line(const uint8_t line[LINE], int samples, uint16_t sums[BLOCK]) {
    for (int i = 0; i < BLOCK; i++) {
        for (int s = 0; s < samples; s++) {
            sums[i] = (uint16_t)(sums[i] + line[i * samples + s]);
        }
    }
}

/* Writes 'color' with its alpha times sum / 'full' wherever that is not 0. */
static void write_row(const uint16_t sums[BLOCK], int full, int width, const uint8_t color[4],
                      uint8_t *out) {
    const float factor = (float)color[3] / (float)full;
    for (int i = 0; i < width; i++, out += 4) {
        const uint8_t alpha = (uint8_t)(sums[i] * factor + 0.5F);
        if (alpha > 0) {
            memcpy(out, color, 3);
            out[3] = alpha;
        }
    }
}

/* Renders 'block' to 'out', whose rows are 'stride' bytes apart and all 0. */
static void render_block(const struct coverage *c, struct overlay_view view, struct rect block,
                         const uint8_t color[4], uint8_t *out, size_t stride) {
    const int samples = samples_along(view.scale);
    struct axis x;
    struct axis y;
    axis_fill(&x, view.scale, view.x, block.x, block.width, coverage_width(c));
    axis_fill(&y, view.scale, view.y, block.y, block.height, coverage_height(c));
    if (is_blank(c, &x, &y)) {
        return;
    }
    for (int row = 0; row < block.height; row++, out += stride) {
        uint16_t sums[BLOCK] = {0};
        for (int i = row * samples; i < (row + 1) * samples; i++) {
            if (i >= y.start && i < y.end) {
                uint8_t line[LINE];
                read_line(c, &x, y.pixels[i], line);
                add_line(line, samples, sums);
            }
        }
        write_row(sums, 255 * samples * samples, block.width, color, out);
    }
}

void overlay_render(const struct coverage *c, struct overlay_view view, struct rect area,
                    const uint8_t color[4], uint8_t *out) {
    const size_t stride = (size_t)area.width * 4;
    memset(out, 0, stride * (size_t)area.height);
    for (int y = 0; y < area.height; y += BLOCK) {
        for (int x = 0; x < area.width; x += BLOCK) {
            const struct rect block = {area.x + x, area.y + y, BLOCK, BLOCK};
            render_block(c, view, rect_intersect(block, area), color,
                         out + (size_t)y * stride + (size_t)x * 4, stride);
        }
    }
}

static int on_screen(double place) {
    return (int)fmin(fmax(place, -FARTHEST), FARTHEST);
}

struct rect overlay_area(struct overlay_view view, struct rect pixels) {
    if (rect_is_empty(pixels)) {
        return (struct rect){0, 0, 0, 0};
    }
    const int left = on_screen(floor(pixels.x * view.scale + view.x) - 1);
    const int top = on_screen(floor(pixels.y * view.scale + view.y) - 1);
    const int right = on_screen(ceil((pixels.x + pixels.width) * view.scale + view.x) + 1);
    const int bottom = on_screen(ceil((pixels.y + pixels.height) * view.scale + view.y) + 1);
    return (struct rect){left, top, right - left, bottom - top};
}
