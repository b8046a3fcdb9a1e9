/*
 * Answers put back into a picture: fitted one by one, then the file piece by piece.
 *
 * Blocks come from malloc and belong to C from the call on, success or not; what
 * is returned is for the caller to free.  NULL or 0: a fault is in the reply.
 */
#include <emscripten.h>
#include <stdlib.h>

#include "base/json.h"
#include "door/handles.h"
#include "door/picture.h"
#include "door/reply.h"
#include "pixels/compose.h"
#include "pixels/difference.h"
#include "pixels/glance.h"
#include "pixels/photo.h"
#include "pixels/png_writer.h"

#define BAND_PIXELS (1 << 20) /* composed at a time: some 20 ms of work */

/* A picture being put together. */
struct composing {
    struct picture *picture;
    struct compose *compose;
    struct png_writer *writer; /* of the file, once it has begun */
    struct glance glance;      /* of its rows so far */
    int row;                   /* the first that is not written yet */
    bool ended;
};

static struct handles composings;

static void composing_free(struct composing *c) {
    compose_free(c->compose);
    png_writer_free(c->writer);
    glance_free(&c->glance);
    picture_let_go(c->picture);
    free(c);
}

static const char *fate_name(enum profile_fate fate) {
    return fate == PROFILE_NONE ? "none" : fate == PROFILE_KEPT ? "kept" : "dropped";
}

/*
 * The handle of what answers are to be added to: {"width", "height", "profile"}, the last "none",
 * "kept" or "dropped".
 */
EMSCRIPTEN_KEEPALIVE uint32_t compose_open(uint32_t picture_handle, bool align, bool match,
                                           bool gradient, int feather) {
    const struct compose_options options = {align, match, gradient, feather};
    struct picture *picture = picture_get(picture_handle);
    if (!picture) {
        return reply_stale();
    }
    struct composing *c = calloc(1, sizeof *c);
    if (!c || compose_make(&picture->image, &options, &c->compose) != STATUS_OK) {
        free(c);
        return reply_no_memory();
    }
    c->picture = picture_keep(picture);
    const uint32_t handle = handles_add(&composings, c);
    if (!handle) {
        composing_free(c);
        return reply_no_memory();
    }
    buf_format(reply_begin(), "{\"width\":%d,\"height\":%d,\"profile\":\"%s\"}",
               picture->image.width, picture->image.height, fate_name(picture->fate));
    return handle;
}

EMSCRIPTEN_KEEPALIVE void compose_close(uint32_t handle) {
    struct composing *c = handles_remove(&composings, handle);
    if (c) {
        composing_free(c);
    }
}

/* ---- adding ---- */

static bool reply_report(const struct compose_report *report) {
    struct json_writer w = json_write_to(reply_begin());
    json_begin_object(&w, NULL);
    json_put_boolean(&w, "aligned", report->aligned);
    json_put_number(&w, "shift_x", report->shift_x);
    json_put_number(&w, "shift_y", report->shift_y);
    json_put_number(&w, "scale", report->scale);
    json_put_boolean(&w, "matched", report->matched);
    json_put_number(&w, "color_before", report->color_before);
    json_put_number(&w, "color_after", report->color_after);
    json_put_number(&w, "feather", report->feather);
    json_end_object(&w);
    return reply_end();
}

/* Whether a rectangle is not empty and no farther away than any plan would have it. */
static bool is_near(struct rect r) {
    const int far = 2 * IMAGE_MAX_EDGE;
    return !rect_is_empty(r) && r.x > -far && r.y > -far && r.x < far && r.y < far &&
           r.width < far && r.height < far;
}

static bool is_inside(struct rect r, const struct image *image) {
    const struct rect inside = rect_intersect(r, image_rect(image));
    return inside.width == r.width && inside.height == r.height;
}

/* Whether an answer can be added; if not, the fault is told. */
static bool is_adding(const struct composing *c, struct rect area, struct rect frame) {
    if (!c) {
        return reply_stale();
    }
    const bool sound =
        is_near(area) && is_near(frame) && is_inside(area, &c->picture->image) && !c->writer;
    return sound ? true : reply_mistake("This answer cannot be put back here.");
}

