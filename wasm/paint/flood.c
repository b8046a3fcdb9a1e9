#include "paint/flood.h"

#include <string.h>

/* A flood at work: places still to be flooded from wait on a stack. */
struct work {
    struct plane *plane;
    uint8_t old;
    uint8_t value;
    int reach; /* pixels past the ends of a run that count as touching it */
    struct buf *stack;
};

static uint8_t *row_of(const struct work *w, int y) {
    return w->plane->values + (size_t)y * (size_t)w->plane->width;
}

/* The run of old pixels around 'x'. */
static struct rect run_around(const struct work *w, int x, int y) {
    const uint8_t *row = row_of(w, y);
    int first = x;
    int end = x + 1;
    while (first > 0 && row[first - 1] == w->old) {
        first--;
    }
    while (end < w->plane->width && row[end] == w->old) {
        end++;
    }
    return (struct rect){first, y, end - first, 1};
}

/* Has one pixel of each run of old pixels in row 'y' that touches 'run' wait. */
static void wait_in_row(const struct work *w, struct rect run, int y) {
    if (y < 0 || y >= w->plane->height) {
        return;
    }
    const int past = run.x + run.width + w->reach;
    const uint8_t *row = row_of(w, y);
    const uint8_t *at = row + (run.x > w->reach ? run.x - w->reach : 0);
    const uint8_t *end = row + (past < w->plane->width ? past : w->plane->width);
    while (at < end && (at = memchr(at, w->old, (size_t)(end - at))) != NULL) {
        flood_push(w->stack, (size_t)(at - w->plane->values));
        while (at < end && *at == w->old) {
            at++;
        }
    }
}

static void flood_run(const struct work *w, int x, int y, struct flood *out) {
    const struct rect run = run_around(w, x, y);
    memset(row_of(w, y) + run.x, w->value, (size_t)run.width);
    out->pixels += run.width;
    out->touches_edge |=
        run.x == 0 || run.x + run.width == w->plane->width || y == 0 || y + 1 == w->plane->height;
    wait_in_row(w, run, y - 1);
    wait_in_row(w, run, y + 1);
}

enum status flood_fill(struct plane *p, int x, int y, uint8_t value, bool diagonal,
                       struct buf *stack, struct flood *out) {
    const size_t width = (size_t)p->width;
    const struct work w = {
        .plane = p,
        .old = p->values[(size_t)y * width + (size_t)x],
        .value = value,
        .reach = diagonal,
        .stack = stack,
    };
    *out = (struct flood){0, false};
    flood_run(&w, x, y, out);
    while (stack->len > 0) {
        const size_t at = flood_pop(stack);
        if (p->values[at] == w.old) {
            flood_run(&w, (int)(at % width), (int)(at / width), out);
        }
    }
    return stack->status;
}

struct buf flood_stack(const struct plane *p) {
    return buf_make(4 * sizeof(uint32_t) * plane_bytes(p));
}

void flood_push(struct buf *stack, size_t at) {
    const uint32_t place = (uint32_t)at;
    buf_append(stack, &place, sizeof place);
}

size_t flood_pop(struct buf *stack) {
    uint32_t place;
    stack->len -= sizeof place;
    memcpy(&place, stack->data + stack->len, sizeof place);
    return place;
}
