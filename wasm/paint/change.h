/*
 * Changes to the whole mask, by name: what a menu offers.
 *
 * They work on a plane, so that they can run where there is no painting; on a
 * coverage they read and write no more of it than it takes.
 */
#ifndef PAINT_CHANGE_H
#define PAINT_CHANGE_H

#include "paint/coverage.h"

/* 'amount' is whole pixels: a radius, a width or an area; it means nothing where none is named. */
#define CHANGES(X)                                                                                 \
    X(CHANGE_INVERT, "invert")                                                                     \
    X(CHANGE_FILL, "fill")              /* all becomes 255 */                                      \
    X(CHANGE_HARDEN, "harden")          /* 255 from 128 on, else 0 */                              \
    X(CHANGE_GROW, "grow")              /* by 'amount', see morph.h */                             \
    X(CHANGE_SHRINK, "shrink")          /* by 'amount' */                                          \
    X(CHANGE_BORDER, "border")          /* 'amount' wide */                                        \
    X(CHANGE_FEATHER, "feather")        /* by 'amount', see feather.h */                           \
    X(CHANGE_FILL_HOLES, "fillHoles")   /* see fill.h */                                           \
    X(CHANGE_DROP_SPECKS, "dropSpecks") /* of fewer than 'amount' pixels */

#define CHANGE_ENTRY(name, wire) name,
enum change { CHANGES(CHANGE_ENTRY) };
#undef CHANGE_ENTRY

/* The change of this name; false where there is none. */
bool change_find(const char *name, enum change *out) MUST_CHECK;

/* Changes 'mask'.  STATUS_NO_MEMORY, the mask then untouched. */
enum status change_plane(enum change change, int amount, struct plane *mask) MUST_CHECK;

/*
 * The part of 'c' that the change has to see and may write: done on this part
 * alone, all comes out as if it had been done on the whole.  May be empty.
 */
struct rect change_area(enum change change, int amount, const struct coverage *c);

/* Changes 'c'.  STATUS_NO_MEMORY may leave a part changed. */
enum status change_coverage(enum change change, int amount, struct coverage *c) MUST_CHECK;

#endif
