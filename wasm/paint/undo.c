#include "paint/undo.h"

#include <stdlib.h>
#include <string.h>

struct step {
    struct coverage *state;
    size_t bytes; /* what dropping it gives back: right for all but the newest step */
};

/*
 * Steps before 'position' can be gone back to, the others forward.  Going either
 * way swaps a step with the coverage, which therefore needs no memory.
 */
struct undo {
    size_t memory_limit;
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

/* Whether the tool that the newest step was kept for has changed nothing. */
static bool newest_is(const struct undo *u, const struct coverage *now) {
    return u->position > 0 && coverage_is_shared(u->steps[u->position - 1].state, now);
}

enum status undo_remember(struct undo *u, const struct coverage *now) {
    if (newest_is(u, now)) {
        return STATUS_OK;
    }
    struct coverage *state;
    const enum status status = coverage_copy(now, &state);
    if (status != STATUS_OK) {
        return status;
    }
    drop_from(u, u->position);
    if (u->count == UNDO_MAX_STEPS) {
        drop_oldest(u);
    }
    if (u->count > 0) {
        struct step *previous = &u->steps[u->count - 1];
        previous->bytes = coverage_memory(previous->state, state);
    }
    u->steps[u->count++] = (struct step){state, coverage_memory(state, now)};
    u->position = u->count;
    while (u->count > 1 && bytes_held(u) > u->memory_limit) {
        drop_oldest(u);
    }
    return STATUS_OK;
}

bool undo_back(struct undo *u, struct coverage *now) {
    if (!undo_can_go_back(u, now)) {
        return false;
    }
    if (newest_is(u, now)) {
        drop_from(u, u->position - 1);
    }
    coverage_swap(now, u->steps[--u->position].state);
    return true;
}

bool undo_forward(struct undo *u, struct coverage *now) {
    if (!undo_can_go_forward(u)) {
        return false;
    }
    coverage_swap(now, u->steps[u->position++].state);
    return true;
}

bool undo_can_go_back(const struct undo *u, const struct coverage *now) {
    return u->position > (newest_is(u, now) ? 1 : 0);
}

bool undo_can_go_forward(const struct undo *u) {
    return u->position < u->count;
}
