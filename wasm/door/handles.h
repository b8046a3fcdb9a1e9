/*
 * Handles: numbers that name things on the other side of the border.
 *
 * A handle is an index and a generation, so that one kept too long finds nobody
 * instead of somebody else.  0 is never a handle.
 */
#ifndef DOOR_HANDLES_H
#define DOOR_HANDLES_H

#include "base/base.h"

#define HANDLES_MAX 64

struct handles {
    void *things[HANDLES_MAX];
    uint32_t generations[HANDLES_MAX];
};

/* A new handle for 'thing', 0 when HANDLES_MAX are in use. */
uint32_t handles_add(struct handles *h, void *thing);

/* Lets a handle in use name 'thing' instead. */
void handles_replace(struct handles *h, uint32_t handle, void *thing);

/* What 'handle' names; NULL for nothing any more. */
void *handles_get(const struct handles *h, uint32_t handle);

/* Forgets 'handle' and returns what it named; NULL for nothing any more. */
void *handles_remove(struct handles *h, uint32_t handle);

#endif
