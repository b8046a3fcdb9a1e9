#include "paint/undo.h"

#include <stdlib.h>
#include <string.h>

struct step {
    struct coverage *state;
    size_t bytes; /* what dropping it gives back */
};

/*
 * Steps before 'position' can be gone back to, the others forward.  Going either
 * way swaps a step with the coverage, which therefore needs no memory.
 */
struct undo {
    size_t memory_limit;
    struct coverage *before; /* the tool that is at work, if any; not yet a step */
    int position;
    int count;
    struct step steps[UNDO_MAX_STEPS];
};

enum status undo_make(size_t memory_limit, struct undo **out) {
    *out = calloc(1, sizeof **out);
    if (!*out) {
        return STATUS_NO_MEMORY;
    }
    (*out)->memory_limit = memory_limit;
    return STATUS_OK;
}

static void drop_from(struct undo *u, int first) {
    while (u->count > first) {
        coverage_free(u->steps[--u->count].state);
    }
    u->position = first;
}

static void drop_oldest(struct undo *u) {
    coverage_free(u->steps[0].state);
    u->count--;
    u->position--;
    memmove(u->steps, u->steps + 1, (size_t)u->count * sizeof *u->steps);
}

void undo_free(struct undo *u) {
    if (u) {
        coverage_free(u->before);
        drop_from(u, 0);
        free(u);
    }
}

static size_t bytes_held(const struct undo *u) {
    size_t bytes = 0;
    for (int i = 0; i < u->count; i++) {
        bytes += u->steps[i].bytes;
    }
    return bytes;
}

/* Whether the tool at work has changed anything. */
static bool has_changed(const struct undo *u, const struct coverage *now) {
    return u->before && !coverage_is_shared(u->before, now);
}

/* The tool's work is done: it becomes a step if it changed anything. */
static void settle(struct undo *u, const struct coverage *now) {
    if (!has_changed(u, now)) {
        coverage_free(u->before);
        u->before = NULL;
        return;
    }
    drop_from(u, u->position);
    if (u->count == UNDO_MAX_STEPS) {
        drop_oldest(u);
    }
    u->steps[u->count++] = (struct step){u->before, coverage_memory(u->before, now)};
    u->position = u->count;
    u->before = NULL;
    while (u->count > 1 && bytes_held(u) > u->memory_limit) {
        drop_oldest(u);
    }
}

enum status undo_remember(struct undo *u, const struct coverage *now) {
    settle(u, now);
    return coverage_copy(now, &u->before);
}

void undo_revert(const struct undo *u, struct coverage *now) {
    if (u->before) {
        coverage_assign(now, u->before);
    }
}

bool undo_back(struct undo *u, struct coverage *now) {
    settle(u, now);
    if (u->position == 0) {
        return false;
    }
    coverage_swap(now, u->steps[--u->position].state);
    return true;
}

bool undo_forward(struct undo *u, struct coverage *now) {
    settle(u, now);
    if (u->position == u->count) {
        return false;
    }
    coverage_swap(now, u->steps[u->position++].state);
    return true;
}

bool undo_can_go_back(const struct undo *u, const struct coverage *now) {
    return u->position > 0 || has_changed(u, now);
}

bool undo_can_go_forward(const struct undo *u, const struct coverage *now) {
    return u->position < u->count && !has_changed(u, now);
}
