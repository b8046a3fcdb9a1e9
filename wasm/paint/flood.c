#include "paint/flood.h"

#include <string.h>

#include "base/buf.h"

/* A flood at work: places still to be flooded from wait on a stack. */
struct work {
    struct plane *plane;
    uint8_t old;
    uint8_t value;
    int reach; /* pixels past the ends of a run that count as touching it */
    struct buf stack;
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
static void wait_in_row(struct work *w, struct rect run, int y) {
    if (y < 0 || y >= w->plane->height) {
        return;
    }
    const uint8_t *row = row_of(w, y);
    const int first = run.x > w->reach ? run.x - w->reach : 0;
    const int last = run.x + run.width - 1 + w->reach;
    for (int x = first; x <= last && x < w->plane->width; x++) {
        if (row[x] == w->old && (x == first || row[x - 1] != w->old)) {
            const uint32_t at = (uint32_t)y * (uint32_t)w->plane->width + (uint32_t)x;
            buf_append(&w->stack, &at, sizeof at);
        }
    }
}

static void flood_run(struct work *w, int x, int y, struct flood *out) {
    const struct rect run = run_around(w, x, y);
    memset(row_of(w, y) + run.x, w->value, (size_t)run.width);
    out->pixels += run.width;
    out->touches_edge |=
        run.x == 0 || run.x + run.width == w->plane->width || y == 0 || y + 1 == w->plane->height;
    wait_in_row(w, run, y - 1);
    wait_in_row(w, run, y + 1);
}

/* Takes the last place off the stack. */
static uint32_t next_place(struct buf *stack) {
    uint32_t at;
    stack->len -= sizeof at;
    memcpy(&at, stack->data + stack->len, sizeof at);
    return at;
}

enum status flood_fill(struct plane *p, int x, int y, uint8_t value, bool diagonal,
                       struct flood *out) {
    const size_t width = (size_t)p->width;
    struct work w = {
        .plane = p,
        .old = p->values[(size_t)y * width + (size_t)x],
        .value = value,
        .reach = diagonal,
        .stack = buf_make(4 * sizeof(uint32_t) * plane_bytes(p)),
    };
    *out = (struct flood){0, false};
    flood_run(&w, x, y, out);
    while (w.stack.len > 0) {
        const uint32_t at = next_place(&w.stack);
        if (p->values[at] == w.old) {
            flood_run(&w, (int)(at % width), (int)(at / width), out);
        }
    }
    const enum status status = w.stack.status;
    buf_free(&w.stack);
    return status;
}
