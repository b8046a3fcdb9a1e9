#include "pixels/difference.h"

#include <math.h>
#include <string.h>

/* Pixels along a side of a cell. */
static int cell_edge(int width, int height) {
    const int longest = width > height ? width : height;
    return (longest + DIFFERENCE_MAP_EDGE - 1) / DIFFERENCE_MAP_EDGE;
}

enum status difference_make(int width, int height, struct difference *out) {
    const int edge = cell_edge(width, height);
    *out = (struct difference){.width = width, .height = height};
    const enum status status =
        plane_make((width + edge - 1) / edge, (height + edge - 1) / edge, &out->map);
    if (status != STATUS_OK) {
        *out = (struct difference){0};
    }
    return status;
}

void difference_free(struct difference *d) {
    plane_free(&d->map);
    *d = (struct difference){0};
}

/* The largest difference of any channel. */
static uint8_t distance(const uint8_t *a, const uint8_t *b) {
    int most = 0;
    for (int c = 0; c < 4; c++) {
        const int apart = a[c] > b[c] ? a[c] - b[c] : b[c] - a[c];
        most = apart > most ? apart : most;
    }
    return (uint8_t)most;
}

void difference_add_row(struct difference *d, int y, const uint8_t *before, const uint8_t *after,
                        const uint8_t *coverage) {
    const int edge = cell_edge(d->width, d->height);
    uint8_t *cells = d->map.values + (size_t)(y / edge) * (size_t)d->map.width;
    if (memcmp(before, after, (size_t)d->width * 4) == 0) {
        return;
    }
    for (int x = 0; x < d->width; x++) {
        const uint8_t apart = distance(before + (size_t)x * 4, after + (size_t)x * 4);
        if (apart > 0) {
            uint8_t *cell = &cells[x / edge];
            *cell = apart > *cell ? apart : *cell;
            *(coverage && coverage[x] ? &d->inside : &d->outside) += 1;
        }
    }
}

/* How much of a colour is in a heat from 0 to 3 that begins to have it at 'from'. */
static uint8_t glow(float heat, float from) {
    const float part = heat - from;
    return (uint8_t)((part < 0 ? 0 : part > 1 ? 1 : part) * 255 + 0.5F);
}

enum status difference_draw(const struct difference *d, struct image *out) {
    const enum status status = image_make(d->map.width, d->map.height, out);
    for (size_t i = 0; status == STATUS_OK && i < plane_bytes(&d->map); i++) {
        const float heat = 3 * sqrtf((float)d->map.values[i] / 255); /* small ones are to be seen */
        const uint8_t color[4] = {glow(heat, 0), glow(heat, 1), glow(heat, 2), 255};
        memcpy(out->pixels + i * 4, color, sizeof color);
    }
    return status;
}
