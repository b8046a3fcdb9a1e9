#include "pixels/patches.h"

#include <stdlib.h>

#include "pixels/grid.h"

#define MOST 12000
#define LEAST_SIDE 2
#define NEAR                                                                                       \
    0.03F /* of the longer side of the picture: at this distance half of the weight is left */
#define FAR_WEIGHT 0.03F
#define DIAGONAL 1.4142136F

/* What patches are made of. */
struct pair {
    const struct image *reference;
    const struct image *answer;
    const struct plane *mask;
    int side; /* of a patch, pixels */
};

static int side_for(const struct image *picture) {
    const int64_t pixels = (int64_t)picture->width * picture->height;
    int side = LEAST_SIDE;
    while (pixels / (side * side) > MOST) {
        side++;
    }
    return side;
}

static void add_pixel(const uint8_t *pixel, int sums[PATCHES_CHANNELS],
                      bool clipped[PATCHES_CHANNELS]) {
    for (int c = 0; c < PATCHES_CHANNELS; c++) {
        sums[c] += pixel[c];
        clipped[c] |= pixel[c] == 0 || pixel[c] == 255;
    }
}

/* The patch at these columns and rows; false where not all of it is kept and opaque. */
static bool find_patch(const struct pair *p, int column, int row, struct patch *out) {
    int reference[PATCHES_CHANNELS] = {0};
    int answer[PATCHES_CHANNELS] = {0};
    bool clipped[PATCHES_CHANNELS] = {false};
    for (int y = row * p->side; y < (row + 1) * p->side; y++) {
        for (int x = column * p->side; x < (column + 1) * p->side; x++) {
            const size_t at = (size_t)y * (size_t)p->mask->width + (size_t)x;
            if (p->mask->values[at] != 0 || p->reference->pixels[4 * at + 3] != 255 ||
                p->answer->pixels[4 * at + 3] != 255) {
                return false;
            }
            add_pixel(p->reference->pixels + 4 * at, reference, clipped);
            add_pixel(p->answer->pixels + 4 * at, answer, clipped);
        }
    }
    const float part = 1.0F / (float)(p->side * p->side);
    *out = (struct patch){0};
    for (int c = 0; c < PATCHES_CHANNELS; c++) {
        out->reference[c] = (float)reference[c] * part;
        out->answer[c] = (float)answer[c] * part;
        out->clipped[c] = clipped[c];
    }
    return true;
}

static bool touches_mask(const struct pair *p, int column, int row) {
    for (int y = row * p->side; y < (row + 1) * p->side; y++) {
        for (int x = column * p->side; x < (column + 1) * p->side; x++) {
            if (p->mask->values[(size_t)y * (size_t)p->mask->width + (size_t)x] != 0) {
                return true;
            }
        }
    }
    return false;
}

static void shorten(const struct grid *distance, int x, int y, float *least, float step) {
    if (x >= 0 && y >= 0 && x < distance->width && y < distance->height) {
        const float way = grid_row(distance, y)[x] + step;
        *least = way < *least ? way : *least;
    }
}

/* The ways over neighbours that were visited before, coming from the 'back' side. */
static void shorten_from(const struct grid *distance, int x, int y, int back) {
    float *least = grid_row(distance, y) + x;
    shorten(distance, x + back, y, least, 1);
    shorten(distance, x - 1, y + back, least, DIAGONAL);
    shorten(distance, x, y + back, least, 1);
    shorten(distance, x + 1, y + back, least, DIAGONAL);
}

/* How many patches each is from the mask, once there and once back. */
static void find_distances(const struct pair *p, const struct grid *distance) {
    for (int y = 0; y < distance->height; y++) {
        for (int x = 0; x < distance->width; x++) {
            grid_row(distance, y)[x] = touches_mask(p, x, y) ? 0 : 1e9F;
            shorten_from(distance, x, y, -1);
        }
    }
    for (int y = distance->height - 1; y >= 0; y--) {
        for (int x = distance->width - 1; x >= 0; x--) {
            shorten_from(distance, x, y, 1);
        }
    }
}

static float weight_at(const struct grid *distance, int x, int y) {
    const int longer = distance->width > distance->height ? distance->width : distance->height;
    const float share = (grid_row(distance, y)[x] - 1) / (NEAR * (float)longer);
    return FAR_WEIGHT + (1 - FAR_WEIGHT) / (1 + share * share);
}

static void find_patches(const struct pair *p, const struct grid *distance, struct patches *out) {
    for (int y = 0; y < distance->height; y++) {
        for (int x = 0; x < distance->width; x++) {
            struct patch *patch = &out->list[out->count];
            if (find_patch(p, x, y, patch)) {
                patch->x = (float)((2 * x + 1) * p->side) / (float)p->mask->width - 1;
                patch->y = (float)((2 * y + 1) * p->side) / (float)p->mask->height - 1;
                patch->weight = weight_at(distance, x, y);
                out->count++;
            }
        }
    }
}

enum status patches_make(const struct image *reference, const struct image *answer,
                         const struct plane *mask, struct patches *out) {
    const struct pair pair = {reference, answer, mask, side_for(reference)};
    const int columns = mask->width / pair.side;
    const int rows = mask->height / pair.side;
    *out = (struct patches){0};
    if (columns == 0 || rows == 0) {
        return STATUS_OK;
    }
    struct grid distance;
    const enum status status = grid_make(columns, rows, &distance);
    if (status != STATUS_OK) {
        return status;
    }
    out->list = malloc((size_t)columns * (size_t)rows * sizeof *out->list);
    if (out->list) {
        find_distances(&pair, &distance);
        find_patches(&pair, &distance, out);
    }
    grid_free(&distance);
    return out->list ? STATUS_OK : STATUS_NO_MEMORY;
}

void patches_free(struct patches *patches) {
    free(patches->list);
    *patches = (struct patches){0};
}
