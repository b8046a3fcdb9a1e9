#include "pixels/rects.h"

#include <string.h>

/* The pixels between from .. from + len and another such span. */
static int64_t gap(int from, int len, int other_from, int other_len) {
    const int after = other_from - (from + len);
    const int before = from - (other_from + other_len);
    const int widest = after > before ? after : before;
    return widest > 0 ? widest : 0;
}

int64_t rects_distance(struct rect a, struct rect b) {
    const int64_t across = gap(a.x, a.width, b.x, b.width);
    const int64_t down = gap(a.y, a.height, b.y, b.height);
    return across * across + down * down;
}

size_t rects_remove(struct rect *rects, size_t count, size_t index) {
    memmove(rects + index, rects + index + 1, (count - index - 1) * sizeof *rects);
    return count - 1;
}

/* The rectangle nearest to 'r' among the first 'count', and how near it is. */
struct neighbour {
    size_t index;
    int64_t distance;
};

static struct neighbour nearest_to(struct rect r, const struct rect *rects, size_t count) {
    struct neighbour best = {0, INT64_MAX};
    for (size_t i = 0; i < count; i++) {
        const int64_t distance = rects_distance(r, rects[i]);
        if (distance < best.distance) {
            best = (struct neighbour){i, distance};
        }
    }
    return best;
}

size_t rects_add(struct rect *rects, size_t count, size_t max, struct rect r) {
    if (count < max) {
        rects[count] = r;
        return count + 1;
    }
    struct neighbour best = nearest_to(r, rects, count);
    size_t partner = count; /* 'r' itself */
    for (size_t i = 1; i < count; i++) {
        const struct neighbour pair = nearest_to(rects[i], rects, i);
        if (pair.distance < best.distance) {
            best = pair;
            partner = i;
        }
    }
    rects[best.index] = rect_unite(rects[best.index], partner == count ? r : rects[partner]);
    if (partner == count) {
        return count;
    }
    rects[rects_remove(rects, count, partner)] = r;
    return count;
}