static bool add_part(uint32_t handle, struct compose_part part) {
    struct composing *c = handles_get(&composings, handle);
    struct compose_report report;
    if (!is_adding(c, part.area, part.frame)) {
        plane_free(&part.coverage);
        image_free(&part.answer);
        return false;
    }
    return compose_add(c->compose, part, &report) == STATUS_OK ? reply_report(&report)
                                                               : reply_no_memory();
}

/*
 * Fits the answer in a file (PNG or JPEG) into its frame (fx, fy, fw, fh), for what 'coverage'
 * says of the area (ax, ay, aw, ah): the report, named as in compose.h.
 */
EMSCRIPTEN_KEEPALIVE bool compose_add_file(uint32_t handle, uint8_t *coverage, int ax, int ay,
                                           int aw, int ah, int fx, int fy, int fw, int fh,
                                           uint8_t *answer, size_t len) {
    struct compose_part part = {
        .area = {ax, ay, aw, ah}, .coverage = {coverage, aw, ah}, .frame = {fx, fy, fw, fh}};
    struct fault fault;
    const enum status status = photo_decode((struct bytes){answer, len}, &part.answer, &fault);
    free(answer);
    if (status != STATUS_OK) {
        free(coverage);
        return reply_fault(&fault);
    }
    return add_part(handle, part);
}

/* The same of RGBA pixels that the browser decoded. */
EMSCRIPTEN_KEEPALIVE bool compose_add_pixels(uint32_t handle, uint8_t *coverage, int ax, int ay,
                                             int aw, int ah, int fx, int fy, int fw, int fh,
                                             uint8_t *pixels, int width, int height) {
    return add_part(handle, (struct compose_part){.area = {ax, ay, aw, ah},
                                                  .coverage = {coverage, aw, ah},
                                                  .frame = {fx, fy, fw, fh},
                                                  .answer = {pixels, width, height}});
}

/* ---- the file ---- */

static int least(int a, int b) {
    return a < b ? a : b;
}

/* Rows that are worked on at a time, as glance.h wants them. */
static int band_rows(const struct composing *c) {
    const struct image *image = &c->picture->image;
    const int rows = BAND_PIXELS / image->width; /* 64 at least */
    return least(rows - rows % c->glance.by, image->height);
}

static enum status begin_file(struct composing *c) {
    const struct image *image = &c->picture->image;
    if (c->writer) {
        return STATUS_OK;
    }
    const enum status status = glance_make(image->width, image->height, &c->glance);
    return status == STATUS_OK ? png_writer_open(image, compose_is_opaque(c->compose),
                                                 buf_view(&c->picture->chunks), &c->writer)
                               : status;
}

/* Composes the next rows and writes them, after the last of them the end of the file. */
static enum status write_band(struct composing *c, uint8_t *band, struct buf *piece) {
    const struct image *image = &c->picture->image;
    const int rows = least(band_rows(c), image->height - c->row);
    if (rows == 0) {
        c->ended = true;
        return png_writer_end(c->writer, piece);
    }
    enum status status = compose_rows(c->compose, c->row, rows, band);
    if (status == STATUS_OK) {
        status = png_writer_rows(c->writer, band, rows, piece);
    }
    if (status == STATUS_OK) {
        status = glance_add(&c->glance, &(struct image){band, image->width, rows});
    }
    c->row += rows;
    return status;
}

/* Writes until there is something of the file, or no more of it. */
static enum status write_piece(struct composing *c, struct buf *piece) {
    const struct image *image = &c->picture->image;
    enum status status = begin_file(c);
    if (status != STATUS_OK) {
        return status;
    }
    uint8_t *band = malloc((size_t)band_rows(c) * (size_t)image->width * 4);
    status = band ? STATUS_OK : STATUS_NO_MEMORY;
    while (status == STATUS_OK && piece->len == 0 && !c->ended) {
        status = write_band(c, band, piece);
    }
    free(band);
    return status;
}

