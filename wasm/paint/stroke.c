#include "paint/stroke.h"

#include <math.h>
#include <stdlib.h>

#define FLATNESS 0.1        /* pixels that a curve's pieces may be off */
#define FLATNESS_SOFT 0.005 /* and this share of a soft brush's fall, on which less is not seen */
#define FARTHEST 1e8        /* as in brush.h */
#define MOST_PIECES 64      /* of one curve */

/*
 * The last three places of the brush: the way from 'from' to 'to' becomes a curve
 * when the next is known.  'before' is made up as long as there are only two.
 */
struct stroke {
    struct stroke_style style;
    struct coverage *canvas;
    struct coverage *settled; /* the canvas without its tip; NULL where there is no tip */
    int count;                /* of places so far, 2 for more */
    struct brush_point before;
    struct brush_point from;
    struct brush_point to;
};

enum status stroke_make(const struct stroke_style *style, struct coverage *c, struct stroke **out) {
    *out = calloc(1, sizeof **out);
    if (!*out) {
        return STATUS_NO_MEMORY;
    }
    (*out)->style = *style;
    (*out)->canvas = c;
    return STATUS_OK;
}

void stroke_free(struct stroke *s) {
    if (s) {
        coverage_free(s->settled);
        free(s);
    }
}

/* The place as far past 'b' as 'a' is before it. */
static struct brush_point reflected(struct brush_point a, struct brush_point b) {
    return (struct brush_point){2 * b.x - a.x, 2 * b.y - a.y, b.size, b.opacity};
}

static double distance(struct brush_point a, struct brush_point b) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    return sqrt(dx * dx + dy * dy);
}

static struct brush_point between(struct brush_point a, struct brush_point b, double part) {
    return (struct brush_point){a.x + part * (b.x - a.x), a.y + part * (b.y - a.y),
                                a.size + part * (b.size - a.size),
                                a.opacity + part * (b.opacity - a.opacity)};
}

/* From one place to the next: a cubic by where it starts and ends and which way it goes there. */
struct curve {
    struct brush_point from;
    struct brush_point to;
    double from_dx;
    double from_dy;
    double to_dx;
    double to_dy;
};

/* What Catmull-Rom says along one axis: how fast 'b' is passed, the ways there and on being 't',
 * 'u'. */
static double speed(double a, double b, double c, double t, double u) {
    return (b - a) / t - (c - a) / (t + u) + (c - b) / u;
}

/* Centripetal: the time between two places is the square root of their distance. */
static struct curve curve_make(struct brush_point before, struct brush_point from,
                               struct brush_point to, struct brush_point after) {
    const double t = sqrt(distance(before, from));
    const double u = sqrt(distance(from, to));
    const double v = sqrt(distance(to, after));
    return (struct curve){
        .from = from,
        .to = to,
        .from_dx = u * speed(before.x, from.x, to.x, t, u),
        .from_dy = u * speed(before.y, from.y, to.y, t, u),
        .to_dx = u * speed(from.x, to.x, after.x, u, v),
        .to_dy = u * speed(from.y, to.y, after.y, u, v),
    };
}

static struct brush_point curve_at(const struct curve *c, double part) {
    const double rest = 1 - part;
    const double start = rest * rest * part;
    const double end = rest * part * part;
    const double ease = part * part * (3 - 2 * part);
    struct brush_point p = between(c->from, c->to, part);
    p.x = c->from.x + ease * (c->to.x - c->from.x) + start * c->from_dx - end * c->to_dx;
    p.y = c->from.y + ease * (c->to.y - c->from.y) + start * c->from_dy - end * c->to_dy;
    return p;
}

/* How many straight pieces stand for the curve: by how much it bends, and how much of it is seen.
 */
