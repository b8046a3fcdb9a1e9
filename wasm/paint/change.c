#include "paint/change.h"

#include <string.h>

#include "paint/feather.h"
#include "paint/fill.h"
#include "paint/morph.h"

_Static_assert(MORPH_MAX_RADIUS == FEATHER_MAX_RADIUS, "change_area reckons with one reach");

bool change_find(const char *name, enum change *out) {
#define CHANGE_ENTRY(name, wire) wire,
    static const char *const names[] = {CHANGES(CHANGE_ENTRY)};
#undef CHANGE_ENTRY
    *out = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            *out = (enum change)i;
            return true;
        }
    }
    return false;
}

/* What becomes of a level where a change looks at nothing else; false where it does. */
static bool table_of(enum change change, uint8_t table[256]) {
    for (int level = 0; level < 256; level++) {
        const int hard = level < 128 ? 0 : 255;
        table[level] = (uint8_t)(change == CHANGE_INVERT ? 255 - level
                                 : change == CHANGE_FILL ? 255
                                                         : hard);
    }
    return change == CHANGE_INVERT || change == CHANGE_FILL || change == CHANGE_HARDEN;
}

static void map(struct plane *mask, const uint8_t table[256]) {
    const size_t len = plane_bytes(mask);
    for (size_t i = 0; i < len; i++) {
        mask->values[i] = table[mask->values[i]];
    }
}

enum status change_plane(enum change change, int amount, struct plane *mask) {
    uint8_t table[256];
    if (table_of(change, table)) {
        map(mask, table);
        return STATUS_OK;
    }
    switch (change) {
    case CHANGE_GROW:
        return morph_grow(mask, amount);
    case CHANGE_SHRINK:
        return morph_shrink(mask, amount);
    case CHANGE_BORDER:
        return morph_border(mask, amount);
    case CHANGE_FEATHER:
        return feather_soften(mask, amount);
    case CHANGE_FILL_HOLES:
        return fill_holes(mask);
    default:
        return fill_specks(mask, amount);
    }
}

static struct rect whole(const struct coverage *c) {
    return (struct rect){0, 0, coverage_width(c), coverage_height(c)};
}

/* What is not 0, and 'margin' pixels of what is around it. */
static struct rect extent_with(const struct coverage *c, int margin) {
    struct rect r = coverage_extent(c);
    if (!rect_is_empty(r)) {
        r = (struct rect){r.x - margin, r.y - margin, r.width + 2 * margin, r.height + 2 * margin};
    }
    return rect_intersect(r, whole(c));
}

struct rect change_area(enum change change, int amount, const struct coverage *c) {
    const int reach = amount < 0 ? 0 : amount < MORPH_MAX_RADIUS ? amount : MORPH_MAX_RADIUS;
    switch (change) {
    case CHANGE_INVERT:
    case CHANGE_FILL:
        return whole(c);
    case CHANGE_GROW:
    case CHANGE_BORDER:
    case CHANGE_FEATHER:
        return extent_with(c, reach + 1);
    default:
        return extent_with(c, 1); /* so that what is not painted is seen to be around */
    }
}

static enum status change_part(enum change change, int amount, struct rect area,
                               struct coverage *c) {
    struct plane part;
    enum status status = plane_make(area.width, area.height, &part);
    if (status == STATUS_OK) {
        coverage_read(c, area, part.values);
        status = change_plane(change, amount, &part);
    }
    if (status == STATUS_OK) {
        status = coverage_write(c, area, part.values);
    }
    plane_free(&part);
    return status;
}

enum status change_coverage(enum change change, int amount, struct coverage *c) {
    uint8_t table[256];
    const struct rect area = change_area(change, amount, c);
    if (table_of(change, table)) {
        return coverage_map(c, table);
    }
    return rect_is_empty(area) ? STATUS_OK : change_part(change, amount, area, c);
}
