#include "paint/fill.h"

#include <string.h>

#include "base/buf.h"
#include "paint/flood.h"

/* What is known of a pixel.  OPEN ones are those that a region to be filled is made of. */
enum { OPEN, WALL, KEPT, FILLED };

/* A mask and, beside it, what is known of each pixel. */
struct work {
    struct plane *mask;
    struct plane known;
    uint8_t flip; /* 255 where clearing is filling what is seen the other way round */
    bool diagonal;
    struct buf stack; /* of places on a slope, to climb on from */
};

static uint8_t level(const struct work *w, size_t at) {
    return w->mask->values[at] ^ w->flip;
}

static enum status work_make(struct plane *mask, bool clear, struct work *out) {
    *out = (struct work){
        .mask = mask,
        .flip = clear ? 255 : 0,
        .stack = buf_make(sizeof(uint32_t) * plane_bytes(mask)),
    };
    const enum status status = plane_make(mask->width, mask->height, &out->known);
    if (status == STATUS_OK) {
        const size_t len = plane_bytes(mask);
        for (size_t i = 0; i < len; i++) {
            out->known.values[i] = level(out, i) < 128 ? OPEN : WALL;
        }
    }
    return status;
}

static void climb_to(struct work *w, size_t from, size_t to) {
    uint8_t *known = &w->known.values[to];
    if (*known == WALL && level(w, to) > level(w, from) && level(w, to) < 255) {
        const uint32_t at = (uint32_t)to;
        *known = FILLED;
        buf_append(&w->stack, &at, sizeof at);
    }
}

static void climb_from(struct work *w, size_t at, int x, int y) {
    const size_t width = (size_t)w->mask->width;
    if (x > 0) {
        climb_to(w, at, at - 1);
    }
    if (x + 1 < w->mask->width) {
        climb_to(w, at, at + 1);
    }
    if (y > 0) {
        climb_to(w, at, at - width);
    }
    if (y + 1 < w->mask->height) {
        climb_to(w, at, at + width);
    }
}

/* Fills the slopes that rise from what is filled. */
static enum status climb(struct work *w) {
    const size_t width = (size_t)w->mask->width;
    size_t at = 0;
    for (int y = 0; y < w->mask->height; y++) {
        for (int x = 0; x < w->mask->width; x++, at++) {
            if (w->known.values[at] == FILLED) {
                climb_from(w, at, x, y);
            }
        }
        while (w->stack.len > 0) {
            uint32_t next;
            w->stack.len -= sizeof next;
            memcpy(&next, w->stack.data + w->stack.len, sizeof next);
            climb_from(w, next, (int)(next % width), (int)(next / width));
        }
    }
    return w->stack.status;
}

/* Ends the work: where all went well, the mask gets what is filled. */
static enum status finish(struct work *w, enum status status) {
    if (status == STATUS_OK) {
        status = climb(w);
    }
    if (status == STATUS_OK) {
        const size_t len = plane_bytes(w->mask);
        for (size_t i = 0; i < len; i++) {
            if (w->known.values[i] == FILLED) {
                w->mask->values[i] = 255 ^ w->flip;
            }
        }
    }
    plane_free(&w->known);
    buf_free(&w->stack);
    return status;
}

enum status fill_bucket(struct plane *mask, int x, int y, bool subtract) {
    struct work w;
    enum status status = work_make(mask, subtract, &w);
    const bool inside = x >= 0 && y >= 0 && x < mask->width && y < mask->height;
    if (status == STATUS_OK && inside &&
        w.known.values[(size_t)y * (size_t)mask->width + (size_t)x] == OPEN) {
        struct flood flood;
        status = flood_fill(&w.known, x, y, FILLED, false, &flood);
    }
    return finish(&w, status);
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
    const enum status status = flood_fill(&w->known, x, y, KEPT, w->diagonal, &flood);
    if (status != STATUS_OK || flood.pixels >= rule.below ||
        (flood.touches_edge && !rule.at_edge)) {
        return status;
    }
    return flood_fill(&w->known, x, y, FILLED, w->diagonal, &flood);
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

enum status fill_holes(struct plane *mask) {
    struct work w;
    enum status status = work_make(mask, false, &w);
    if (status == STATUS_OK) {
        status = judge_regions(&w, (struct rule){false, INT64_MAX});
    }
    return finish(&w, status);
}

enum status fill_specks(struct plane *mask, int64_t pixels) {
    struct work w;
    enum status status = work_make(mask, true, &w);
    w.diagonal = true;
    if (status == STATUS_OK) {
        status = judge_regions(&w, (struct rule){true, pixels});
    }
    return finish(&w, status);
}
