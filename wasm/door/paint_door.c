/*
 * A mask that is being painted: its tools, its undo and how it looks on screen.
 *
 * Points come as doubles and are only looked at; so are texts.  What returns false
 * or 0 has left a fault in the reply, but for undo and redo, which say whether
 * there was a step; what tells facts has left them there as JSON.
 */
#include <emscripten.h>
#include <stdlib.h>

#include "base/json.h"
#include "door/handles.h"
#include "door/reply.h"
#include "paint/bucket.h"
#include "paint/change.h"
#include "paint/islands.h"
#include "paint/overlay.h"
#include "paint/pack.h"
#include "paint/shape.h"
#include "paint/stroke.h"
#include "paint/undo.h"

#define UNDO_MEMORY ((size_t)64 << 20)
#define ISLANDS_MAX 64

struct painting {
    struct coverage *coverage;
    struct undo *undo;
    struct stroke *stroke; /* while one is drawn */
};

static struct handles paintings;
static struct buf screen; /* the pixels of the overlay last rendered */

static void end_stroke(struct painting *p) {
    stroke_free(p->stroke);
    p->stroke = NULL;
}

static void close_painting(struct painting *p) {
    if (p) {
        end_stroke(p);
        coverage_free(p->coverage);
        undo_free(p->undo);
        free(p);
    }
}

/* For a change of its own: a stroke that was not ended stays as far as it is drawn. */
static struct painting *at_rest(uint32_t handle) {
    struct painting *p = handles_get(&paintings, handle);
    if (p) {
        end_stroke(p);
    } else {
        reply_stale();
    }
    return p;
}

static const struct painting *painting_at(uint32_t handle) {
    const struct painting *p = handles_get(&paintings, handle);
    if (!p) {
        reply_stale();
    }
    return p;
}

static bool done(enum status status) {
    return status == STATUS_OK || reply_no_memory();
}

/* ---- opening and undoing ---- */

/* A painting's handle, nothing painted yet. */
EMSCRIPTEN_KEEPALIVE uint32_t paint_open(int width, int height) {
    struct fault fault;
    struct painting *p = calloc(1, sizeof *p);
    if (image_check_size(width, height, &fault) != STATUS_OK) {
        close_painting(p);
        return reply_fault(&fault);
    }
    uint32_t handle = 0;
    if (p && coverage_make(width, height, &p->coverage) == STATUS_OK &&
        undo_make(UNDO_MEMORY, &p->undo) == STATUS_OK) {
        handle = handles_add(&paintings, p);
    }
    if (!handle) {
        close_painting(p);
        return reply_no_memory();
    }
    return handle;
}

EMSCRIPTEN_KEEPALIVE void paint_close(uint32_t handle) {
    close_painting(handles_remove(&paintings, handle));
}

/* Remembers the state to undo to: call it before each stroke or other change. */
EMSCRIPTEN_KEEPALIVE bool paint_begin(uint32_t handle) {
    const struct painting *p = at_rest(handle);
    return p && done(undo_remember(p->undo, p->coverage));
}

/* Takes back what was done since paint_begin. */
EMSCRIPTEN_KEEPALIVE bool paint_revert(uint32_t handle) {
    const struct painting *p = at_rest(handle);
    if (p) {
        undo_revert(p->undo, p->coverage);
    }
    return p;
}

EMSCRIPTEN_KEEPALIVE bool paint_undo(uint32_t handle) {
    const struct painting *p = at_rest(handle);
    return p && undo_back(p->undo, p->coverage);
}

EMSCRIPTEN_KEEPALIVE bool paint_redo(uint32_t handle) {
    const struct painting *p = at_rest(handle);
    return p && undo_forward(p->undo, p->coverage);
}

/* {"share": 0..1 painted, "canUndo", "canRedo"} */
EMSCRIPTEN_KEEPALIVE bool paint_state(uint32_t handle) {
    const struct painting *p = painting_at(handle);
    if (!p) {
        return false;
    }
    buf_format(reply_begin(), "{\"share\":%.9f,\"canUndo\":%s,\"canRedo\":%s}",
               coverage_share(p->coverage),
               undo_can_go_back(p->undo, p->coverage) ? "true" : "false",
               undo_can_go_forward(p->undo, p->coverage) ? "true" : "false");
    return reply_end();
}

