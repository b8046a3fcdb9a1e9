/*
 * The bucket on a coverage: fill_bucket (fill.h), without looking at what is
 * empty, which is most of a large picture.
 */
#ifndef PAINT_BUCKET_H
#define PAINT_BUCKET_H

#include "paint/coverage.h"

/* fill_bucket at (x, y), anywhere.  STATUS_NO_MEMORY may leave a part filled. */
enum status bucket_fill(int x, int y, bool subtract, struct coverage *c) MUST_CHECK;

#endif
