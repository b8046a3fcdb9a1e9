#include "pixels/membrane.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CHANNELS 4
#define COLORS 3
#define SWEEPS 12
#define MAX_LEVELS 16

/* One fineness of the membrane: what is known of it stays, what is not is to be found. */
struct level {
    float *cells;
    uint8_t *known;
    int width;
    int height;
};

static float *cell_at(const struct level *l, int x, int y) {
    return l->cells + ((size_t)y * (size_t)l->width + (size_t)x) * CHANNELS;
}

static uint8_t *known_at(const struct level *l, int x, int y) {
    return l->known + (size_t)y * (size_t)l->width + (size_t)x;
}

static void level_free(struct level *l) {
    free(l->cells);
    free(l->known);
    *l = (struct level){0};
}

static enum status level_make(int width, int height, struct level *l) {
    const size_t count = (size_t)width * (size_t)height;
    *l =
        (struct level){calloc(count * CHANNELS, sizeof *l->cells), calloc(count, 1), width, height};
    if (l->cells && l->known) {
        return STATUS_OK;
    }
    level_free(l);
    return STATUS_NO_MEMORY;
}

/* ---- what is known ---- */

/* Sums up the difference of kept pixels that can be seen in each cell of 'edge' pixels, and counts
 * them. */
static void sum_row(const struct image *reference, const struct image *answer,
                    const struct plane *mask, int y, int edge, struct level *l, uint32_t *counts) {
    const size_t at = (size_t)y * (size_t)reference->width;
    const uint8_t *a = reference->pixels + at * 4;
    const uint8_t *b = answer->pixels + at * 4;
    for (int x = 0; x < reference->width; x++) {
        const bool seen = a[x * 4 + 3] > 127 && b[x * 4 + 3] > 127;
        if (seen && mask->values[at + (size_t)x] == 0) {
            float *cell = cell_at(l, x / edge, y / edge);
            for (int c = 0; c < COLORS; c++) {
                cell[c] += (float)(a[x * 4 + c] - b[x * 4 + c]);
            }
            counts[(size_t)(y / edge) * (size_t)l->width + (size_t)(x / edge)]++;
        }
    }
}

static enum status measure(const struct image *reference, const struct image *answer,
                           const struct plane *mask, int edge, struct level *l) {
    const size_t count = (size_t)l->width * (size_t)l->height;
    uint32_t *counts = calloc(count, sizeof *counts);
    if (!counts) {
        return STATUS_NO_MEMORY;
    }
    for (int y = 0; y < reference->height; y++) {
        sum_row(reference, answer, mask, y, edge, l, counts);
    }
    for (size_t i = 0; i < count; i++) {
        l->known[i] = counts[i] > 0;
        for (int c = 0; c < COLORS && counts[i] > 0; c++) {
            l->cells[i * CHANNELS + (size_t)c] /= (float)counts[i];
        }
    }
    free(counts);
    return STATUS_OK;
}

/* The sum of the known cells up to 'reach' from one, and how many they are. */
static int sum_around(const struct level *l, int x, int y, int reach, float sum[COLORS]) {
    int count = 0;
    for (int j = y - reach; j <= y + reach; j++) {
        for (int i = x - reach; i <= x + reach; i++) {
            const bool inside = i >= 0 && j >= 0 && i < l->width && j < l->height;
            if (inside && *known_at(l, i, j)) {
                for (int c = 0; c < COLORS; c++) {
                    sum[c] += cell_at(l, i, j)[c];
                }
                count++;
            }
        }
    }
    return count;
}

/* Whether a known cell lies beside one that is not. */
static bool is_rim(const struct level *l, int x, int y) {
    if (!*known_at(l, x, y)) {
        return false;
    }
    const int left = x > 0 ? x - 1 : x;
    const int right = x + 1 < l->width ? x + 1 : x;
    const int top = y > 0 ? y - 1 : y;
    const int bottom = y + 1 < l->height ? y + 1 : y;
    return !(*known_at(l, left, y) && *known_at(l, right, y) && *known_at(l, x, top) &&
             *known_at(l, x, bottom));
}

/* ---- what has little say ---- */

#define SPAN 256 /* differences are -SPAN .. SPAN */

struct histogram {
    int counts[2 * SPAN + 1];
    int total;
};

static void count_value(struct histogram *h, float value) {
    h->counts[(int)lroundf(value) + SPAN]++;
    h->total++;
}

