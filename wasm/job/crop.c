#include "job/crop.h"

#include <math.h>

#include "api/models.h"
#include "pixels/rects.h"

#define LEAST_CONTEXT 64 /* pixels shown around the painted area at least */
#define LEAST_GAP 32     /* half of what has to lie between areas that are sent apart */
#define CLOSE 110        /* percent: a frame that can grow by less is not worth enlarging */
#define ENLARGED 2       /* times a frame is enlarged at most if the picture has more to show */

bool crop_wish_from(const struct params *params, struct size picture, const struct rect *islands,
                    size_t island_count, struct crop_wish *out) {
    const struct model *model = models_find(params->text[PARAM_MODEL]);
    *out = (struct crop_wish){
        .width = picture.width,
        .height = picture.height,
        .islands = islands,
        .island_count = island_count,
        .rule = model ? model->sizes : &size_any,
        .context = (int)params->number[PARAM_CONTEXT],
        .budget = params_image_budget(params),
        .whole = params_is(params, PARAM_AREA, "whole"),
        .apart = params_is(params, PARAM_ISLANDS, "apart"),
    };
    size_parse(params->text[PARAM_SIZE], &out->size);
    return island_count > 0 && (!out->whole || params->number[PARAM_KEEP]);
}

static int min(int a, int b) {
    return a < b ? a : b;
}

static int max(int a, int b) {
    return a > b ? a : b;
}

static int64_t divide_up(int64_t a, int64_t b) {
    return (a + b - 1) / b;
}

static int64_t pixels_of(struct size size) {
    return (int64_t)size.width * size.height;
}

/* ---- areas ---- */

static struct rect grow(struct rect r, int by) {
    return (struct rect){r.x - by, r.y - by, r.width + 2 * by, r.height + 2 * by};
}

/* Whether two areas share ground: a little around each of them counts. */
static bool share_ground(struct rect a, struct rect b) {
    const int around_a = max(LEAST_GAP, max(a.width, a.height) / 8);
    const int around_b = max(LEAST_GAP, max(b.width, b.height) / 8);
    return !rect_is_empty(rect_intersect(grow(a, around_a), grow(b, around_b)));
}

/* Merges the first two areas found to share ground; false where none do. */
static bool merge_two(struct rect *areas, size_t *count) {
    for (size_t i = 1; i < *count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (share_ground(areas[i], areas[j])) {
                areas[j] = rect_unite(areas[j], areas[i]);
                *count = rects_remove(areas, *count, i);
                return true;
            }
        }
    }
    return false;
}

static size_t areas_of(const struct crop_wish *wish, struct rect areas[CROP_MAX + 1]) {
    const size_t most = wish->apart ? CROP_MAX : 1;
    size_t count = 0;
    for (size_t i = 0; i < wish->island_count; i++) {
        areas[count++] = wish->islands[i];
        while (merge_two(areas, &count)) {
        }
        if (count > most) {
            const struct rect last = areas[--count];
            count = rects_add(areas, count, most, last);
        }
    }
    while (merge_two(areas, &count)) {
    }
    return count;
}

/* ---- sizes: where a frame lies is found last, so that here only its size counts ---- */

/* How much of the picture is to be seen: the area and what is around it, inside the picture. */
static struct size size_shown(const struct crop_wish *wish, struct rect area) {
    if (wish->whole) {
        return (struct size){wish->width, wish->height};
    }
    const int longer = max(area.width, area.height);
    const int around = max(LEAST_CONTEXT, (int)divide_up((int64_t)longer * wish->context, 100));
    const struct rect picture = {0, 0, wish->width, wish->height};
    const struct rect shown = rect_intersect(grow(area, around), picture);
    return (struct size){shown.width, shown.height};
}

/* Grows the shorter edge until the model takes the shape. */
static struct size size_in_ratio(struct size size, int max_ratio) {
    return (struct size){max(size.width, (int)divide_up(size.height, max_ratio)),
                         max(size.height, (int)divide_up(size.width, max_ratio))};
}

