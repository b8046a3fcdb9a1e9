#include "pixels/compose.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pixels/blend.h"
#include "pixels/fit.h"
#include "pixels/inset.h"
#include "pixels/membrane.h"
#include "pixels/resize.h"
#include "pixels/sample.h"

/* An answer that fits: how its rows are made. */
struct piece {
    struct piece *next;
    struct rect area;
    struct plane weight; /* of the area */
    struct image answer;
    struct rect visible; /* the frame's part inside the picture */
    struct fit fit;
    struct sampler *fitted; /* made when first asked for */
    struct sampler *raw;
};

struct compose {
    const struct image *picture;
    struct compose_options options;
    bool opaque;
    struct piece *first;
    struct piece **end;
    uint8_t *line; /* a row of an answer, as wide as the picture */
};

enum status compose_make(const struct image *picture, const struct compose_options *options,
                         struct compose **out) {
    struct compose *c = calloc(1, sizeof *c);
    *out = c;
    if (!c) {
        return STATUS_NO_MEMORY;
    }
    *c = (struct compose){.picture = picture, .options = *options};
    c->opaque = image_is_opaque(picture);
    c->end = &c->first;
    c->line = malloc((size_t)picture->width * 4);
    if (!c->line) {
        compose_free(c);
        *out = NULL;
        return STATUS_NO_MEMORY;
    }
    return STATUS_OK;
}

static void piece_free(struct piece *p) {
    sampler_free(p->raw);
    sampler_free(p->fitted);
    fit_free(&p->fit);
    image_free(&p->answer);
    plane_free(&p->weight);
    free(p);
}

void compose_free(struct compose *c) {
    if (!c) {
        return;
    }
    for (struct piece *p = c->first, *next; p; p = next) {
        next = p->next;
        piece_free(p);
    }
    free(c->line);
    free(c);
}

/* ---- adding ---- */

#define HAIR 1.02 /* an answer this much larger than its frame can do without being averaged */

static int shrunk_side(int side, int frame) {
    return side > frame * HAIR ? frame : side;
}

/* Makes an answer that is larger than its frame as large as it. */
static enum status shrink(struct image *answer, struct rect frame) {
    const int width = shrunk_side(answer->width, frame.width);
    const int height = shrunk_side(answer->height, frame.height);
    struct image shrunk;
    if (width == answer->width && height == answer->height) {
        return STATUS_OK;
    }
    const enum status status = resize_image(answer, width, height, &shrunk);
    if (status == STATUS_OK) {
        image_free(answer);
        *answer = shrunk;
    }
    return status;
}

/* Makes the coverage the weights. */
static enum status soften(const struct compose *c, struct piece *p, double *feather) {
    const struct inset_open open = {p->area.x == 0, p->area.y == 0,
                                    p->area.x + p->area.width == c->picture->width,
                                    p->area.y + p->area.height == c->picture->height};
    return inset_ramp(&p->weight, open, c->options.feather, feather);
}

static enum status fit_piece(const struct compose *c, struct piece *p, struct rect frame,
                             struct compose_report *report) {
    enum status status = shrink(&p->answer, frame);
    if (status == STATUS_OK) {
        const struct fit_wish wish = {.picture = c->picture,
                                      .answer = &p->answer,
                                      .frame = frame,
                                      .area = p->area,
                                      .coverage = &p->weight,
                                      .align = c->options.align,
                                      .match = c->options.match,
                                      .gradient = c->options.gradient};
        status = fit_answer(&wish, &p->fit);
    }
    return status == STATUS_OK ? soften(c, p, &report->feather) : status;
}

static void tell(const struct fit *fit, struct compose_report *report) {
    report->aligned = fit->aligned;
    report->shift_x = fit->shift_x;
    report->shift_y = fit->shift_y;
    report->scale = fit->scale;
    report->matched = !match_is_none(&fit->match);
    report->color_before = fit->match.before;
    report->color_after = fit->match.after;
}