/*
 * The next piece of the composed picture's PNG: {"length", "share"}, the share from 0 to 1 of
 * all that is to be done; length 0 when there was no more.
 */
EMSCRIPTEN_KEEPALIVE uint8_t *compose_next(uint32_t handle) {
    struct composing *c = handles_get(&composings, handle);
    if (!c) {
        reply_stale();
        return NULL;
    }
    struct buf piece = buf_make((size_t)IMAGE_MAX_PIXELS * 5);
    uint8_t *data = NULL;
    size_t len = 0;
    const bool written =
        write_piece(c, &piece) == STATUS_OK && buf_release(&piece, &data, &len) == STATUS_OK;
    buf_free(&piece);
    data = written && !data ? malloc(1) : data;
    if (!data) {
        reply_no_memory();
        return NULL;
    }
    struct json_writer w = json_write_to(reply_begin());
    json_begin_object(&w, NULL);
    json_put_integer(&w, "length", (int64_t)len);
    json_put_number(&w, "share", (double)c->row / c->picture->image.height);
    json_end_object(&w);
    return data;
}

/*
 * The smaller picture of what was composed, for looking at (glance.h): its RGBA pixels, {"width",
 * "height"}, both 0 where the picture is small enough itself.  Once: it is handed over.
 */
EMSCRIPTEN_KEEPALIVE uint8_t *compose_small(uint32_t handle) {
    struct composing *c = handles_get(&composings, handle);
    if (!c) {
        reply_stale();
        return NULL;
    }
    const struct image small = c->glance.image;
    uint8_t *pixels = small.pixels ? small.pixels : malloc(1);
    if (!pixels) {
        reply_no_memory();
        return NULL;
    }
    c->glance.image = (struct image){0};
    buf_format(reply_begin(), "{\"width\":%d,\"height\":%d}", small.width, small.height);
    return pixels;
}

/* ---- differences ---- */

static enum status compare_row(struct composing *c, bool raw, int y, uint8_t *row,
                               struct difference *d) {
    const struct image *image = &c->picture->image;
    const size_t bytes = (size_t)image->width * 4;
    const enum status status =
        raw ? compose_raw_rows(c->compose, y, 1, row) : compose_rows(c->compose, y, 1, row);
    if (status == STATUS_OK) {
        compose_painted_row(c->compose, y, row + bytes);
        difference_add_row(d, y, image->pixels + (size_t)y * bytes, row, row + bytes);
    }
    return status;
}

static enum status compare(struct composing *c, bool raw, struct difference *d) {
    const struct image *image = &c->picture->image;
    uint8_t *row = malloc((size_t)image->width * 5); /* pixels, then what is painted */
    enum status status = row ? STATUS_OK : STATUS_NO_MEMORY;
    for (int y = 0; y < image->height && status == STATUS_OK; y++) {
        status = compare_row(c, raw, y, row, d);
    }
    free(row);
    return status;
}

/*
 * What changed against the picture, 'raw' by the answers as they came: the map's RGBA pixels,
 * {"inside", "outside", "width", "height"}; see difference.h.
 */
EMSCRIPTEN_KEEPALIVE uint8_t *compose_difference(uint32_t handle, bool raw) {
    struct composing *c = handles_get(&composings, handle);
    struct difference d = {0};
    struct image drawn = {0};
    if (!c) {
        reply_stale();
        return NULL;
    }
    enum status status = difference_make(c->picture->image.width, c->picture->image.height, &d);
    if (status == STATUS_OK) {
        status = compare(c, raw, &d);
    }
    if (status == STATUS_OK) {
        status = difference_draw(&d, &drawn);
    }
    const struct difference counts = d;
    difference_free(&d);
    if (status != STATUS_OK) {
        reply_no_memory();
        return NULL;
    }
    struct json_writer w = json_write_to(reply_begin());
    json_begin_object(&w, NULL);
    json_put_integer(&w, "inside", counts.inside);
    json_put_integer(&w, "outside", counts.outside);
    json_put_integer(&w, "width", drawn.width);
    json_put_integer(&w, "height", drawn.height);
    json_end_object(&w);
    return drawn.pixels;
}
