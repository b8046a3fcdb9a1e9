#include "paint/feather.h"

#include <stdlib.h>
#include <string.h>

#define LANES                                                                                      \
    16 /* lines worked on side by side: known here, so that loops over them are vector code */

/* A place on each of the lines, in 256ths of a level. */
struct slice {
    uint16_t lanes[LANES];
};

/* Up to LANES rows or columns of a plane. */
struct lines {
    uint8_t *first;
    int len;
    int count;
    size_t along;  /* bytes from a pixel to the next of its line, */
    size_t across; /* and to the same of the next line */
};

/* Reads them, the last going on for lines that are missing; whether they are not all of one value.
 */
static bool load(const struct lines *lines, struct slice *out) {
    uint8_t bits = 0;
    for (int i = 0; i < lines->len; i++) {
        const uint8_t *from = lines->first + (size_t)i * lines->along;
        uint8_t bytes[LANES];
        for (int lane = 0; lane < LANES; lane++) {
            bytes[lane] = *from;
            from += lane + 1 < lines->count ? lines->across : 0;
        }
        for (int lane = 0; lane < LANES; lane++) {
            bits |= bytes[lane] ^ *lines->first;
            out[i].lanes[lane] = (uint16_t)(bytes[lane] << 8);
        }
    }
    return bits != 0;
}

static void store(const struct slice *in, const struct lines *lines) {
    for (int i = 0; i < lines->len; i++) {
        uint8_t *to = lines->first + (size_t)i * lines->along;
        for (int lane = 0; lane < lines->count; lane++, to += lines->across) {
            *to = (uint8_t)((in[i].lanes[lane] + 128) >> 8);
        }
    }
}

static void add(int32_t sums[LANES], const struct slice *come, const struct slice *gone) {
    for (int lane = 0; lane < LANES; lane++) {
        sums[lane] += come->lanes[lane] - gone->lanes[lane];
    }
}

/* The mean of 'reach' places to either side. */
static void average(const struct slice *in, struct slice *out, int len, int reach) {
    const float part = 1.0F / (float)(2 * reach + 1);
    const struct slice nothing = {{0}};
    int32_t sums[LANES] = {0};
    for (int i = -reach; i <= reach; i++) {
        add(sums, &in[i < 0 ? 0 : i < len ? i : len - 1], &nothing);
    }
    for (int i = 0; i < len; i++) {
        for (int lane = 0; lane < LANES; lane++) {
            out[i].lanes[lane] = (uint16_t)(int32_t)((float)sums[lane] * part + 0.5F);
        }
        const int come = i + reach + 1;
        const int gone = i - reach;
        add(sums, &in[come < len ? come : len - 1], &in[gone > 0 ? gone : 0]);
    }
}

static void soften(const struct lines *lines, int radius, struct slice *a, struct slice *b) {
    if (load(lines, a)) {
        average(a, b, lines->len, radius / 3);
        average(b, a, lines->len, (radius + 1) / 3);
        average(a, b, lines->len, (radius + 2) / 3);
        store(b, lines);
    }
}

static int up_to_lanes(int rest) {
    return rest < LANES ? rest : LANES;
}

enum status feather_soften(struct plane *mask, int radius) {
    const size_t width = (size_t)mask->width;
    const int longest = mask->width > mask->height ? mask->width : mask->height;
    const int reach = radius < 0 ? 0 : radius < FEATHER_MAX_RADIUS ? radius : FEATHER_MAX_RADIUS;
    struct slice *a = malloc(2 * (size_t)longest * sizeof *a);
    if (!a) {
        return STATUS_NO_MEMORY;
    }
    for (int x = 0; x < mask->width; x += LANES) {
        const struct lines columns = {mask->values + x, mask->height, up_to_lanes(mask->width - x),
                                      width, 1};
        soften(&columns, reach, a, a + longest);
    }
    for (int y = 0; y < mask->height; y += LANES) {
        const struct lines rows = {mask->values + (size_t)y * width, mask->width,
                                   up_to_lanes(mask->height - y), 1, width};
        soften(&rows, reach, a, a + longest);
    }
    free(a);
    return STATUS_OK;
}
