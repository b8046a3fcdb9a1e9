#include "pixels/fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pixels/average.h"
#include "pixels/resize.h"

#define GROW 2 /* pixels around what is painted that are not judged by */

/* The frame's visible part at working size. */
struct work {
    struct image reference;
    struct image answer;
    struct plane mask; /* 255 where something is painted, or almost */
};

static void work_free(struct work *w) {
    image_free(&w->reference);
    image_free(&w->answer);
    plane_free(&w->mask);
}

/* ---- grids ---- */

/* From places of the picture to those of an answer of 'size' that shows 'length' from 'first' on.
 */
static struct sample_axis plain_axis(int first, int length, int size) {
    const double scale = (double)size / length;
    return (struct sample_axis){scale, -first * scale};
}

/* What is at place p of 'axis' after it has moved away from the middle by a drift. */
static struct sample_axis moved(struct sample_axis axis, double middle, double scale,
                                double shift) {
    return (struct sample_axis){axis.scale * scale,
                                axis.shift + axis.scale * (middle - middle * scale + shift)};
}

static double middle_of(int first, int length) {
    return first + length / 2.0;
}

static bool is_none(const struct drift *d) {
    const struct drift none = align_none();
    return d->scale_x == none.scale_x && d->scale_y == none.scale_y && d->shift_x == none.shift_x &&
           d->shift_y == none.shift_y;
}

/* Takes a drift, found at the working size, into the grid. */
static void follow(const struct fit_wish *wish, const struct drift *drift, const struct work *w,
                   struct fit *fit) {
    const struct rect seen = fit->visible;
    const struct rect frame = wish->frame;
    const double x = middle_of(seen.x, seen.width);
    const double y = middle_of(seen.y, seen.height);
    const double shift_x = drift->shift_x * seen.width / w->reference.width;
    const double shift_y = drift->shift_y * seen.height / w->reference.height;
    if (is_none(drift)) {
        return;
    }
    fit->aligned = true;
    fit->grid.x = moved(fit->plain.x, x, drift->scale_x, shift_x);
    fit->grid.y = moved(fit->plain.y, y, drift->scale_y, shift_y);
    fit->scale = (drift->scale_x + drift->scale_y) / 2;
    fit->shift_x = shift_x + (middle_of(frame.x, frame.width) - x) * (drift->scale_x - 1);
    fit->shift_y = shift_y + (middle_of(frame.y, frame.height) - y) * (drift->scale_y - 1);
}

/* ---- working size ---- */

/* The grid of the working size: its pixels, put back to the picture's, seen through 'grid'. */
static struct sample_axis work_axis(struct sample_axis axis, int first, int length, int size) {
    const double step = (double)length / size;
    return (struct sample_axis){axis.scale * step, axis.shift + axis.scale * first};
}

static int scaled_side(int visible, int answer, int frame) {
    const int side = (int)lround((double)visible * answer / frame);
    return side < 1 ? 1 : side > visible ? visible : side;
}

static void work_size(const struct fit_wish *wish, struct rect seen, int *width, int *height) {
    resize_fit(scaled_side(seen.width, wish->answer->width, wish->frame.width),
               scaled_side(seen.height, wish->answer->height, wish->frame.height), FIT_PIXELS,
               width, height);
}

/* Whether pixels first .. first + length - 1 of the frame are whole pixels of the answer. */
static bool part_of(int first, int length, int frame, int answer, int *part, int *part_length) {
    const int64_t start = (int64_t)first * answer;
    const int64_t end = (int64_t)(first + length) * answer;
    *part = (int)(start / frame);
    *part_length = (int)(end / frame) - *part;
    return start % frame == 0 && end % frame == 0;
}

static int least(int a, int b) {
    return a < b ? a : b;
}

/* The longest side of blocks that leave no rest and twice what is wanted, for Lanczos to choose
 * from. */
static int block_side(int from, int to) {
    int side = least(from / (2 * to), AVERAGE_MOST);
    while (side > 1 && from % side != 0) {
        side--;
    }
    return side < 1 ? 1 : side;
}

