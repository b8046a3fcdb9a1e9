/*
 * Which part of a picture is sent for a mask, and at what size.
 *
 * Pure arithmetic: the same wish gives the same plan, so that it can be shown
 * before it costs anything.  Does not touch pixels (see prepare.h) and does not
 * know how answers are put back (pixels/compose.h).
 */
#ifndef JOB_CROP_H
#define JOB_CROP_H

#include "api/params.h"
#include "api/size.h"
#include "pixels/image.h"

#define CROP_MAX 8 /* requests for islands one by one */

/* One request: what of the picture, for which painted part, at what size. */
struct crop {
    struct rect area;  /* inside the picture: what is painted and answered by this request */
    struct rect frame; /* what is sent; may reach past the picture, where its edge goes on */
    int width;         /* it is sent, and asked for, at this size */
    int height;
};

struct crop_wish {
    int width; /* the picture */
    int height;
    const struct rect *islands; /* boxes around what is painted, inside the picture */
    size_t island_count;
    const struct size_rule *rule; /* of the model; size_any for one we do not know */
    struct size size;             /* as asked for; {0, 0} for "auto" */
    int context;    /* shown around the painted area: percent of its longer side, on each side */
    int64_t budget; /* pixels that are sent at most, 0 for none; not of a size asked for */
    bool whole;     /* all of the picture rather than the painted area */
    bool apart;     /* a request for each island; islands that share ground count as one */
};

/*
 * The wish of these settings for a picture; the islands, boxes around what is
 * painted, are only looked at.  False, and *out without a meaning, where there is
 * nothing to plan: nothing is painted, or all is wanted as the node does it, the
 * whole picture sent and its answer not put back.
 */
bool crop_wish_from(const struct params *params, struct size picture, const struct rect *islands,
                    size_t island_count, struct crop_wish *out);

/*
 * Fills at most CROP_MAX of 'out' and returns how many: 1 unless the wish is
 * 'apart', which has at least one island.  Areas do not overlap and hold all
 * islands.  A size is one the model makes.
 *
 * A frame is sent pixel by pixel wherever the model's sizes and the budget allow
 * it.  What is too small for the model is sent at most twice as large, with more
 * of the picture around it, unless the picture itself has no more.  What is too
 * large is sent smaller.  Width and height are scaled alike to within 3 percent.
 */
size_t crop_plan(const struct crop_wish *wish, struct crop out[CROP_MAX]);

#endif