static int pieces_of(const struct curve *c, const struct stroke_style *style) {
    const double dx = 3 * (c->to.x - c->from.x);
    const double dy = 3 * (c->to.y - c->from.y);
    const double bend_x =
        fmax(fabs(dx - 2 * c->from_dx - c->to_dx), fabs(dx - c->from_dx - 2 * c->to_dx));
    const double bend_y =
        fmax(fabs(dy - 2 * c->from_dy - c->to_dy), fabs(dy - c->from_dy - 2 * c->to_dy));
    const double fall = (1 - style->brush.hardness) * style->size / 2;
    const double allowed = FLATNESS + FLATNESS_SOFT * fmax(fall, 0);
    const double pieces = ceil(sqrt((bend_x + bend_y) / (4 * allowed)));
    return (int)fmin(fmax(pieces, 1), MOST_PIECES);
}

static enum status paint_curve(const struct stroke *s, struct brush_point after) {
    const struct curve curve = curve_make(s->before, s->from, s->to, after);
    const int pieces = pieces_of(&curve, &s->style);
    struct brush_point last = s->from;
    enum status status = STATUS_OK;
    for (int i = 1; i <= pieces && status == STATUS_OK; i++) {
        const struct brush_point next = i == pieces ? s->to : curve_at(&curve, (double)i / pieces);
        status = brush_segment(&s->style.brush, last, next, s->canvas);
        last = next;
    }
    return status;
}

static double held_near(double place) {
    return fmin(fmax(place, -FARTHEST), FARTHEST);
}

/* Where 'input' pulls the brush to. */
static struct brush_point pulled(const struct stroke *s, const struct stroke_input *input) {
    const struct stroke_style *style = &s->style;
    const double pressure = fmin(fmax(input->pressure, 0), 1);
    struct brush_point place = {held_near(input->x), held_near(input->y),
                                style->size * (style->size_by_pressure ? pressure : 1),
                                style->opacity * (style->opacity_by_pressure ? pressure : 1)};
    const double taut = s->count > 0 ? distance(s->to, place) : INFINITY;
    const double slack = fmin(fmax(style->string, 0) / taut, 1);
    place.x = slack < 1 ? place.x + slack * (s->to.x - place.x) : s->to.x;
    place.y = slack < 1 ? place.y + slack * (s->to.y - place.y) : s->to.y;
    return place;
}

/* Goes on to 'place' and paints what is certain by now: the curve before the last way. */
static enum status go_on(struct stroke *s, struct brush_point place) {
    enum status status = STATUS_OK;
    if (s->count == 0 || distance(s->to, place) == 0) {
        s->to = place;
        s->count = s->count > 0 ? s->count : 1;
        return brush_segment(&s->style.brush, place, place, s->canvas);
    }
    if (s->count == 2) {
        status = paint_curve(s, place);
    }
    s->before = s->count == 2 ? s->from : reflected(place, s->to);
    s->from = s->to;
    s->to = place;
    s->count = 2;
    return status;
}

static void take_tip_back(struct stroke *s) {
    if (s->settled) {
        coverage_assign(s->canvas, s->settled);
        coverage_free(s->settled);
        s->settled = NULL;
    }
}

static enum status paint_tip(struct stroke *s) {
    if (s->count < 2) {
        return STATUS_OK;
    }
    const enum status status = coverage_copy(s->canvas, &s->settled);
    return status == STATUS_OK ? brush_segment(&s->style.brush, s->from, s->to, s->canvas) : status;
}

static bool is_anywhere(const struct stroke_input *input) {
    return !isnan(input->x) && !isnan(input->y) && !isnan(input->pressure);
}

enum status stroke_move(struct stroke *s, const struct stroke_input *inputs, size_t count) {
    enum status status = STATUS_OK;
    take_tip_back(s);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (is_anywhere(&inputs[i])) {
            status = go_on(s, pulled(s, &inputs[i]));
        }
    }
    return status == STATUS_OK ? paint_tip(s) : status;
}

enum status stroke_end(struct stroke *s) {
    take_tip_back(s);
    return s->count < 2 ? STATUS_OK : paint_curve(s, reflected(s->from, s->to));
}

struct brush_point stroke_place(const struct stroke *s) {
    return s->to;
}