/* The picture's visible part. */
static enum status work_reference(const struct fit_wish *wish, struct rect seen, int width,
                                  int height, struct image *out) {
    const int across = block_side(seen.width, width);
    const int down = block_side(seen.height, height);
    if (across * down == 1 || !image_is_opaque(wish->picture)) {
        return resize_part(wish->picture, seen, width, height, out);
    }
    struct image blocks;
    enum status status = average_part(wish->picture, seen, across, down, &blocks);
    if (status == STATUS_OK) {
        status = resize_image(&blocks, width, height, out);
        image_free(&blocks);
    }
    return status;
}

/* The answer's visible part. */
static enum status work_answer(const struct fit_wish *wish, const struct fit *fit, int width,
                               int height, struct image *out) {
    const struct rect seen = fit->visible;
    const struct rect frame = wish->frame;
    struct rect part;
    const bool whole_x = part_of(seen.x - frame.x, seen.width, frame.width, wish->answer->width,
                                 &part.x, &part.width);
    const bool whole_y = part_of(seen.y - frame.y, seen.height, frame.height, wish->answer->height,
                                 &part.y, &part.height);
    if (whole_x && whole_y) {
        return resize_part(wish->answer, part, width, height, out);
    }
    struct image scaled;
    enum status status = resize_image(
        wish->answer, least(scaled_side(frame.width, width, seen.width), wish->answer->width),
        least(scaled_side(frame.height, height, seen.height), wish->answer->height), &scaled);
    if (status == STATUS_OK) {
        const struct sample_grid grid = {
            work_axis(plain_axis(frame.x, frame.width, scaled.width), seen.x, seen.width, width),
            work_axis(plain_axis(frame.y, frame.height, scaled.height), seen.y, seen.height,
                      height)};
        status = sample_image(&scaled, &grid, width, height, out);
        image_free(&scaled);
    }
    return status;
}

/* ---- the mask ---- */

static int held(int value, int size) {
    return value < 0 ? 0 : value < size ? value : size - 1;
}

/* Marks the cells a painted pixel lies in or near to. */
static void mark(struct plane *mask, int x, int y) {
    const int left = held(x - GROW, mask->width);
    const int right = held(x + GROW, mask->width);
    const int bottom = held(y + GROW, mask->height);
    for (int row = held(y - GROW, mask->height); row <= bottom; row++) {
        memset(mask->values + (size_t)row * (size_t)mask->width + left, 255,
               (size_t)right - (size_t)left + 1);
    }
}

/* The cell a row or column of the picture lies in. */
static int cell_of(int place, int first, int length, int size) {
    return held((int)((int64_t)(place - first) * size / length), size);
}

/* Adds a row of coverage to the highest of each column so far. */
static void gather(uint8_t *highest, const uint8_t *coverage, int count) {
    for (int i = 0; i < count; i++) {
        highest[i] |= coverage[i];
    }
}

/* Marks what one row of cells has of the picture's columns. */
static void mark_row(struct plane *mask, struct rect seen, struct rect area, int row,
                     const uint8_t *highest) {
    int marked = -1;
    for (int x = 0; x < area.width; x++) {
        const int cell = highest[x] ? cell_of(area.x + x, seen.x, seen.width, mask->width) : marked;
        if (cell != marked) {
            mark(mask, cell, row);
            marked = cell;
        }
    }
}

static enum status work_mask(const struct fit_wish *wish, struct rect seen, struct plane *mask) {
    const struct rect area = rect_intersect(wish->area, seen);
    uint8_t *highest = calloc((size_t)wish->area.width + 1, 1);
    if (!highest) {
        return STATUS_NO_MEMORY;
    }
    for (int y = area.y; y < area.y + area.height; y++) {
        const int cell = cell_of(y, seen.y, seen.height, mask->height);
        const size_t row = (size_t)(y - wish->area.y) * (size_t)wish->area.width;
        gather(highest, wish->coverage->values + row + (area.x - wish->area.x), area.width);
        const bool last = y + 1 == area.y + area.height ||
                          cell_of(y + 1, seen.y, seen.height, mask->height) != cell;
        if (last) {
            mark_row(mask, seen, area, cell, highest);
            memset(highest, 0, (size_t)area.width);
        }
    }
    free(highest);
    return STATUS_OK;
}