/* Grows a size to this many pixels, its shape kept as far as the picture and the ratio allow. */
static struct size size_of_pixels(struct size size, int64_t pixels, struct size picture,
                                  int max_ratio) {
    const double scale = fmax(1, sqrt((double)pixels / (double)pixels_of(size)));
    const int most_width = max(size.width, picture.width);
    const int most_height = max(size.height, picture.height);
    int width = min((int)ceil(size.width * scale), most_width);
    int height = min((int)ceil(size.height * scale), most_height);
    width = max(width, min((int)divide_up(pixels, height), most_width));
    width = min(width, height * max_ratio);
    height = max(height, min((int)divide_up(pixels, width), most_height));
    height = min(height, width * max_ratio);
    return (struct size){width, height};
}

/* The least size of the shape of 'shape' that 'size' fits in. */
static struct size size_in_shape(struct size size, struct size shape) {
    const int64_t across = (int64_t)size.width * shape.height;
    const int64_t down = (int64_t)size.height * shape.width;
    return across >= down ? (struct size){size.width, (int)divide_up(across, shape.width)}
                          : (struct size){(int)divide_up(down, shape.height), size.height};
}

static bool fits(struct size inner, struct size outer) {
    return inner.width <= outer.width && inner.height <= outer.height;
}

/*
 * The size of a frame of the shape of 'wanted': that size if the picture has it but
 * for 'slack' pixels, else as near to it as the picture and what is to be seen allow.
 */
static struct size size_towards(struct size wanted, struct size shown, struct size picture,
                                int slack) {
    const struct size least = size_in_shape(shown, wanted);
    if (fits(wanted, least)) {
        return least;
    }
    if (fits(wanted, (struct size){picture.width + slack, picture.height + slack})) {
        return wanted;
    }
    const int64_t across = (int64_t)picture.width * wanted.height;
    const int64_t down = (int64_t)picture.height * wanted.width;
    const struct size most = across < down
                                 ? (struct size){picture.width, (int)(across / wanted.width)}
                                 : (struct size){(int)(down / wanted.height), picture.height};
    return fits(most, least) ? least : most;
}

/* ---- frames ---- */

/* What is sent, its place left out: 'frame' of the picture at 'sent'. */
struct fitting {
    struct size frame;
    struct size sent;
};

static struct size half(struct size size) {
    return (struct size){size.width / ENLARGED, size.height / ENLARGED};
}

static int trim_side(int side, int picture) {
    return side > picture && (int64_t)side * 97 < (int64_t)picture * 100 ? picture : side;
}

/* Cuts off what is past the picture by less than 3 percent, unless pixels go out one by one. */
static struct fitting trim(struct fitting fitting, struct size picture) {
    if (fitting.frame.width == fitting.sent.width && fitting.frame.height == fitting.sent.height) {
        return fitting;
    }
    fitting.frame.width = trim_side(fitting.frame.width, picture.width);
    fitting.frame.height = trim_side(fitting.frame.height, picture.height);
    return fitting;
}

/* The limits of the model and the budget together; a few sizes of every shape are left. */
static struct size_rule limits_of(const struct crop_wish *wish) {
    struct size_rule limits = *wish->rule;
    int64_t most = limits.max_pixels;
    most = most < limits.experimental_above ? most : limits.experimental_above;
    most = wish->budget == 0 || most < wish->budget ? most : wish->budget;
    limits.max_pixels = most > 2 * limits.min_pixels ? most : 2 * limits.min_pixels;
    return limits;
}

/* A frame for a size, pixel by pixel or else enlarged. */
static struct fitting fit_to(struct size sent, bool one_by_one, struct size shown,
                             struct size picture) {
    const struct size frame = one_by_one ? size_towards(sent, shown, picture, size_any.step - 1)
                                         : size_towards(half(sent), shown, picture, 0);
    return trim((struct fitting){frame, sent}, picture);
}

