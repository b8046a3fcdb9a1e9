/*
 * The sizes of pictures a model makes: which ones, and the nearest to a wish.
 *
 * Data of a model (models.h) and the arithmetic on it; does not know photos.
 */
#ifndef API_SIZE_H
#define API_SIZE_H

#include "base/base.h"

struct size {
    int width;
    int height;
};

/* Which sizes a model makes. */
struct size_rule {
    const struct size *fixed; /* only these, ending with {0, 0}; NULL: any that keeps the limits */
    int step;                 /* both edges are multiples of it */
    int max_edge;
    int max_ratio; /* of the longer edge to the shorter */
    int64_t min_pixels;
    int64_t max_pixels;
    int64_t experimental_above; /* pixels past which the API calls it experimental */
};

/* Any size by the rules of gpt-image-2 and later; and the three of the models before. */
extern const struct size_rule size_any;
extern const struct size_rule size_three;

/* Reads "1024x1536"; false, and *out {0, 0}, for anything else, "auto" too. */
bool size_parse(struct bytes text, struct size *out);

/* Whether the model makes this size. */
bool size_is_made(const struct size_rule *rule, struct size size);

/*
 * The same with its reasons.  STATUS_INVALID at field "size", each broken rule with
 * the numbers, and the nearest valid size.
 */
enum status size_check(const struct size_rule *rule, struct size size,
                       struct fault *fault) MUST_CHECK;

/*
 * The size the model makes that is nearest to width x height (more than 0, any
 * magnitude).
 *
 * Of fixed sizes the one of the nearest shape, then of the nearest area.  Of any:
 * a wish past the limits first becomes as much smaller or larger as they ask, its
 * shape kept as far as the ratio allows; then the edges are rounded to the nearest
 * pair of multiples that keeps the limits.  Of two alike the larger.
 */
struct size size_nearest(const struct size_rule *rule, double width, double height);

#endif