/* ---- measuring ---- */

static enum status work_make(const struct fit_wish *wish, const struct fit *fit, struct work *w) {
    int width;
    int height;
    work_size(wish, fit->visible, &width, &height);
    enum status status = work_reference(wish, fit->visible, width, height, &w->reference);
    if (status == STATUS_OK) {
        status = work_answer(wish, fit, width, height, &w->answer);
    }
    if (status == STATUS_OK) {
        status = plane_make(width, height, &w->mask);
    }
    return status == STATUS_OK ? work_mask(wish, fit->visible, &w->mask) : status;
}

/* Moves the working answer back by its drift. */
static enum status move_back(const struct drift *drift, struct work *w) {
    const int width = w->answer.width;
    const int height = w->answer.height;
    const struct sample_axis same = {1, 0};
    const struct sample_grid grid = {moved(same, width / 2.0, drift->scale_x, drift->shift_x),
                                     moved(same, height / 2.0, drift->scale_y, drift->shift_y)};
    struct image moved_back;
    const enum status status = sample_image(&w->answer, &grid, width, height, &moved_back);
    if (status == STATUS_OK) {
        image_free(&w->answer);
        w->answer = moved_back;
    }
    return status;
}

static enum status align(const struct fit_wish *wish, struct work *w, struct fit *fit) {
    struct drift drift = align_none();
    enum status status = align_estimate(&w->reference, &w->answer, &w->mask, &drift);
    if (status == STATUS_OK && !is_none(&drift)) {
        follow(wish, &drift, w, fit);
        status = move_back(&drift, w);
    }
    return status;
}

static enum status stretch(struct work *w, struct fit *fit) {
    for (int y = 0; y < w->answer.height && !match_is_none(&fit->match); y++) {
        const size_t row = (size_t)y * (size_t)w->answer.width * 4;
        const double place = (2 * y + 1.0) / w->answer.height - 1;
        match_apply(&fit->match, 1.0 / w->answer.width - 1, 2.0 / w->answer.width, place,
                    w->answer.pixels + row, w->answer.width);
    }
    return membrane_solve(&w->reference, &w->answer, &w->mask, &fit->membrane);
}

static enum status measure(const struct fit_wish *wish, struct fit *fit) {
    struct work w = {0};
    enum status status = work_make(wish, fit, &w);
    if (status == STATUS_OK && wish->align) {
        status = align(wish, &w, fit);
    }
    if (status == STATUS_OK && wish->match) {
        status = match_estimate(&w.reference, &w.answer, &w.mask, &fit->match);
    }
    if (status == STATUS_OK && wish->gradient) {
        status = stretch(&w, fit);
    }
    work_free(&w);
    return status;
}

enum status fit_answer(const struct fit_wish *wish, struct fit *out) {
    const struct rect frame = wish->frame;
    const struct sample_grid plain = {plain_axis(frame.x, frame.width, wish->answer->width),
                                      plain_axis(frame.y, frame.height, wish->answer->height)};
    *out = (struct fit){.plain = plain,
                        .grid = plain,
                        .scale = 1,
                        .match = match_none(),
                        .visible = rect_intersect(frame, image_rect(wish->picture))};
    const bool wanted = wish->align || wish->match || wish->gradient;
    if (!wanted || rect_is_empty(out->visible)) {
        return STATUS_OK;
    }
    const enum status status = measure(wish, out);
    if (status != STATUS_OK) {
        fit_free(out);
    }
    return status;
}

void fit_free(struct fit *fit) {
    membrane_free(&fit->membrane);
    *fit = (struct fit){0};
}

void fit_colors(const struct fit *fit, int x, int y, uint8_t *pixels, int count) {
    const struct rect seen = fit->visible;
    const double left = (x + 0.5 - seen.x) / seen.width;
    const double down = (y + 0.5 - seen.y) / seen.height;
    const double step = 1.0 / seen.width;
    if (!match_is_none(&fit->match)) {
        match_apply(&fit->match, 2 * left - 1, 2 * step, 2 * down - 1, pixels, count);
    }
    membrane_apply(&fit->membrane, left, step, down, pixels, count);
}