enum status compose_add(struct compose *c, struct compose_part part,
                        struct compose_report *report) {
    struct compose_report told = {0};
    struct piece *p = calloc(1, sizeof *p);
    if (!p) {
        plane_free(&part.coverage);
        image_free(&part.answer);
        return STATUS_NO_MEMORY;
    }
    *p = (struct piece){.area = part.area,
                        .weight = part.coverage,
                        .answer = part.answer,
                        .visible = rect_intersect(part.frame, image_rect(c->picture))};
    const bool opaque = image_is_opaque(&part.answer);
    const enum status status = fit_piece(c, p, part.frame, &told);
    if (status != STATUS_OK) {
        piece_free(p);
        return status;
    }
    tell(&p->fit, &told);
    if (report) {
        *report = told;
    }
    c->opaque = c->opaque && opaque;
    *c->end = p;
    c->end = &p->next;
    return STATUS_OK;
}

bool compose_is_opaque(const struct compose *c) {
    return c->opaque;
}

/* ---- rows ---- */

static bool has_row(struct rect r, int y) {
    return y >= r.y && y < r.y + r.height;
}

/* A piece's weights in row 'y' of the picture. */
static const uint8_t *piece_weights(const struct piece *p, int y) {
    return p->weight.values + (size_t)(y - p->area.y) * (size_t)p->area.width;
}

void compose_painted_row(const struct compose *c, int y, uint8_t *out) {
    memset(out, 0, (size_t)c->picture->width);
    for (const struct piece *p = c->first; p; p = p->next) {
        if (has_row(p->area, y)) {
            memcpy(out + p->area.x, piece_weights(p, y), (size_t)p->area.width);
        }
    }
}

/* The sampler of a piece, made when it is not there yet. */
static enum status prepare(const struct piece *p, const struct sample_grid *grid, struct rect r,
                           struct sampler **sampler) {
    return *sampler ? STATUS_OK : sampler_make(&p->answer, grid, r.x, r.width, sampler);
}

static bool has_weight(const uint8_t *weights, int count) {
    for (int i = 0; i < count; i++) {
        if (weights[i]) {
            return true;
        }
    }
    return false;
}

/* Row 'y' of the picture, in 'row', gets what a piece has there. */
static enum status put_row(const struct compose *c, struct piece *p, int y, uint8_t *row) {
    const struct rect area = p->area;
    const uint8_t *weights = piece_weights(p, y);
    if (!has_weight(weights, area.width)) {
        return STATUS_OK;
    }
    const enum status status = prepare(p, &p->fit.grid, area, &p->fitted);
    if (status == STATUS_OK) {
        sampler_row(p->fitted, y, c->line);
        fit_colors(&p->fit, area.x, y, c->line, area.width);
        blend_row(row + (size_t)area.x * 4, c->line, weights, area.width);
    }
    return status;
}

static enum status put_raw_row(struct piece *p, int y, uint8_t *row) {
    const enum status status = prepare(p, &p->fit.plain, p->visible, &p->raw);
    if (status == STATUS_OK) {
        sampler_row(p->raw, y, row + (size_t)p->visible.x * 4);
    }
    return status;
}

static enum status put_pieces(const struct compose *c, bool raw, int y, uint8_t *row) {
    enum status status = STATUS_OK;
    for (struct piece *p = c->first; p && status == STATUS_OK; p = p->next) {
        if (has_row(raw ? p->visible : p->area, y)) {
            status = raw ? put_raw_row(p, y, row) : put_row(c, p, y, row);
        }
    }
    return status;
}

static enum status write_rows(const struct compose *c, bool raw, int top, int rows, uint8_t *out) {
    const size_t bytes = (size_t)c->picture->width * 4;
    enum status status = STATUS_OK;
    memcpy(out, c->picture->pixels + (size_t)top * bytes, (size_t)rows * bytes);
    for (int y = top; y < top + rows && status == STATUS_OK; y++, out += bytes) {
        status = put_pieces(c, raw, y, out);
    }
    return status;
}

enum status compose_rows(struct compose *c, int top, int rows, uint8_t *out) {
    return write_rows(c, false, top, rows, out);
}

enum status compose_raw_rows(struct compose *c, int top, int rows, uint8_t *out) {
    return write_rows(c, true, top, rows, out);
}
