/*
 * A stroke: the points of a pointer become a smooth path of brush segments.
 *
 * The path is a centripetal Catmull-Rom spline through the points, so a curve
 * needs the point after it.  The way to the newest point is therefore painted as
 * a straight tip that the next point takes back: what is seen keeps up with the
 * pointer, and what stays is the same whether the points come in one call or
 * many.  Knows no events, no time and no screen.
 */
#ifndef PAINT_STROKE_H
#define PAINT_STROKE_H

#include "paint/brush.h"

struct stroke_style {
    struct brush brush;
    double size; /* as brush_point has them, under full pressure */
    double opacity;
    bool size_by_pressure; /* scaled by the pressure; a size not below 1 */
    bool opacity_by_pressure;
    double string; /* image pixels: the pointer pulls the brush by a string of this length; or 0 */
};

/* Where the pointer was, in image pixels, and how hard it pressed, 0 to 1. */
struct stroke_input {
    double x;
    double y;
    double pressure;
};

struct stroke;

/* A stroke on 'c', which nobody else may change until its end.  STATUS_NO_MEMORY. */
enum status stroke_make(const struct stroke_style *style, struct coverage *c,
                        struct stroke **out) MUST_CHECK;

/* Frees it, ended or not; what is painted stays.  NULL is fine. */
void stroke_free(struct stroke *s);

/*
 * Goes on to 'inputs', the first of all being a dot.  What is NaN is left out.
 * STATUS_NO_MEMORY may leave a part painted; the stroke can go on.
 */
enum status stroke_move(struct stroke *s, const struct stroke_input *inputs,
                        size_t count) MUST_CHECK;

/* Turns the tip into the last curve; nothing may follow.  Fails as stroke_move does. */
enum status stroke_end(struct stroke *s) MUST_CHECK;

/* Where the brush is: behind the pointer, where there is a string; all 0 before the first input. */
struct brush_point stroke_place(const struct stroke *s);

#endif
