/* What the tests of operations on a plane of coverage share: random masks of every kind. */
#ifndef TESTS_MASKS_H
#define TESTS_MASKS_H

#include "support/canvas.h"

static inline uint8_t plane_at(const struct plane *p, int x, int y) {
    return p->values[y * p->width + x];
}

static inline struct plane plane_copy(const struct plane *p) {
    struct plane copy;
    assert_int_equal(plane_make(p->width, p->height, &copy), STATUS_OK);
    memcpy(copy.values, p->values, plane_bytes(p));
    return copy;
}

/* Asserts that no pixel is more than 'most' levels off. */
static inline void assert_planes_near(const struct plane *given, const struct plane *wanted,
                                      int most) {
    assert_int_equal(given->width, wanted->width);
    assert_int_equal(given->height, wanted->height);
    for (int i = 0; i < given->width * given->height; i++) {
        if (abs(given->values[i] - wanted->values[i]) > most) {
            fail_msg("at %d, %d of %d x %d: %d, not %d", i % given->width, i / given->width,
                     given->width, given->height, given->values[i], wanted->values[i]);
        }
    }
}

static inline void assert_planes_equal(const struct plane *given, const struct plane *wanted) {
    assert_planes_near(given, wanted, 0);
}

/* Blocks of 'levels' different values, spread evenly over 0 to 255: regions with many corners. */
static inline struct plane random_blocks(uint32_t *state, int levels) {
    const int side = random_between(state, 1, 4);
    struct plane p;
    assert_int_equal(plane_make(random_between(state, 1, 40), random_between(state, 1, 40), &p),
                     STATUS_OK);
    uint8_t blocks[40 * 40];
    for (int i = 0; i < 40 * 40; i++) {
        blocks[i] = (uint8_t)(random_between(state, 0, levels - 1) * 255 / (levels - 1));
    }
    for (int i = 0; i < p.width * p.height; i++) {
        p.values[i] = blocks[i / p.width / side * 40 + i % p.width / side];
    }
    return p;
}

/* At most 'side' wide and high: strokes soft and hard, noise, blocks, all of one value. */
static inline struct plane random_mask(uint32_t *state, int side) {
    struct plane p;
    struct coverage *c =
        canvas_make(random_between(state, 1, side), random_between(state, 1, side));
    const int kind = random_between(state, 0, 5);
    const int strokes = random_between(state, 0, 8);
    for (int i = 0; i < strokes; i++) {
        random_segment(state, side / 3.0 + 1, c);
    }
    assert_int_equal(plane_make(coverage_width(c), coverage_height(c), &p), STATUS_OK);
    coverage_read(c, canvas_whole(c), p.values);
    const uint8_t flat = random_between(state, 0, 1) ? 255 : 0;
    for (size_t i = 0; i < plane_bytes(&p) && kind < 3; i++) {
        const uint8_t noise = (uint8_t)random_between(state, 0, 255);
        const uint8_t dots = random_between(state, 0, 9) == 0 ? (uint8_t)(255 - flat) : flat;
        p.values[i] = kind == 0 ? noise : kind == 1 ? dots : flat;
    }
    coverage_free(c);
    return p;
}

/* The slow way to flood: spreads by one step at a time until nothing changes. */
static inline int64_t reference_flood(struct plane *p, int x, int y, uint8_t value, bool diagonal) {
    const uint8_t old = plane_at(p, x, y);
    bool *in = calloc(plane_bytes(p), sizeof *in);
    int64_t pixels = 1;
    in[y * p->width + x] = true;
    for (bool grew = true; grew;) {
        grew = false;
        for (int i = 0; i < p->width * p->height; i++) {
            const int cx = i % p->width;
            const int cy = i / p->width;
            for (int n = 0; n < 9 && !in[i] && p->values[i] == old; n++) {
                const int nx = cx + n % 3 - 1;
                const int ny = cy + n / 3 - 1;
                const bool inside = nx >= 0 && ny >= 0 && nx < p->width && ny < p->height;
                if (inside && (diagonal || n % 2 == 1) && in[ny * p->width + nx]) {
                    in[i] = true;
                    grew = true;
                    pixels++;
                }
            }
        }
    }
    for (int i = 0; i < p->width * p->height; i++) {
        p->values[i] = in[i] ? value : p->values[i];
    }
    free(in);
    return pixels;
}

#endif