/* [{"x", "y", "width", "height"}]: boxes around what is painted; see islands.h. */
EMSCRIPTEN_KEEPALIVE bool paint_islands(uint32_t handle) {
    const struct painting *p = painting_at(handle);
    if (!p) {
        return false;
    }
    struct rect islands[ISLANDS_MAX];
    const size_t count = islands_find(p->coverage, islands, ISLANDS_MAX);
    struct json_writer w = json_write_to(reply_begin());
    json_begin_array(&w, NULL);
    for (size_t i = 0; i < count; i++) {
        reply_put_rect(&w, NULL, islands[i]);
    }
    json_end_array(&w);
    return reply_end();
}

/* ---- tools ---- */

/* Begins a stroke; see stroke_style. */
EMSCRIPTEN_KEEPALIVE bool paint_stroke_begin(uint32_t handle, double size, double hardness,
                                             double opacity, bool square, bool subtract,
                                             bool size_by_pressure, bool opacity_by_pressure,
                                             double string) {
    struct painting *p = at_rest(handle);
    const struct stroke_style style = {
        .brush = {hardness, square, subtract},
        .size = size,
        .opacity = opacity,
        .size_by_pressure = size_by_pressure,
        .opacity_by_pressure = opacity_by_pressure,
        .string = string,
    };
    return p && done(stroke_make(&style, p->coverage, &p->stroke));
}

/* Goes on to 'count' points of x, y and pressure; {"x", "y"}: where the brush is then. */
EMSCRIPTEN_KEEPALIVE bool paint_stroke_move(uint32_t handle, const struct stroke_input *inputs,
                                            size_t count) {
    const struct painting *p = painting_at(handle);
    if (!p) {
        return false;
    }
    if (!p->stroke) {
        return reply_mistake("This stroke is over.");
    }
    if (stroke_move(p->stroke, inputs, count) != STATUS_OK) {
        return reply_no_memory();
    }
    const struct brush_point place = stroke_place(p->stroke);
    buf_format(reply_begin(), "{\"x\":%.6f,\"y\":%.6f}", place.x, place.y);
    return reply_end();
}

EMSCRIPTEN_KEEPALIVE bool paint_stroke_end(uint32_t handle) {
    struct painting *p = handles_get(&paintings, handle);
    const enum status status = p && p->stroke ? stroke_end(p->stroke) : STATUS_OK;
    return at_rest(handle) && done(status);
}

EMSCRIPTEN_KEEPALIVE bool paint_rectangle(uint32_t handle, double x0, double y0, double x1,
                                          double y1, bool subtract) {
    const struct painting *p = at_rest(handle);
    return p && done(shape_rectangle((struct shape_box){x0, y0, x1, y1}, subtract, p->coverage));
}

EMSCRIPTEN_KEEPALIVE bool paint_ellipse(uint32_t handle, double x0, double y0, double x1, double y1,
                                        bool subtract) {
    const struct painting *p = at_rest(handle);
    return p && done(shape_ellipse((struct shape_box){x0, y0, x1, y1}, subtract, p->coverage));
}

/* A polygon or lasso of 'count' points of x and y. */
EMSCRIPTEN_KEEPALIVE bool paint_polygon(uint32_t handle, const struct shape_point *points,
                                        size_t count, bool subtract) {
    const struct painting *p = at_rest(handle);
    return p && done(shape_polygon(points, count, subtract, p->coverage));
}

EMSCRIPTEN_KEEPALIVE bool paint_bucket(uint32_t handle, int x, int y, bool subtract) {
    const struct painting *p = at_rest(handle);
    return p && done(bucket_fill(x, y, subtract, p->coverage));
}

EMSCRIPTEN_KEEPALIVE bool paint_clear(uint32_t handle) {
    const struct painting *p = at_rest(handle);
    if (p) {
        coverage_clear(p->coverage);
    }
    return p;
}

static bool find_change(const char *name, enum change *out) {
    return change_find(name, out) || reply_mistake("There is no such change.");
}

/* The change called 'name'; see change.h. */
EMSCRIPTEN_KEEPALIVE bool paint_change(uint32_t handle, const char *name, int amount) {
    const struct painting *p = at_rest(handle);
    enum change change;
    return p && find_change(name, &change) && done(change_coverage(change, amount, p->coverage));
}

/* {"x", "y", "width", "height"}: the part of the picture that paint_change would need. */
EMSCRIPTEN_KEEPALIVE bool paint_change_area(uint32_t handle, const char *name, int amount) {
    const struct painting *p = painting_at(handle);
    enum change change;
    return p && find_change(name, &change) && reply_rect(change_area(change, amount, p->coverage));
}

/* ---- coverage in and out ---- */

static bool holds(const struct painting *p, struct rect area) {
    const struct rect picture = {0, 0, coverage_width(p->coverage), coverage_height(p->coverage)};
    const struct rect inside = rect_intersect(picture, area);
    return (!rect_is_empty(area) && inside.width == area.width && inside.height == area.height) ||
           reply_mistake("This is not inside the picture.");
}

