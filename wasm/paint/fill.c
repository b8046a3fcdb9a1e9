#include "paint/fill.h"

#include <string.h>

#include "paint/bulk.h"
#include "paint/flood.h"

/* What is known of a pixel.  OPEN ones are those that a region to be filled is made of. */
enum { OPEN, WALL, KEPT, FILLED };

/* A mask and, beside it, what is known of each pixel. */
struct work {
    struct plane *mask;
    struct plane known;
    bool diagonal;
    struct buf stack; /* of places to go on from */
};

static enum status work_make(struct plane *mask, struct work *out) {
    *out = (struct work){.mask = mask, .stack = flood_stack(mask)};
    const enum status status = plane_make(mask->width, mask->height, &out->known);
    const size_t len = status == STATUS_OK ? plane_bytes(mask) : 0;
    for (size_t i = 0; i < len; i++) {
        out->known.values[i] = mask->values[i] < 128 ? OPEN : WALL;
    }
    return status;
}

/* Fills a wall that rises from 'from', which is filled; it is on a slope then and waits. */
static void climb_to(struct work *w, size_t from, size_t to) {
    const uint8_t *levels = w->mask->values;
    if (w->known.values[to] == WALL && levels[to] > levels[from] && levels[to] < 255) {
        w->known.values[to] = FILLED;
        flood_push(&w->stack, to);
    }
}

/* The places beside 'at'; at the plane's edge, itself instead. */
struct beside {
    size_t places[4];
};

static struct beside beside(const struct plane *p, size_t at) {
    const size_t width = (size_t)p->width;
    const size_t x = at % width;
    return (struct beside){{
        x > 0 ? at - 1 : at,
        x + 1 < width ? at + 1 : at,
        at >= width ? at - width : at,
        at + width < plane_bytes(p) ? at + width : at,
    }};
}

static void climb_from(struct work *w, size_t at) {
    const struct beside to = beside(w->mask, at);
    for (int i = 0; i < 4; i++) {
        climb_to(w, at, to.places[i]);
    }
}

/* The first step of a climb, where 'at' may be on a slope. */
static void climb_onto(struct work *w, size_t at) {
    const struct beside from = beside(w->mask, at);
    for (int i = 0; i < 4; i++) {
        if (w->known.values[from.places[i]] == FILLED) {
            climb_to(w, from.places[i], at);
        }
    }
}

/* Fills the slopes that rise from what is filled. */
static enum status climb(struct work *w) {
    const size_t len = plane_bytes(w->mask);
    for (size_t at = 0; at < len; at++) {
        if (w->mask->values[at] >= 128 && w->mask->values[at] < 255) {
            climb_onto(w, at);
        }
        while (w->stack.len > 0) {
            climb_from(w, flood_pop(&w->stack));
        }
    }
    return w->stack.status;
}

/* Ends the work: where all went well, the mask gets what is filled. */
static enum status finish(struct work *w, enum status status) {
    if (status == STATUS_OK) {
        status = climb(w);
    }
    const size_t len = status == STATUS_OK ? plane_bytes(w->mask) : 0;
    for (size_t i = 0; i < len; i++) {
        if (w->known.values[i] == FILLED) {
            w->mask->values[i] = 255;
        }
    }
    plane_free(&w->known);
    buf_free(&w->stack);
    return status;
}

/* Clearing is filling what is seen the other way round. */
static void turn(struct plane *mask, bool clear) {
    if (clear) {
        bulk_invert(mask->values, plane_bytes(mask));
    }
}

enum status fill_bucket(struct plane *mask, int x, int y, bool subtract) {
    struct work w;
    turn(mask, subtract);
    enum status status = work_make(mask, &w);
    const bool inside = x >= 0 && y >= 0 && x < mask->width && y < mask->height;
    if (status == STATUS_OK && inside &&
        w.known.values[(size_t)y * (size_t)mask->width + (size_t)x] == OPEN) {
        struct flood flood;
        status = flood_fill(&w.known, x, y, FILLED, false, &w.stack, &flood);
    }
    status = finish(&w, status);
    turn(mask, subtract);
    return status;
}

/* Which regions of open pixels are filled. */
struct rule {
    bool at_edge;  /* those that reach the plane's edge, too */
    int64_t below; /* those of fewer pixels than this */
};

static enum status judge_region(struct work *w, size_t at, struct rule rule) {
    const int x = (int)(at % (size_t)w->mask->width);
    const int y = (int)(at / (size_t)w->mask->width);
    struct flood flood;
    const enum status status = flood_fill(&w->known, x, y, KEPT, w->diagonal, &w->stack, &flood);
    if (status != STATUS_OK || flood.pixels >= rule.below ||
        (flood.touches_edge && !rule.at_edge)) {
        return status;
    }
    return flood_fill(&w->known, x, y, FILLED, w->diagonal, &w->stack, &flood);
}

static enum status judge_regions(struct work *w, struct rule rule) {
    const uint8_t *known = w->known.values;
    const uint8_t *end = known + plane_bytes(&w->known);
    enum status status = STATUS_OK;
    for (const uint8_t *open = known; status == STATUS_OK && open < end; open++) {
        open = memchr(open, OPEN, (size_t)(end - open));
        if (!open) {
            break;
        }
        status = judge_region(w, (size_t)(open - known), rule);
    }
    return status;
}

static enum status fill_regions(struct plane *mask, bool diagonal, struct rule rule) {
    struct work w;
    enum status status = work_make(mask, &w);
    w.diagonal = diagonal;
    if (status == STATUS_OK) {
        status = judge_regions(&w, rule);
    }
    return finish(&w, status);
}

enum status fill_holes(struct plane *mask) {
    return fill_regions(mask, false, (struct rule){false, INT64_MAX});
}

enum status fill_specks(struct plane *mask, int64_t pixels) {
    turn(mask, true);
    const enum status status = fill_regions(mask, true, (struct rule){true, pixels});
    turn(mask, true);
    return status;
}