static int median(const struct histogram *h) {
    int i = 0;
    for (int sum = h->counts[0]; 2 * sum < h->total; sum += h->counts[i]) {
        i++;
    }
    return i - SPAN;
}

/* What most of the rim differs by, and how far from that is still believed. */
static void believe(const struct level *l, int channel, float *least, float *most) {
    struct histogram values = {{0}, 0};
    struct histogram distances = {{0}, 0};
    for (int y = 0; y < l->height; y++) {
        for (int x = 0; x < l->width; x++) {
            if (is_rim(l, x, y)) {
                count_value(&values, cell_at(l, x, y)[channel]);
            }
        }
    }
    const int middle = values.total > 0 ? median(&values) : 0;
    for (int i = 0; i <= 2 * SPAN; i++) {
        const int distance = abs(i - SPAN - middle);
        distances.counts[(distance < SPAN ? distance : SPAN) + SPAN] += values.counts[i];
    }
    distances.total = values.total;
    const float room = 4 * (float)(values.total > 0 ? median(&distances) : 0) + 4;
    *least = (float)middle - room;
    *most = (float)middle + room;
}

static void hold(struct level *l) {
    const size_t count = (size_t)l->width * (size_t)l->height;
    for (int c = 0; c < COLORS; c++) {
        float least;
        float most;
        believe(l, c, &least, &most);
        for (size_t i = 0; i < count; i++) {
            float *value = &l->cells[i * CHANNELS + (size_t)c];
            if (l->known[i]) {
                *value = *value < least ? least : *value > most ? most : *value;
            }
        }
    }
}

/* Makes each cell of the rim the mean of what is known around it. */
static enum status soften(struct level *l) {
    const size_t bytes = (size_t)l->width * (size_t)l->height * CHANNELS * sizeof *l->cells;
    struct level soft = *l;
    soft.cells = malloc(bytes);
    if (!soft.cells) {
        return STATUS_NO_MEMORY;
    }
    memcpy(soft.cells, l->cells, bytes);
    for (int y = 0; y < l->height; y++) {
        for (int x = 0; x < l->width; x++) {
            if (is_rim(l, x, y)) {
                float sum[COLORS] = {0};
                const int count = sum_around(l, x, y, 2, sum);
                for (int c = 0; c < COLORS; c++) {
                    cell_at(&soft, x, y)[c] = sum[c] / (float)count;
                }
            }
        }
    }
    free(l->cells);
    *l = soft;
    return STATUS_OK;
}

/* ---- what is to be found ---- */

/* A level of half the size: each cell the mean of what is known of its four. */
static enum status coarsen(const struct level *fine, struct level *out) {
    const enum status status = level_make((fine->width + 1) / 2, (fine->height + 1) / 2, out);
    for (int y = 0; y < out->height; y++) {
        for (int x = 0; x < out->width; x++) {
            int count = 0;
            float *cell = cell_at(out, x, y);
            for (int i = 0; i < 4; i++) {
                const int from_x = 2 * x + i % 2;
                const int from_y = 2 * y + i / 2;
                if (from_x < fine->width && from_y < fine->height) {
                    float *own = cell_at(fine, from_x, from_y);
                    const int known = *known_at(fine, from_x, from_y);
                    for (int c = 0; c < COLORS; c++) {
                        cell[c] += known ? own[c] : 0;
                    }
                    count += known;
                }
            }
            *known_at(out, x, y) = count > 0;
            for (int c = 0; c < COLORS && count > 0; c++) {
                cell[c] /= (float)count;
            }
        }
    }
    return status;
}

/* Begins with what the coarser level found. */
static void refine(const struct level *coarse, struct level *l) {
    for (int y = 0; y < l->height; y++) {
        for (int x = 0; x < l->width; x++) {
            if (!*known_at(l, x, y)) {
                memcpy(cell_at(l, x, y), cell_at(coarse, x / 2, y / 2), CHANNELS * sizeof(float));
            }
        }
    }
}

/* Makes each cell that is not known the mean of its neighbours; past the edge it is its own. */
static void relax(struct level *l) {
    for (int y = 0; y < l->height; y++) {
        for (int x = 0; x < l->width; x++) {
            if (*known_at(l, x, y)) {
                continue;
            }
            float *cell = cell_at(l, x, y);
            const float *left = cell_at(l, x > 0 ? x - 1 : x, y);
            const float *right = cell_at(l, x + 1 < l->width ? x + 1 : x, y);
            const float *above = cell_at(l, x, y > 0 ? y - 1 : y);
            const float *below = cell_at(l, x, y + 1 < l->height ? y + 1 : y);
            for (int c = 0; c < CHANNELS; c++) {
                cell[c] = (left[c] + right[c] + above[c] + below[c]) / 4;
            }
        }
    }
}

