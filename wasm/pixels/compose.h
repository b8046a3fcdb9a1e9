/*
 * Puts a model's answers back into the picture they were asked about.
 *
 * Where nothing is painted every byte stays the picture's own.  Where something
 * is, the answer is brought to its place, aligned (align.h), matched in colour
 * (match.h) and blended in from the mask's edge inwards.  Nothing is held but the
 * picture, which stays the caller's, and the answers: composed rows are made when
 * they are asked for.  Does not know files, requests or how parts were planned.
 */
#ifndef PIXELS_COMPOSE_H
#define PIXELS_COMPOSE_H

#include "pixels/align.h"
#include "pixels/match.h"

struct compose_options {
    bool align;
    bool match;
    bool gradient; /* blends gradients (Poisson) rather than colours */
    int feather;   /* percent of the width that suits the mask's size; 0: a hard seam */
};

/* One answer and where it belongs. */
struct compose_part {
    struct rect area;      /* inside the picture: all that is painted for this answer */
    struct plane coverage; /* of the area, 0 keep .. 255 repaint */
    struct rect frame;     /* what was sent; may reach past the picture, where its edge went on */
    struct image answer;   /* of any size: it shows the frame */
};

/* What was done to a part, for people to read. */
struct compose_report {
    bool aligned;
    double
        shift_x; /* pixels of the picture by which the answer had drifted, at the frame's middle */
    double shift_y;
    double scale; /* 1: none */
    bool matched;
    double color_before; /* mean difference on the kept ring, levels */
    double color_after;
    double feather; /* width of the seam, pixels of the picture */
};

struct compose;

/* Nothing to put back yet: STATUS_NO_MEMORY.  'picture' must outlive *out. */
enum status compose_make(const struct image *picture, const struct compose_options *options,
                         struct compose **out) MUST_CHECK;

/* Frees everything but the picture; NULL is fine. */
void compose_free(struct compose *c);

/*
 * Fits an answer: the long part of the work.  Coverage and answer belong to 'c' from
 * the call on, success or not; 'report' may be NULL.  The areas of parts must not
 * overlap.  STATUS_NO_MEMORY; the part is then left out.
 */
enum status compose_add(struct compose *c, struct compose_part part,
                        struct compose_report *report) MUST_CHECK;

/* Whether the picture and all answers are opaque, and so all rows will be. */
bool compose_is_opaque(const struct compose *c);

/* Writes what is painted of row 'y', for all parts: 0 where nothing is, a byte each pixel. */
void compose_painted_row(const struct compose *c, int y, uint8_t *out);

/*
 * Writes rows top .. top + rows - 1 of the composed picture, RGBA, to 'out'.  Rows are cheapest in
 * order.  STATUS_NO_MEMORY.
 */
enum status compose_rows(struct compose *c, int top, int rows, uint8_t *out) MUST_CHECK;

/*
 * The same with each answer as it came laid over all of its frame: no mask, not
 * aligned, not matched.  What the model really did, to be compared.
 */
enum status compose_raw_rows(struct compose *c, int top, int rows, uint8_t *out) MUST_CHECK;

#endif
