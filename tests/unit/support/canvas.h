/* What the tests of wasm/paint/ share: coverage as a plain array, and random strokes. */
#ifndef TESTS_CANVAS_H
#define TESTS_CANVAS_H

#include <stdlib.h>
#include <string.h>

#include "paint/brush.h"
#include "support/support.h"

static inline struct coverage *canvas_make(int width, int height) {
    struct coverage *c;
    assert_int_equal(coverage_make(width, height, &c), STATUS_OK);
    return c;
}

static inline size_t canvas_bytes(const struct coverage *c) {
    return (size_t)coverage_width(c) * (size_t)coverage_height(c);
}

static inline struct rect canvas_whole(const struct coverage *c) {
    return (struct rect){0, 0, coverage_width(c), coverage_height(c)};
}

/* All pixels; free() them. */
static inline uint8_t *canvas_pixels(const struct coverage *c) {
    uint8_t *pixels = malloc(canvas_bytes(c));
    assert_non_null(pixels);
    coverage_read(c, canvas_whole(c), pixels);
    return pixels;
}

/* Allocates nothing, so it can be asked while allocations fail. */
static inline void assert_pixels(const struct coverage *c, const uint8_t *wanted) {
    for (int y = 0; y < coverage_height(c); y++) {
        for (int x = 0; x < coverage_width(c); x++, wanted++) {
            if (coverage_at(c, x, y) != *wanted) {
                fail_msg("at %d, %d: %d, not %d", x, y, coverage_at(c, x, y), *wanted);
            }
        }
    }
}

static inline void assert_same_pixels(const struct coverage *a, const struct coverage *b) {
    uint8_t *wanted = canvas_pixels(b);
    assert_pixels(a, wanted);
    free(wanted);
}

/* Asserts that the dirty rectangle is exactly what is around the changes since 'before'. */
static inline void assert_dirty_since(struct coverage *c, const uint8_t *before) {
    struct rect wanted = {0, 0, 0, 0};
    for (int y = 0; y < coverage_height(c); y++) {
        for (int x = 0; x < coverage_width(c); x++) {
            if (coverage_at(c, x, y) != before[(size_t)y * (size_t)coverage_width(c) + (size_t)x]) {
                wanted = rect_unite(wanted, (struct rect){x, y, 1, 1});
            }
        }
    }
    const struct rect dirty = coverage_take_dirty(c);
    assert_int_equal(dirty.x, wanted.x);
    assert_int_equal(dirty.y, wanted.y);
    assert_int_equal(dirty.width, wanted.width);
    assert_int_equal(dirty.height, wanted.height);
    assert_true(rect_is_empty(coverage_take_dirty(c)));
}

static inline double random_real(uint32_t *state, double least, double most) {
    return least + (most - least) * (random_next(state) / 4294967295.0);
}

/* A place in the picture, in pixels. */
struct spot {
    double x;
    double y;
};

/* A point in or somewhat around the picture. */
static inline struct spot random_point(uint32_t *state, const struct coverage *c) {
    const double width = coverage_width(c);
    const double height = coverage_height(c);
    return (struct spot){random_real(state, -0.3 * width, 1.3 * width),
                         random_real(state, -0.3 * height, 1.3 * height)};
}

/* A round brush of one size and full opacity. */
struct pen {
    double size;
    double hardness;
    bool subtract;
};

static inline uint8_t pen_profile(const struct pen *pen, double distance) {
    const struct brush brush = {pen->hardness, false, pen->subtract};
    return brush_profile(&brush, pen->size, 1, distance);
}

static inline enum status pen_segment(const struct pen *pen, struct spot from, struct spot to,
                                      struct coverage *c) {
    const struct brush brush = {pen->hardness, false, pen->subtract};
    const struct brush_point start = {from.x, from.y, pen->size, 1};
    const struct brush_point end = {to.x, to.y, pen->size, 1};
    return brush_segment(&brush, start, end, c);
}

/* Any size up to 'largest', small ones more often; any hardness, often a sharp rim. */
static inline struct pen random_pen(uint32_t *state, double largest) {
    const double part = random_real(state, 0, 1);
    return (struct pen){.size = 1 + part * part * part * (largest - 1),
                        .hardness = random_real(state, 0, 1.4),
                        .subtract = random_between(state, 0, 2) == 0};
}

static inline void random_segment(uint32_t *state, double largest, struct coverage *c) {
    const struct pen brush = random_pen(state, largest);
    const struct spot from = random_point(state, c);
    assert_int_equal(pen_segment(&brush, from, random_point(state, c), c), STATUS_OK);
}

#endif