/* The coverage of an area, width * height bytes in rows, for the caller to free. */
EMSCRIPTEN_KEEPALIVE uint8_t *paint_read(uint32_t handle, int x, int y, int width, int height) {
    const struct painting *p = painting_at(handle);
    const struct rect area = {x, y, width, height};
    struct plane plane;
    if (!p || !holds(p, area)) {
        return NULL;
    }
    if (!done(plane_make(width, height, &plane))) {
        return NULL;
    }
    coverage_read(p->coverage, area, plane.values);
    return plane.values;
}

/* Replaces the coverage of an area by width * height bytes, which belong to C from the call on. */
EMSCRIPTEN_KEEPALIVE bool paint_write(uint32_t handle, uint8_t *values, int x, int y, int width,
                                      int height) {
    const struct painting *p = at_rest(handle);
    const struct rect area = {x, y, width, height};
    const bool written = p && holds(p, area) && done(coverage_write(p->coverage, area, values));
    free(values);
    return written;
}

/* Adds or subtracts such bytes, as tools do. */
EMSCRIPTEN_KEEPALIVE bool paint_merge(uint32_t handle, uint8_t *values, int x, int y, int width,
                                      int height, bool subtract) {
    const struct painting *p = at_rest(handle);
    const struct rect area = {x, y, width, height};
    const bool merged =
        p && holds(p, area) && done(coverage_merge(p->coverage, area, values, subtract));
    free(values);
    return merged;
}

/* The mask as few bytes (see pack.h), for the caller to free: {"length"} of them. */
EMSCRIPTEN_KEEPALIVE uint8_t *paint_pack(uint32_t handle) {
    const struct painting *p = painting_at(handle);
    struct buf pack = buf_make(PACK_MAX_BYTES);
    if (!p) {
        return NULL;
    }
    pack_write(p->coverage, &pack);
    return reply_bytes(&pack);
}

/* Replaces the mask by what 'pack' holds, which belongs to C from the call on. */
EMSCRIPTEN_KEEPALIVE bool paint_unpack(uint32_t handle, uint8_t *pack, size_t len) {
    const struct painting *p = at_rest(handle);
    struct fault fault;
    const bool read =
        p && (pack_read((struct bytes){pack, len}, p->coverage, &fault) == STATUS_OK ||
              reply_fault(&fault));
    free(pack);
    return read;
}

/* ---- the screen ---- */

/*
 * The screen rectangle that changed since it was last asked for, for a view of
 * 'scale' with its corner at (x, y): {"x", "y", "width", "height"}, all 0 for none.
 */
EMSCRIPTEN_KEEPALIVE bool paint_take_dirty(uint32_t handle, double scale, double x, double y) {
    const struct painting *p = painting_at(handle);
    return p && reply_rect(overlay_area((struct overlay_view){scale, x, y},
                                        coverage_take_dirty(p->coverage)));
}

static void put_color(uint32_t color, uint8_t rgba[4]) {
    for (int i = 0; i < 4; i++) {
        rgba[i] = (uint8_t)(color >> (24 - 8 * i));
    }
}

/* Room for the overlay's pixels; NULL with a fault in the reply. */
static uint8_t *screen_pixels(int width, int height) {
    screen.len = 0;
    screen.limit = (size_t)IMAGE_MAX_PIXELS * 4;
    uint8_t *pixels = buf_reserve(&screen, (size_t)width * (size_t)height * 4);
    if (!pixels) {
        buf_free(&screen);
        reply_no_memory();
    }
    return pixels;
}

/*
 * Renders a screen rectangle of the overlay and returns width * height RGBA
 * pixels, good until the next call; colours are 0xRRGGBBAA.  See overlay_style.
 */
EMSCRIPTEN_KEEPALIVE const uint8_t *paint_overlay(uint32_t handle, double scale, double x, double y,
                                                  int left, int top, int width, int height,
                                                  uint32_t veil, uint32_t dash, uint32_t gap,
                                                  int phase, bool bare) {
    const struct painting *p = painting_at(handle);
    uint8_t *pixels = p ? screen_pixels(width, height) : NULL;
    if (pixels) {
        struct overlay_style style = {.phase = phase, .bare = bare};
        put_color(veil, style.veil);
        put_color(dash, style.dash);
        put_color(gap, style.gap);
        overlay_render(p->coverage, (struct overlay_view){scale, x, y},
                       (struct rect){left, top, width, height}, &style, pixels);
    }
    return pixels;
}
