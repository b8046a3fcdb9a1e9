/*
 * What an answer needs to fit the picture it was made of: where it lies, its
 * colours, and a membrane between the two.
 *
 * Measured on the part of its frame that the picture has, at about the answer's
 * own size and at most FIT_PIXELS.  Does not blend (see compose.h).
 */
#ifndef PIXELS_FIT_H
#define PIXELS_FIT_H

#include "pixels/align.h"
#include "pixels/match.h"
#include "pixels/membrane.h"
#include "pixels/sample.h"

#define FIT_PIXELS (1024 * 1024)

struct fit_wish {
    const struct image *picture;
    const struct image *answer;   /* of any size, it shows the frame */
    struct rect frame;            /* may reach past the picture */
    struct rect area;             /* all that is painted, */
    const struct plane *coverage; /* and how */
    bool align;
    bool match;
    bool gradient;
};

struct fit {
    struct sample_grid
        plain; /* from the picture's pixels to the answer's, as if it had not drifted */
    struct sample_grid grid; /* and where it really shows them */
    bool aligned;            /* the two differ: */
    double shift_x;          /* by pixels of the picture, at the frame's middle, */
    double shift_y;
    double scale; /* and by this */
    struct match match;
    struct membrane membrane;
    struct rect
        visible; /* the frame's part inside the picture, to which match and membrane apply */
};

/* STATUS_NO_MEMORY, *out then empty. */
enum status fit_answer(const struct fit_wish *wish, struct fit *out) MUST_CHECK;
void fit_free(struct fit *fit);

/* Corrects the colours of 'count' RGBA pixels of the answer that lie at (x, y) of the picture. */
void fit_colors(const struct fit *fit, int x, int y, uint8_t *pixels, int count);

#endif
