#include "door/handles.h"

static uint32_t compose(const struct handles *h, uint32_t index) {
    return h->generations[index] * HANDLES_MAX + index;
}

uint32_t handles_add(struct handles *h, void *thing) {
    for (uint32_t i = 0; i < HANDLES_MAX; i++) {
        if (!h->things[i]) {
            h->things[i] = thing;
            h->generations[i]++;
            return compose(h, i);
        }
    }
    return 0;
}

void handles_replace(struct handles *h, uint32_t handle, void *thing) {
    h->things[handle % HANDLES_MAX] = thing;
}

void *handles_get(const struct handles *h, uint32_t handle) {
    const uint32_t index = handle % HANDLES_MAX;
    return handle == compose(h, index) ? h->things[index] : NULL;
}

void *handles_remove(struct handles *h, uint32_t handle) {
    void *thing = handles_get(h, handle);
    if (thing) {
        h->things[handle % HANDLES_MAX] = NULL;
    }
    return thing;
}