/* For a size that is given: pixel by pixel unless that shows far more than is to be seen. */
static struct fitting fit_given(struct size shown, struct size sent, struct size picture) {
    return fit_to(sent, !fits(size_in_shape(shown, sent), half(sent)), shown, picture);
}

/* For a model that makes any size: the frame's own, where it can be. */
static struct fitting fit_any(const struct size_rule *limits, struct size shown,
                              struct size picture) {
    const int64_t quarter = limits->min_pixels / (ENLARGED * ENLARGED);
    const struct size size = size_of_pixels(size_in_ratio(shown, limits->max_ratio), quarter,
                                            picture, limits->max_ratio);
    const struct size whole_steps = {(int)divide_up(size.width, limits->step) * limits->step,
                                     (int)divide_up(size.height, limits->step) * limits->step};
    if (size_is_made(limits, whole_steps)) {
        return (struct fitting){whole_steps, whole_steps};
    }
    const struct size sent = size_nearest(limits, size.width, size.height);
    const struct size close = {size.width * CLOSE / 100, size.height * CLOSE / 100};
    return fit_to(sent, fits(sent, close), size, picture);
}

/* What is lost: by making the picture smaller, and by showing what is past its edge. */
static double loss_of(struct fitting fitting, struct size picture) {
    const double smaller = (double)fitting.frame.width / fitting.sent.width;
    const struct size inside = {min(fitting.frame.width, picture.width),
                                min(fitting.frame.height, picture.height)};
    return fmax(1, smaller) * (double)pixels_of(fitting.frame) / (double)pixels_of(inside);
}

/* The best of a list of sizes: the one that loses least, of two alike the smaller. */
static struct fitting fit_listed(const struct size *list, struct size shown, struct size picture) {
    struct fitting best = fit_given(shown, *list, picture);
    for (list++; list->width > 0; list++) {
        const struct fitting fitting = fit_given(shown, *list, picture);
        const double more = loss_of(fitting, picture) - loss_of(best, picture);
        if (more < 0 || (more == 0 && pixels_of(fitting.sent) < pixels_of(best.sent))) {
            best = fitting;
        }
    }
    return best;
}

static struct fitting fit(const struct crop_wish *wish, struct size shown) {
    const struct size picture = {wish->width, wish->height};
    if (wish->size.width > 0) {
        const struct size asked = size_nearest(wish->rule, wish->size.width, wish->size.height);
        return fit_given(shown, asked, picture);
    }
    if (wish->rule->fixed) {
        return fit_listed(wish->rule->fixed, shown, picture);
    }
    const struct size_rule limits = limits_of(wish);
    return fit_any(&limits, shown, picture);
}

/*
 * Where a frame begins along one side: its middle on the area's, moved inside the
 * picture; or where it is longer than that, its middle on the picture's.
 */
static int place(int frame, int area, int area_len, int picture) {
    if (frame >= picture) {
        return -((frame - picture) / 2);
    }
    return min(max(area + (area_len - frame) / 2, 0), picture - frame);
}

static struct crop crop_of(const struct crop_wish *wish, struct rect area) {
    const struct fitting fitting = fit(wish, size_shown(wish, area));
    const struct size frame = fitting.frame;
    return (struct crop){
        .area = area,
        .frame = {place(frame.width, area.x, area.width, wish->width),
                  place(frame.height, area.y, area.height, wish->height), frame.width,
                  frame.height},
        .width = fitting.sent.width,
        .height = fitting.sent.height,
    };
}

size_t crop_plan(const struct crop_wish *wish, struct crop out[CROP_MAX]) {
    struct rect areas[CROP_MAX + 1];
    const size_t count = areas_of(wish, areas);
    for (size_t i = 0; i < count; i++) {
        out[i] = crop_of(wish, areas[i]);
    }
    return count;
}
