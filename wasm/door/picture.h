/*
 * The pictures that JavaScript holds by handle.
 *
 * One may be closed while something is still made of it: it goes with its last user.
 */
#ifndef DOOR_PICTURE_H
#define DOOR_PICTURE_H

#include "pixels/image.h"
#include "pixels/profile.h"

struct picture {
    struct image image;
    struct buf chunks; /* what the file says of its colours, ready for a PNG */
    enum profile_fate fate;
    int users;
};

/* What 'handle' names; NULL for nothing any more. */
struct picture *picture_get(uint32_t handle);

/* One more user of it. */
struct picture *picture_keep(struct picture *picture);

/* One user less, the last of which frees it; NULL is fine. */
void picture_let_go(struct picture *picture);

#endif
