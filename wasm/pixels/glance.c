#include "pixels/glance.h"

#include <string.h>

#include "pixels/average.h"

#define LONGER_SIDE 2048

enum status glance_make(int width, int height, struct glance *out) {
    const int longer = width > height ? width : height;
    const int by = (longer + LONGER_SIDE / 2) / LONGER_SIDE;
    const bool is_large = by > 1 && width >= by && height >= by;
    *out = (struct glance){.by = is_large ? by : 1};
    return is_large ? image_make(width / by, height / by, &out->image) : STATUS_OK;
}

void glance_free(struct glance *g) {
    image_free(&g->image);
    *g = (struct glance){0};
}

enum status glance_add(struct glance *g, const struct image *band) {
    const int rows = band->height / g->by;
    if (g->by == 1 || rows == 0) {
        return STATUS_OK;
    }
    struct image strip;
    const struct rect part = {0, 0, g->image.width * g->by, rows * g->by};
    const enum status status = average_part(band, part, g->by, g->by, &strip);
    if (status == STATUS_OK) {
        const size_t stride = (size_t)strip.width * 4;
        memcpy(g->image.pixels + (size_t)g->row * stride, strip.pixels, image_bytes(&strip));
        g->row += rows;
        image_free(&strip);
    }
    return status;
}