/* Finds all of 'levels', the finest first and known at its rim. */
static enum status find(struct level levels[MAX_LEVELS]) {
    int last = 0;
    while (levels[last].width > 1 || levels[last].height > 1) {
        const enum status status = coarsen(&levels[last], &levels[last + 1]);
        if (status != STATUS_OK) {
            return status;
        }
        last++;
    }
    for (int i = last - 1; i >= 0; i--) {
        refine(&levels[i + 1], &levels[i]);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            relax(&levels[i]);
        }
    }
    return STATUS_OK;
}

/* ---- both ---- */

/* Whether anything known is not 0. */
static bool differs(const struct level *l) {
    const size_t count = (size_t)l->width * (size_t)l->height * CHANNELS;
    for (size_t i = 0; i < count; i++) {
        if (l->cells[i] != 0) {
            return true;
        }
    }
    return false;
}

static enum status solve(const struct image *reference, const struct image *answer,
                         const struct plane *mask, int edge, struct level levels[MAX_LEVELS]) {
    enum status status = measure(reference, answer, mask, edge, &levels[0]);
    if (status != STATUS_OK || !differs(&levels[0])) {
        return status;
    }
    hold(&levels[0]);
    status = soften(&levels[0]);
    return status == STATUS_OK ? find(levels) : status;
}

enum status membrane_solve(const struct image *reference, const struct image *answer,
                           const struct plane *mask, struct membrane *out) {
    const int longest = mask->width > mask->height ? mask->width : mask->height;
    const int edge = (longest + MEMBRANE_EDGE - 1) / MEMBRANE_EDGE;
    const int width = (mask->width + edge - 1) / edge;
    const int height = (mask->height + edge - 1) / edge;
    struct level levels[MAX_LEVELS] = {{0}};
    *out = (struct membrane){0};
    enum status status = level_make(width, height, &levels[0]);
    if (status == STATUS_OK) {
        status = solve(reference, answer, mask, edge, levels);
    }
    if (status == STATUS_OK && differs(&levels[0])) {
        *out = (struct membrane){levels[0].cells, width, height, (float)mask->width / (float)edge,
                                 (float)mask->height / (float)edge};
        levels[0].cells = NULL;
    }
    for (int i = 0; i < MAX_LEVELS; i++) {
        level_free(&levels[i]);
    }
    return status;
}

void membrane_free(struct membrane *m) {
    free(m->cells);
    *m = (struct membrane){0};
}

/* Where a place lies between two of 'count' cells. */
struct between {
    int first;
    int second;
    float part; /* of the second */
};

static struct between between_cells(float place, int count) {
    const float last = (float)(count - 1);
    const float held = place < 0 ? 0 : place > last ? last : place;
    const int first = (int)held;
    return (struct between){first, first + 1 < count ? first + 1 : first, held - (float)first};
}

static float mix(float a, float b, float part) {
    return a + (b - a) * part;
}

static uint8_t corrected(uint8_t value, float by) {
    const float sum = (float)value + by;
    return (uint8_t)(int)((sum < 0 ? 0 : sum > 255 ? 255 : sum) + 0.5F);
}

void membrane_apply(const struct membrane *m, double left, double step, double y, uint8_t *pixels,
                    int count) {
    if (!m->cells) {
        return;
    }
    const struct between down = between_cells((float)y * m->down - 0.5F, m->height);
    const float *above = m->cells + (size_t)down.first * (size_t)m->width * CHANNELS;
    const float *below = m->cells + (size_t)down.second * (size_t)m->width * CHANNELS;
    for (int i = 0; i < count; i++, pixels += 4) {
        const float place = (float)(left + i * step) * m->across - 0.5F;
        const struct between across = between_cells(place, m->width);
        const size_t first = (size_t)across.first * CHANNELS;
        const size_t second = (size_t)across.second * CHANNELS;
        for (int c = 0; c < COLORS; c++) {
            const float top = mix(above[first + (size_t)c], above[second + (size_t)c], across.part);
            const float low = mix(below[first + (size_t)c], below[second + (size_t)c], across.part);
            pixels[c] = corrected(pixels[c], mix(top, low, down.part));
        }
    }
}
